using Npgsql;
using Phr.Platform.Database;

namespace Phr.EventLog;

/// <summary>Makes the rows of inline projections anew from decrypted events alone.</summary>
internal sealed class Rebuild(NpgsqlDataSource database, Reader reader)
{
    private const int PageEventsMax = 1_000;

    private static readonly string SetSearchPath = Sql.Load(typeof(Rebuild), "Projections/set-search-path.sql");

    /// <summary>Empties the projections' tables in <paramref name="schema"/>.</summary>
    public async Task Empty(string schema, IReadOnlyList<IInlineProjection> projections, CancellationToken ct)
    {
        var tables = projections.SelectMany(projection => projection.Tables)
            .Select(table => $"{SchemaName.Checked(schema)}.{SchemaName.Checked(table)}").ToList();
        if (tables.Count == 0)
            return;
        await using var truncate = database.CreateCommand($"truncate {string.Join(", ", tables)}");
        await truncate.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Replays the events after a position, each page in one transaction.</summary>
    /// <returns>The position it came to: the head.</returns>
    public async Task<long> Replay(
        string schema, IReadOnlyList<IInlineProjection> projections, long after, IProgress<long>? progress,
        CancellationToken ct)
    {
        var connection = await database.OpenConnectionAsync(ct);
        try
        {
            await using (var command = new NpgsqlCommand(SetSearchPath, connection))
            {
                command.Parameters.Add(new() { Value = schema });
                await command.ExecuteNonQueryAsync(ct);
            }
            for (var position = after; ; progress?.Report(position))
            {
                var page = await reader.ReadFrom(connection, position, PageEventsMax, ct);
                if (page.Count == 0)
                    return position;
                await ReplayPage(connection, projections, position, page.ConvertAll(Replayed), ct);
                position = page[^1].Position;
            }
        }
        finally
        {
            await connection.ReturnCleared(CancellationToken.None);
        }
    }

    private static async Task ReplayPage(
        NpgsqlConnection connection, IReadOnlyList<IInlineProjection> projections, long position,
        List<ProjectedEvent> page, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        var start = new GroupStart(connection, position, [], page);
        foreach (var projection in projections)
        {
            var part = await projection.Begin(start, ct);
            foreach (var e in page)
                part.Apply(e);
            part.Write(batch);
        }
        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(ct);
    }

    private static ProjectedEvent Replayed(StoredEvent e) => new(
        e.Position, e.Stream, e.Kind, e.Type, e.Id, e.Version, e.EventTime, e.RecordedTime, e.Origin, e.Body,
        Facets: null);
}
