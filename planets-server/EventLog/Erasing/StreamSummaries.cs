using Npgsql;
using Phr.Platform.Database;

namespace Phr.EventLog;

/// <summary>Reads what a retention rule and a certificate say of a stream.</summary>
internal static class StreamSummaries
{
    private static readonly string Summary = Sql.Load(typeof(StreamSummaries), "Erasing/stream-summary.sql");

    /// <returns>Null when there is no such stream.</returns>
    public static async Task<StreamSummary?> Read(NpgsqlConnection connection, StreamId stream, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Summary, connection)
        {
            Parameters = { new() { Value = stream.Value } },
        };
        await using var rows = await command.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct)
            ? new StreamSummary(
                stream, rows.GetString(0), rows.GetFieldValue<DateTimeOffset>(1), rows.GetFieldValue<DateTimeOffset>(2),
                rows.GetInt64(3), rows.GetInt64(4))
            : null;
    }
}
