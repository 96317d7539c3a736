using System.Buffers.Binary;

namespace Phr.EventLog;

/// <summary>
/// A signed statement that the log stood so. A phone that keeps one can tell later whether history was rewritten.
/// </summary>
/// <param name="Hash">Hash of the event at <paramref name="Position"/>.</param>
/// <param name="Streams">How many streams had been founded.</param>
/// <param name="SignedAt">UTC, microseconds.</param>
/// <param name="Signature">ECDSA P-256 with SHA-256 over <see cref="SignedBytes"/>, IEEE P1363 form.</param>
public sealed record Checkpoint(
    long Position, ReadOnlyMemory<byte> Hash, long Streams, DateTimeOffset SignedAt, ReadOnlyMemory<byte> Signature)
{
    /// <summary>
    /// What is signed: "phr checkpoint 1\n" ‖ position (8, big-endian) ‖ hash (32) ‖ streams (8) ‖ microseconds since
    /// 1970 (8). A stored format.
    /// </summary>
    public byte[] SignedBytes()
    {
        var name = "phr checkpoint 1\n"u8;
        var bytes = new byte[name.Length + 8 + ChainHash.Bytes + 8 + 8];
        name.CopyTo(bytes);
        var rest = bytes.AsSpan(name.Length);
        BinaryPrimitives.WriteInt64BigEndian(rest, Position);
        Hash.Span.CopyTo(rest[8..]);
        BinaryPrimitives.WriteInt64BigEndian(rest[40..], Streams);
        BinaryPrimitives.WriteInt64BigEndian(rest[48..], SignedAt.UnixMicroseconds());
        return bytes;
    }

    internal static Checkpoint Sign(Head head, DateTimeOffset now, KeyStore keys)
    {
        var unsigned = new Checkpoint(head.Position, head.Hash, head.Streams, now.ToMicroseconds(), default);
        return unsigned with { Signature = keys.Sign(unsigned.SignedBytes()) };
    }
}
