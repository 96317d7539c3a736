using System.Data;
using System.Globalization;
using System.Security.Cryptography;
using Npgsql;
using Phr.Platform.Database;

namespace Phr.EventLog;

/// <summary>
/// Rebuilds the inline projections beside the live ones, to the same position, and compares the rows.
/// </summary>
internal sealed class ProjectionCheck(LogSettings settings, FaultList faults)
{
    private const int DifferencesMax = 100;

    private static readonly string CompareTable = Sql.Load(typeof(ProjectionCheck), "Verifying/compare-table.sql");
    private static readonly string DropSchema = Sql.Load(typeof(ProjectionCheck), "Verifying/drop-schema.sql");

    private readonly string _scratch =
        $"{settings.Projections.Schema}_check_{RandomNumberGenerator.GetHexString(8, lowercase: true)}";

    /// <returns>The position at which the rows were compared.</returns>
    public async Task<long> Run(IProgress<long>? progress, CancellationToken ct)
    {
        try
        {
            await settings.Projections.Create(settings.Database, _scratch, ct);
            var rebuild = new Rebuild(settings.Database, new Reader(settings.Database, new EventOpener(settings.Keys)));
            var position = await rebuild.Replay(_scratch, settings.Projections.All, after: 0, progress, ct);
            await using var connection = await settings.Database.OpenConnectionAsync(ct);
            await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
            await using (await Turn.Take(settings.Database, TurnOf.Append, ct))
            {
                // What came during the rebuild; then the snapshot's first read, for which live and scratch rows are
                // of one position.
                position = await rebuild.Replay(_scratch, settings.Projections.All, position, progress, ct);
                await WriterState.Read(connection, ct);
            }
            foreach (var projection in settings.Projections.All)
            {
                foreach (var table in projection.Tables)
                    await Compare(connection, table, ct);
            }
            return position;
        }
        finally
        {
            await using var drop = settings.Database.CreateCommand(SchemaName.Into(DropSchema, _scratch));
            await drop.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    private async Task Compare(NpgsqlConnection connection, string table, CancellationToken ct)
    {
        var sql = CompareTable
            .Replace("{scratch}", SchemaName.Checked(_scratch), StringComparison.Ordinal)
            .Replace("{live}", SchemaName.Checked(settings.Projections.Schema), StringComparison.Ordinal)
            .Replace("{table}", SchemaName.Checked(table), StringComparison.Ordinal);
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new() { Value = DifferencesMax });
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var what = rows.GetBoolean(0) ? "A row is missing from" : "A row that the log does not give is in";
            var stream = Number(rows, 1) is { } number ? new StreamId(number) : (StreamId?)null;
            faults.Add(Number(rows, 2), stream, $"{what} {settings.Projections.Schema}.{table}.");
        }
    }

    private static long? Number(NpgsqlDataReader rows, int column) =>
        !rows.IsDBNull(column) && long.TryParse(rows.GetString(column), CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
