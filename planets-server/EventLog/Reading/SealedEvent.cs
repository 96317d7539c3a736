using Npgsql;

namespace Phr.EventLog;

/// <summary>A row of the log as it is stored.</summary>
/// <param name="Body">As stored: empty, or sealed.</param>
/// <param name="Erased">Whether its stream was erased.</param>
internal readonly record struct SealedEvent(
    long Position, StreamId Stream, int Sequence, EventKind Kind, string Type, string Id, int Version,
    DateTimeOffset? EventTime, DateTimeOffset RecordedTime, int Origin, byte[] Body, bool Erased)
{
    /// <summary>Reads the columns in the order that every statement of this folder gives them.</summary>
    public static async Task<List<SealedEvent>> ReadAll(NpgsqlCommand command, CancellationToken ct)
    {
        var events = new List<SealedEvent>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            events.Add(Read(rows));
        return events;
    }

    private static SealedEvent Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), new StreamId(row.GetInt64(1)), row.GetInt32(2), (EventKind)checked((byte)row.GetInt16(3)),
        row.GetString(4), row.GetString(5), row.GetInt32(6),
        row.IsDBNull(7) ? null : row.GetFieldValue<DateTimeOffset>(7), row.GetFieldValue<DateTimeOffset>(8),
        row.GetInt32(9), row.GetFieldValue<byte[]>(10), row.GetBoolean(11));
}
