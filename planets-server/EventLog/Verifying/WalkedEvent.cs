using Npgsql;

namespace Phr.EventLog;

/// <summary>An event as stored, with all that its hash covers; nothing of it is trusted.</summary>
/// <param name="Origin">Null when the number names none.</param>
/// <param name="Key">Key of the stream; null when the stream is not registered.</param>
/// <param name="ErasedAt">Position at which the stream was erased; null when it was not.</param>
internal sealed record WalkedEvent(
    long Position, StreamId Stream, int Sequence, short Kind, string Type, string Id, int Version,
    DateTimeOffset? EventTime, DateTimeOffset RecordedTime, byte[] Body, byte[] Hash, Origin? Origin, KeyId? Key,
    long? ErasedAt)
{
    public bool Founds => Position == Stream.Value;

    public static WalkedEvent Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), new StreamId(row.GetInt64(1)), row.GetInt32(2), row.GetInt16(3),
        row.GetString(4), row.GetString(5), row.GetInt32(6),
        row.IsDBNull(7) ? null : row.GetFieldValue<DateTimeOffset>(7),
        row.GetFieldValue<DateTimeOffset>(8), row.GetFieldValue<byte[]>(9), row.GetFieldValue<byte[]>(10),
        row.IsDBNull(11)
            ? null
            : new Origin(row.GetString(11), row.GetString(12), row.GetString(13), row.GetString(14)),
        row.IsDBNull(15) ? null : new KeyId(row.GetGuid(15)), row.IsDBNull(16) ? null : row.GetInt64(16));

    /// <summary>
    /// The hash that the event should have after <paramref name="previous"/>; null when it has no canonical header at
    /// all.
    /// </summary>
    public byte[]? HashAfter(ReadOnlySpan<byte> previous, ChainHash chain)
    {
        if (Origin is null || Kind is < 0 or > byte.MaxValue || (Founds && Key is null))
            return null;
        try
        {
            Span<byte> header = stackalloc byte[EventHeader.BytesMax];
            var fields = new HeaderFields(
                Position, Stream, Sequence, (EventKind)Kind, Type, Id, Version, EventTime, RecordedTime,
                Founds ? Key : null, Body.Length);
            var bytes = EventHeader.Write(header, fields, EventHeader.Encode(Origin));
            var hash = new byte[ChainHash.Bytes];
            chain.Next(previous, header[..bytes], Body, hash);
            return hash;
        }
        catch (ArgumentException)
        {
            // A text is longer than the log would ever have taken.
            return null;
        }
    }
}
