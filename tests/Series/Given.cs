using Phr.Planets.Series.Chunks;
using Phr.Planets.Series.Metrics;
using Phr.Planets.Series.Uploads;

namespace Phr.Tests.Series;

/// <summary>Readings for tests, and a store of chunks that applies decisions as the log would.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Now = new(2026, 7, 15, 12, 0, 0, TimeSpan.FromHours(9));

    public const string Watch = "watch";

    public static LocalTime At(string time) =>
        LocalTime.TryParse(time, out var parsed) ? parsed : throw new ArgumentException($"{time} is not a time.", nameof(time));

    public static UploadEntry.Item HeartRate(string start, params decimal[] values) => new()
    {
        Metric = "heart-rate", Unit = "/min", Start = At(start),
        Samples = [.. values.Select((value, i) => new ItemSample(i * 5_000L, 0, value))],
    };

    public static UploadEntry.Item Interval(string metric, string unit, string start, string end, decimal value) => new()
    {
        Metric = metric, Unit = unit, Start = At(start), End = At(end), Samples = [new ItemSample(0, 0, value)],
    };

    public static UploadEntry.Item Weight(string start, decimal kilograms) => new()
    {
        Metric = "body-weight", Unit = "kg", Start = At(start), Samples = [new ItemSample(0, 0, kilograms)],
    };

    public static UploadEntry.Item BloodPressure(string start, decimal systolic, decimal diastolic) => new()
    {
        Metric = "blood-pressure", Unit = "mm[Hg]", Start = At(start),
        Components = new Dictionary<string, decimal> { ["systolic"] = systolic, ["diastolic"] = diastolic },
    };

    public static Batch Batch(params UploadEntry[] entries) => new(Watch, null, entries);

    /// <summary>Milliseconds since 1970 of an ISO time with offset.</summary>
    public static long Ms(string time) => DateTimeOffset.Parse(time).ToUnixTimeMilliseconds();

    public static Sample Moment(string time, decimal value) => new(Ms(time), 0, Nano.TryFrom(value, out var nano) ? nano : 0);
}

/// <summary>Series of one stream in memory: what the log and its rows keep, without them.</summary>
internal sealed class SeriesInMemory(long stream = 7)
{
    private readonly Dictionary<DayKey, List<StoredChunk>> _days = [];
    private readonly Dictionary<string, StoredReading> _readings = [];
    private long _position = 100;

    public IReadOnlyList<StoredChunk> Chunks(DayKey key) => _days.GetValueOrDefault(key) ?? [];

    public IEnumerable<DayKey> Days => _days.Keys;

    public IReadOnlyDictionary<string, StoredReading> Readings => _readings;

    public int Samples => _days.Values.Sum(chunks => DaySeries.Fold(chunks.Select(chunk => chunk.Chunk)).Count);

    public UploadDecision Upload(Batch batch, DateTimeOffset? now = null)
    {
        var decision = UploadDecision.Decide(UploadPlan.Of(batch, now ?? Given.Now), Stored(), stream);
        foreach (var chunk in decision.Chunks)
            Append(ChunkCodec.Decode(ChunkCodec.Encode(chunk)));
        foreach (var change in decision.Readings)
            _readings[change.Id] =
                new StoredReading(
                change.ClientVersion, change.After is null, change.After?.Digest ?? "", change.ResourceVersion);
        return decision;
    }

    public DaySeries Day(string metric, string date, string connection = Given.Watch) => DaySeries.Fold(
        Chunks(new DayKey(connection, MetricCatalogue.Of(metric).Number, DayKey.DayOf(DateOnly.Parse(date))))
            .Select(chunk => chunk.Chunk));

    private StoredSeries Stored()
    {
        var clients = _days
            .SelectMany(
            day => DaySeries.Fold(day.Value.Select(chunk => chunk.Chunk)).Items.Keys
            .Select(client => (client, day.Key)))
            .GroupBy(pair => pair.client)
                .ToDictionary(group => group.Key, group => (IReadOnlyList<DayKey>)[.. group.Select(pair => pair.Key)]);
        return new StoredSeries(_days.ToDictionary(day => day.Key, day => (IReadOnlyList<StoredChunk>)[.. day.Value]), clients,
            new Dictionary<string, StoredReading>(_readings));
    }

    private void Append(Chunk chunk)
    {
        if (!_days.TryGetValue(chunk.Key, out var chunks))
            _days[chunk.Key] = chunks = [];
        chunks.RemoveAll(old => chunk.Supersedes.Contains(old.Position));
        chunks.Add(new StoredChunk(_position++, chunk));
    }
}
