using FsCheck;
using Phr.Planets.Series.Chunks;
using Phr.Planets.Series.Metrics;
using Phr.Planets.Series.Reconciliation;
using Phr.Planets.Series.Uploads;

namespace Phr.Tests.Series;

/// <summary>Random histories of uploads against a model that keeps readings in plain sets.</summary>
public sealed class UploadPropertyTest
{
    [Fact]
    public void Whatever_is_uploaded_in_whatever_order_holds_as_the_plain_model_says() =>
        Prop.ForAll(Arb.Default.Int32(), seed =>
    {
        var random = new System.Random(seed);
        var (series, model) = (new SeriesInMemory(), new PlainModel());
        for (var round = 0; round < 40; round++)
        {
            var batch = AnyBatch(random);
            var decision = series.Upload(batch);
            Assert.Equal(batch.Entries.Count, decision.Results.Count);
            Assert.Equal(
                batch.Entries.Sum(entry => ((UploadEntry.Item)entry).Samples.Count), decision.Results
                .Sum(result => result.Samples.In));
            foreach (UploadEntry.Item item in batch.Entries)
                model.Upload(item);
            Assert.Equal(model.Live.Order(), Live(series).Order());
        }
        AssertSummaries(series);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_history_uploaded_again_changes_nothing() => Prop.ForAll(Arb.Default.Int32(), seed =>
    {
        var random = new System.Random(seed);
        var batches = Enumerable.Range(0, 10).Select(_ => AnyBatch(random, versions: true, deletions: false)).ToList();
        var series = new SeriesInMemory();
        foreach (var batch in batches)
            series.Upload(batch);
        var before = Live(series).Order().ToList();
        foreach (var batch in batches)
            Assert.Empty(series.Upload(batch).Chunks);
        Assert.Equal(before, Live(series).Order());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_day_of_many_uploads_is_compacted_and_holds_the_same()
    {
        var series = new SeriesInMemory();
        var key = new DayKey(Given.Watch, 1, DayKey.DayOf(new DateOnly(2026, 7, 14)));
        for (var minute = 0; minute < 120; minute++)
            series.Upload(Given.Batch(Given.HeartRate($"2026-07-14T{minute / 60:00}:{minute % 60:00}:00+09:00", 60, 61, 62)));
        Assert.InRange(series.Chunks(key).Count, 1, Compaction.ChunksMax);
        Assert.Equal(360, series.Day("heart-rate", "2026-07-14").Count);
        AssertSummaries(series);
    }

    private static void AssertSummaries(SeriesInMemory series)
    {
        foreach (var key in series.Days)
        {
            var chunks = series.Chunks(key);
            var whole =
                DaySummaries.Of(
                MetricCatalogue.Find(key.Metric)!, key.Day, DaySeries.Fold(chunks.Select(chunk => chunk.Chunk)));
            var told = chunks[^1].Chunk.Summary!.Value;
            Assert.Equal(whole with { Mean = 0 }, told with { Mean = 0 });
            Assert.Equal(whole.Mean, told.Mean, 1e-9);
        }
    }

    private static IEnumerable<(string Metric, Sample Sample)> Live(SeriesInMemory series) =>
        from key in series.Days
        from block in DaySeries.Fold(series.Chunks(key).Select(chunk => chunk.Chunk)).Blocks
        from sample in block.Samples.ToArray()
        select (MetricCatalogue.Find(key.Metric)!.Code, sample);

    private static Batch AnyBatch(System.Random random, bool versions = false, bool deletions = true) =>
        Given.Batch([.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => AnyItem(random, versions, deletions))]);

    private static UploadEntry.Item AnyItem(System.Random random, bool versions, bool deletions)
    {
        var deleted = deletions && random.Next(4) == 0;
        var client = random.Next(3) > 0 ? $"c{random.Next(4)}" : null;
        ItemSample[] samples = deleted && client is not null
            ? []
            : [.. Enumerable.Range(0, random.Next(1, 6))
                .Select(_ => new ItemSample(random.Next(0, 60) * 3_600_000L, 0, 60 + random.Next(3)))];
        // A version says what the content is, so that equal versions never contradict each other.
        var version = client is not null && (versions || random.Next(2) == 0) ? random.Next(1, 6) : (long?)null;
        if (version is { } content && !deleted)
            samples = [new ItemSample(content * 7_200_000L, 0, 60 + content),
                new ItemSample((content * 7_200_000L) + 5_000, 0, 61)];
        return new UploadEntry.Item
        {
            ClientId = client, Version = version, Deleted = deleted, Metric = random.Next(2) == 0 ? "heart-rate"
                : "respiratory-rate",
            Unit = "/min", Start = Given.At("2026-07-10T00:00:00+09:00"), Samples = samples,
        };
    }

    private sealed class PlainModel
    {
        private readonly HashSet<(string Metric, Sample Sample)> _plain = [];
        private readonly Dictionary<(string Metric, string Client),
            (long? Version, bool Deleted, HashSet<Sample> Samples)> _items = [];

        public IEnumerable<(string Metric, Sample Sample)> Live =>
            _plain.Concat(_items.SelectMany(item => item.Value.Samples.Select(sample => (item.Key.Metric, sample))));

        public void Upload(UploadEntry.Item item)
        {
            var start = Given.Ms("2026-07-10T00:00:00+09:00");
            var samples = item.Samples
                .Select(each => new Sample(start + each.OffsetMs, 0, (long)(each.Value!.Value * Nano.One))).ToHashSet();
            if (item.ClientId is { } client)
                UploadNamed(item, (item.Metric!, client), samples);
            else if (item.Deleted)
                _plain.ExceptWith(samples.Select(sample => (item.Metric!, sample)));
            else
                _plain.UnionWith(samples.Select(sample => (item.Metric!, sample)));
        }

        private void UploadNamed(UploadEntry.Item item, (string, string) key, HashSet<Sample> samples)
        {
            if (!_items.TryGetValue(key, out var held))
            {
                if (!item.Deleted)
                    _items[key] = (item.Version, false, samples);
                return;
            }
            var higher = item.Version is { } sent && !(held.Version >= sent);
            var unversioned = held.Version is null && item.Version is null;
            if (item.Deleted && !held.Deleted && !(item.Version < held.Version))
                _items[key] = (item.Version ?? held.Version, true, []);
            else if (!item.Deleted && (higher || (unversioned && !held.Deleted)))
                _items[key] = (item.Version, false, samples);
        }
    }
}
