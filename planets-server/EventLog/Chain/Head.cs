namespace Phr.EventLog;

/// <summary>How far the log has come.</summary>
/// <param name="Position">Of the newest event; 0 in an empty log.</param>
/// <param name="Hash">Of the newest event; 32 bytes.</param>
/// <param name="RecordedTime">Of the newest event.</param>
/// <param name="Streams">How many streams were founded.</param>
public sealed record Head(long Position, ReadOnlyMemory<byte> Hash, DateTimeOffset RecordedTime, long Streams);
