namespace Phr.EventLog;

/// <summary>An event as the log gives it back, its body opened where that is possible.</summary>
/// <param name="Position">Place in the log, from 1, without gaps, in the order of commit.</param>
/// <param name="Sequence">Place in the stream, from 1, without gaps.</param>
/// <param name="Version">Version of the entity, as its owner counts.</param>
/// <param name="EventTime">When it happened in the world; null when unknown. UTC, microseconds.</param>
/// <param name="RecordedTime">
/// When the log took it; never earlier than that of the event before. UTC, microseconds.
/// </param>
public sealed record StoredEvent(
    long Position, StreamId Stream, int Sequence, EventKind Kind, string Type, string Id, int Version,
    DateTimeOffset? EventTime, DateTimeOffset RecordedTime, Origin Origin, EventBody Body);

/// <summary>Whether and why a body can be read.</summary>
public enum BodyState : byte
{
    /// <summary>The event never had a body.</summary>
    None,

    Readable,

    /// <summary>The stream was erased; its key is gone.</summary>
    Erased,

    /// <summary>
    /// The key is missing although the stream was not erased, or the sealed bytes were altered: <c>phr verify</c>
    /// says which.
    /// </summary>
    Unreadable,
}

/// <summary>
/// The body of a stored event. That it cannot be read is a value, not an exception: erasure is ordinary.
/// </summary>
/// <param name="Bytes">The bytes that were appended; empty unless <see cref="BodyState.Readable"/>.</param>
public readonly record struct EventBody(BodyState State, ReadOnlyMemory<byte> Bytes)
{
    public bool IsReadable => State == BodyState.Readable;

    public static EventBody Of(ReadOnlyMemory<byte> bytes) =>
        bytes.IsEmpty ? default : new(BodyState.Readable, bytes);
}
