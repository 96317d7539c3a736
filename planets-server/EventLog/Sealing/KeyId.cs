namespace Phr.EventLog;

/// <summary>
/// Random name of a stream's data key: it tells nothing of the stream, so a key file alone tells nothing either.
/// </summary>
public readonly record struct KeyId(Guid Value)
{
    public const int Bytes = 16;

    public override string ToString() => Value.ToString("N");

    /// <summary>The id in RFC 9562 byte order.</summary>
    internal void Write(Span<byte> destination) => Value.TryWriteBytes(destination, bigEndian: true, out _);
}
