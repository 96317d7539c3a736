using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;
using Phr.EventLog;
using Phr.Planets.Series.Chunks;
using Phr.Planets.Series.Metrics;
using Phr.Planets.Series.Reconciliation;
using Phr.Platform.Database;

namespace Phr.Planets.Series.Storage;

/// <summary>A day of one connection, from its row alone.</summary>
public sealed record DayRow(StreamId Stream, DayKey Key, DaySummary Summary, long Position);

/// <summary>Which days of which metrics are asked for; null leaves a side open.</summary>
/// <param name="After">Only days that changed after this position of the log.</param>
public sealed record DayQuery(
    IReadOnlyList<StreamId> Streams, short? Metric = null, int? From = null, int? To = null, long After = 0);

/// <summary>
/// Reads series. It knows nothing of consent: the caller names the streams that the reader may see.
/// </summary>
public sealed class SeriesReader(NpgsqlDataSource database, Reader log)
{
    private static readonly string SelectDays = Load("select-days.sql");
    private static readonly string SelectChunks = Load("select-chunks.sql");
    private static readonly string SelectPriority = Load("select-priority.sql");

    /// <summary>Days with readings, by metric and day.</summary>
    public async IAsyncEnumerable<DayRow> Days(DayQuery query, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = database.CreateCommand(SelectDays);
        command.Parameters.Add(Streams(query.Streams));
        command.Parameters.Add(OrNull(query.Metric, NpgsqlDbType.Smallint));
        command.Parameters.Add(OrNull(query.From, NpgsqlDbType.Integer));
        command.Parameters.Add(OrNull(query.To, NpgsqlDbType.Integer));
        command.Parameters.Add(new() { Value = query.After });
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            yield return Row(rows);
    }

    /// <summary>
    /// What holds in days <paramref name="from"/> to <paramref name="to"/>, both included, by stream and day.
    /// </summary>
    /// <param name="asOf">Position of the log at which it is asked what held; null for now.</param>
    public async Task<IReadOnlyDictionary<(StreamId Stream, DayKey Key), DaySeries>> Series(
        IReadOnlyList<StreamId> streams, Metric metric, (int From, int To) days, long? asOf, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var found = await Chunks(connection, streams, metric, days, asOf, ct);
        var chunks = new Dictionary<long, Chunk>();
        await StoredChunks.Read(log, connection, [.. found.Select(row => row.Position)], chunks, ct);
        return found.GroupBy(row => (row.Stream, row.Key))
            .ToDictionary(
                day => day.Key, day =>
                DaySeries.Fold(day.OrderBy(row => row.Position).Select(row => chunks[row.Position])));
    }

    /// <summary>
    /// All that the sources of the streams say in the days asked for and those that reach into them, for reconciling.
    /// </summary>
    public async Task<IReadOnlyList<SourceSeries>> Sources(
        IReadOnlyList<StreamId> streams, Metric metric, (int From, int To) days, long? asOf, CancellationToken ct)
    {
        var (before, after) = DailyAggregate.Reach(metric);
        var series = await Series(streams, metric, (days.From - before, days.To + after), asOf, ct);
        var priority = await Priority(streams, metric, ct);
        return [.. series.GroupBy(day => (day.Key.Stream, day.Key.Key.Connection))
            .OrderBy(source => source.Key.Connection, StringComparer.Ordinal)
            .Select(source => new SourceSeries(
                streams.Count == 1 ? source.Key.Connection : $"{source.Key.Stream}/{source.Key.Connection}",
                priority.RankOf(source.Key.Connection),
                [.. source.OrderBy(day => day.Key.Key.Day).SelectMany(day => Intervals.Of(metric, day.Value))]))];
    }

    /// <summary>The order of connections that the first of the streams which has one states.</summary>
    public async Task<SourcePriority> Priority(IReadOnlyList<StreamId> streams, Metric metric, CancellationToken ct)
    {
        await using var command = database.CreateCommand(SelectPriority);
        command.Parameters.Add(Streams(streams));
        command.Parameters.Add(new() { Value = metric.Number });
        return await command.ExecuteScalarAsync(ct) is string[] connections
            ? new SourcePriority(metric.Number, connections) : SourcePriority.None;
    }

    private static async Task<List<(long Position, StreamId Stream, DayKey Key)>> Chunks(
        NpgsqlConnection connection, IReadOnlyList<StreamId> streams, Metric metric, (int From, int To) days,
            long? asOf, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(SelectChunks, connection)
        {
            Parameters =
            {
                Streams(streams), new() { Value = metric.Number }, new() { Value = days.From }, new() { Value = days.To },
                OrNull(asOf, NpgsqlDbType.Bigint),
            },
        };
        await using var rows = await command.ExecuteReaderAsync(ct);
        var found = new List<(long, StreamId, DayKey)>();
        while (await rows.ReadAsync(ct))
        {
            var key = new DayKey(rows.GetString(2), metric.Number, rows.GetInt32(3));
            found.Add((rows.GetInt64(0), new StreamId(rows.GetInt64(1)), key));
        }
        return found;
    }

    private static DayRow Row(NpgsqlDataReader row) => new(
        new StreamId(row.GetInt64(0)), new DayKey(row.GetString(3), row.GetInt16(1), row.GetInt32(2)),
        new DaySummary(
            row.GetInt32(4), row.GetDouble(5), row.GetDouble(6), row.GetDouble(7), row.GetDouble(8), row.GetInt64(9),
            row.GetBoolean(10)),
        row.GetInt64(11));

    private static NpgsqlParameter Streams(IReadOnlyList<StreamId> streams) => new()
    {
        Value = streams.Select(stream => stream.Value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint,
    };

    private static NpgsqlParameter OrNull<T>(T? value, NpgsqlDbType type) where T : struct =>
        new() { Value = value is { } some ? some : DBNull.Value, NpgsqlDbType = type };

    private static string Load(string file) => Sql.Load(typeof(SeriesReader), $"Series/Storage/{file}");
}
