using Npgsql;
using NpgsqlTypes;
using Phr.EventLog;
using Phr.Planets.Series.Chunks;
using Phr.Planets.Series.Reconciliation;
using Phr.Planets.Series.Uploads;
using Phr.Platform.Database;

namespace Phr.Planets.Series.Storage;

/// <summary>A day of a stream.</summary>
internal readonly record struct StreamDay(StreamId Stream, DayKey Key);

/// <summary>An upload that was taken up before.</summary>
/// <param name="Digest">Of its batch.</param>
/// <param name="Position">Of the event that keeps its answer.</param>
internal readonly record struct KnownUpload(string Digest, long Position);

/// <summary>An item of a stream, by the digest of its client id.</summary>
internal readonly record struct StreamItem(StreamId Stream, string Connection, ulong Client);

/// <summary>
/// The rows that uploads need to be decided: which chunks hold, where items are, which readings are known.
/// </summary>
internal sealed class PresentSeries
{
    private static readonly string SelectDays = Sql.Load(typeof(PresentSeries), "Series/Storage/present-days.sql");
    private static readonly string SelectItems = Sql.Load(typeof(PresentSeries), "Series/Storage/present-items.sql");
    private static readonly string SelectUploads = Sql.Load(typeof(PresentSeries), "Series/Storage/present-uploads.sql");
    private static readonly string SelectReadings = Sql.Load(typeof(PresentSeries), "Series/Storage/present-readings.sql");

    /// <summary>Positions of the chunks that hold, ascending.</summary>
    public Dictionary<StreamDay, List<long>> Days { get; } = [];

    public Dictionary<StreamItem, HashSet<DayKey>> Items { get; } = [];

    public Dictionary<string, (StreamId Stream, StoredReading Reading)> Readings { get; } = new(StringComparer.Ordinal);

    /// <summary>Uploads by their client's keys.</summary>
    public Dictionary<(StreamId Stream, string Key), KnownUpload> Uploads { get; } = [];

    /// <summary>Adds the uploads that had these keys, those of a whole group at once.</summary>
    public async ValueTask Load(
        NpgsqlConnection connection, IReadOnlyList<(StreamId Stream, string Key)> keys, CancellationToken ct)
    {
        if (keys.Count == 0)
            return;
        await using var command = new NpgsqlCommand(SelectUploads, connection)
        {
            Parameters =
            {
                Bigints(keys.Select(one => one.Stream.Value)),
                new() { Value = keys.Select(one => one.Key).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
            },
        };
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            Uploads[(new StreamId(rows.GetInt64(0)), rows.GetString(1))] = new KnownUpload(rows.GetString(2), rows.GetInt64(3));
    }

    /// <summary>
    /// Adds what a plan needs for its stream. The connection's <c>search_path</c> is the projections' schema.
    /// </summary>
    public async ValueTask Load(NpgsqlConnection connection, StreamId stream, UploadPlan plan, CancellationToken ct)
    {
        var days = new HashSet<DayKey>(plan.Days);
        if (plan.Clients.Count > 0)
            await LoadItems(connection, stream, plan, days, ct);
        days.UnionWith(SleepNights.WithNeighbours(days).ToList());
        days.RemoveWhere(day => Days.ContainsKey(new StreamDay(stream, day)));
        if (days.Count > 0)
            await LoadDays(connection, stream, days, ct);
        if (plan.Readings(stream.Value) is { Count: > 0 } readings)
            await LoadReadings(connection, readings, ct);
    }

    private async Task LoadItems(
        NpgsqlConnection connection, StreamId stream, UploadPlan plan, HashSet<DayKey> days, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(SelectItems, connection)
        {
            Parameters =
                { new() { Value = stream.Value }, new() { Value = plan.Connection },
                Bigints(plan.Clients.Select(Signed)) },
        };
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var day = new DayKey(plan.Connection, rows.GetInt16(0), rows.GetInt32(1));
            foreach (var client in rows.GetFieldValue<long[]>(2).Select(Unsigned).Where(plan.Clients.Contains))
            {
                days.Add(day);
                Add(new StreamItem(stream, plan.Connection, client), day);
            }
        }
    }

    private async Task LoadDays(NpgsqlConnection connection, StreamId stream, HashSet<DayKey> days, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(SelectDays, connection)
        {
            Parameters =
            {
                Bigints(days.Select(_ => stream.Value)),
                new() { Value = days.Select(day => day.Connection).ToArray(),
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                new() { Value = days.Select(day => day.Metric).ToArray(),
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint },
                new() { Value = days.Select(day => day.Day).ToArray(),
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer },
            },
        };
        foreach (var day in days)
            Days[new StreamDay(stream, day)] = [];
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            Days[new StreamDay(stream, new DayKey(rows.GetString(1), rows.GetInt16(2), rows.GetInt32(3)))].Add(
                rows.GetInt64(4));
    }

    private async Task LoadReadings(NpgsqlConnection connection, IReadOnlySet<string> ids, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(SelectReadings, connection)
        {
            Parameters = { new() { Value = ids.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text } },
        };
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            Readings[rows.GetString(0)] = (new StreamId(rows.GetInt64(1)), new StoredReading(
                rows.IsDBNull(2) ? null : rows.GetInt64(2), rows.GetBoolean(3), rows.GetString(4), rows.GetInt32(5)));
        }
    }

    public void Add(StreamItem item, DayKey day)
    {
        if (!Items.TryGetValue(item, out var days))
            Items[item] = days = [];
        days.Add(day);
    }

    public static long Signed(ulong client) => unchecked((long)client);

    private static ulong Unsigned(long client) => unchecked((ulong)client);

    private static NpgsqlParameter Bigints(IEnumerable<long> values) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };
}
