using Npgsql;
using Phr.Planets.Access;
using Phr.Planets.Search;
using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Record;

/// <summary>One resource asked for by id.</summary>
public sealed record PresentRead(string Type, string Id, Visibility Visibility);

/// <summary>A version as it is stored.</summary>
public sealed record SealedVersion(long Stream, int Version, DateTimeOffset LastUpdated, int Sequence, byte[] Body);

/// <summary>
/// Reads present versions by id, those that are asked for together in one round trip: one statement for each reader,
/// whose consent condition stands in it.
/// </summary>
public sealed class PresentReads : IAsyncDisposable
{
    private static readonly SharedRoundLimits Limits = new(RoundMax: 64, WaitingMax: 4_096, GatherMax: TimeSpan.Zero);

    private readonly NpgsqlDataSource _database;
    private readonly SharedRounds<PresentRead, SealedVersion?> _rounds;

    public PresentReads(NpgsqlDataSource database)
    {
        _database = database;
        _rounds = new(Round, Limits);
    }

    /// <returns>Null where nothing is there that the reader may see.</returns>
    public Task<SealedVersion?> Of(PresentRead read, CancellationToken ct) => _rounds.Ask(read, ct);

    public ValueTask DisposeAsync() => _rounds.DisposeAsync();

    private async Task<IReadOnlyList<SealedVersion?>> Round(IReadOnlyList<PresentRead> reads, CancellationToken ct)
    {
        var readers = reads.Index().GroupBy(read => read.Item.Visibility).ToList();
        await using var connection = await _database.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var reader in readers)
            batch.BatchCommands.Add(Statement(reader.Key, [.. reader.Select(read => read.Item)]).ToBatchCommand());
        var found = new SealedVersion?[reads.Count];
        await using var rows = await batch.ExecuteReaderAsync(ct);
        foreach (var reader in readers)
        {
            var places = reader.Select(read => read.Index).ToList();
            while (await rows.ReadAsync(ct))
                found[places[(int)rows.GetInt64(0) - 1]] = Read(rows);
            await rows.NextResultAsync(ct);
        }
        return found;
    }

    private static SqlText Statement(Visibility visibility, PresentRead[] reads)
    {
        var sql = new SqlText().Append(
            RecordTables.Now.Load("Record/read-present.sql"),
            Binding.Shorts("types", Array.ConvertAll(reads, read => ResourceTypes.Number(read.Type))),
            Binding.Texts("ids", Array.ConvertAll(reads, read => read.Id)));
        (visibility with { Types = [.. reads.Select(read => read.Type).Distinct()] }).AppendTo(sql);
        return sql;
    }

    private static SealedVersion Read(NpgsqlDataReader row) => new(
        row.GetInt64(1), row.GetInt32(2), row.GetFieldValue<DateTimeOffset>(3), row.GetInt32(4), row.GetFieldValue<byte[]>(5));
}
