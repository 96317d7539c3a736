using Phr.Planets.Series.Chunks;
using Phr.Planets.Series.Metrics;
using Phr.Planets.Series.Reconciliation;

namespace Phr.Planets.Series.Uploads;

/// <summary>Decides the items of sampled metrics, each on the effects of those before it.</summary>
internal sealed class SampledDecision(string connection, StoredSeries stored)
{
    private readonly SortedDictionary<DayKey, DayDraft> _days = new(Comparer<DayKey>.Create(ByMetricAndDay));
    private readonly Dictionary<(ulong Client, short Metric), HashSet<int>> _moved = [];

    public ItemResult Decide(CheckedItem item) => (item.Client, item.Source.Deleted) switch
    {
        ({ } client, true) => Delete(item, client),
        ({ } client, false) => item.Usable == 0 ? Refused(item) : Put(item, client),
        (null, true) => item.Usable == 0 ? Refused(item) : RemovePlain(item),
        (null, false) => item.Usable == 0 ? Refused(item) : AddPlain(item),
    };

    /// <summary>For each metric that holds the item: null when it was deleted there, else why not.</summary>
    public IReadOnlyList<Reason?> DeleteAll(CheckedItem item)
    {
        var client = item.Client!.Value;
        var metrics = Keys(client).Select(key => key.Metric)
            .Concat(_moved.Keys.Where(key => key.Client == client).Select(key => key.Metric));
        return [.. metrics.Distinct().Order().ToList()
            .Select(metric => DeleteOf(client, MetricCatalogue.Find(metric)!, item.Source.Version))];
    }

    public IReadOnlyList<Chunk> Finish() =>
        [.. _days.Values.Where(day => day.IsChanged).SelectMany(day => day.Finish())];

    /// <summary>Sleep by the day of waking, where it is other than before.</summary>
    public IReadOnlyList<DayFigures> Nights()
    {
        var changed = _days.Where(day => day.Value.IsChanged && SleepNights.Are(MetricCatalogue.Find(day.Key.Metric)!)).Select(day => day.Key).ToList();
        return [.. changed.SelectMany(key => SleepNights.ReachedBy(key.Day).Select(day => key with { Day = day })).Distinct().SelectMany(Night)];
    }

    private IEnumerable<DayFigures> Night(DayKey wake)
    {
        var metric = MetricCatalogue.Find(wake.Metric)!;
        var before = SleepNights.FiguresOf(metric, wake.Day, day => Stored(wake with { Day = day }));
        var after = SleepNights.FiguresOf(metric, wake.Day, day => _days.GetValueOrDefault(wake with { Day = day })?.Series ?? Stored(wake with { Day = day }));
        return before == after ? [] : [new DayFigures(wake, after)];
    }

    private DaySeries? Stored(DayKey key) =>
        stored.Days.TryGetValue(key, out var chunks) ? DaySeries.Fold(chunks.Select(chunk => chunk.Chunk)) : null;

    private static ItemResult Refused(CheckedItem item) => item.Result(Outcome.Refused, item.Counts);

    private ItemResult Put(CheckedItem item, ulong client)
    {
        var before = Holding(client, item.Metric!);
        if (before.Count == 0)
            return WriteOrRefuse(item, client, before, Outcome.Stored);
        var newest = before.Select(day => day.Item(client)!).MaxBy(found => found.Version ?? long.MinValue)!;
        var deleted = before.All(day => day.Item(client)!.Deleted);
        var (verdict, reason) =
            VersionRule.Write(newest.Version, deleted, !deleted && IsSame(item, client, before), item.Source.Version);
        switch (verdict)
        {
            case VersionVerdict.Leave:
                var unchanged = item.Counts + new SampleCounts(0, item.Usable, 0, 0);
                return item.Result(Outcome.Unchanged, unchanged, item.RemarkOn(reason!, "clientId"));
            case VersionVerdict.Refuse:
                return item.Refuse(reason!, "version");
            default:
                return WriteOrRefuse(item, client, before, Outcome.Replaced);
        }
    }

    private ItemResult WriteOrRefuse(CheckedItem item, ulong client, IReadOnlyList<DayDraft> before, Outcome outcome)
    {
        var parts = item.Parts.GroupBy(part => part.Day).ToList();
        if (parts.Any(part => !Day(item.Metric!, part.Key).HasRoomFor(part.Sum(each => each.Samples.Length))))
            return item.Refuse(Reason.DayFull, "samples");
        var after = parts.Select(part => Day(item.Metric!, part.Key)).ToList();
        foreach (var left in before.Except(after).Where(day => !day.Item(client)!.Deleted))
            left.Remove(client, item.Source.Version);
        foreach (var part in parts)
            Day(item.Metric!, part.Key).Put(client, item.Source.Version, item.Source.Unit!, [.. part]);
        Remember(client, item.Metric!, parts.Select(part => part.Key));
        return item.Result(outcome, item.Counts + new SampleCounts(item.Usable, 0, 0, 0));
    }

    private ItemResult Delete(CheckedItem item, ulong client)
    {
        var reason = DeleteOf(client, item.Metric!, item.Source.Version);
        return reason is null
            ? item.Result(Outcome.Deleted, default)
            : item.Result(Outcome.Unchanged, default, item.RemarkOn(reason, "clientId"));
    }

    private Reason? DeleteOf(ulong client, Metric metric, long? version)
    {
        var holding = Holding(client, metric);
        if (holding.Count == 0)
            return Reason.NothingToDelete;
        var newest = holding.Select(day => day.Item(client)!).MaxBy(found => found.Version ?? long.MinValue)!;
        if (VersionRule.Delete(newest.Version, holding.All(day => day.Item(client)!.Deleted), version) is { } reason)
            return reason;
        foreach (var day in holding.Where(day => !day.Item(client)!.Deleted))
            day.Remove(client, version ?? newest.Version);
        return null;
    }

    private ItemResult AddPlain(CheckedItem item)
    {
        var (added, known, full) = (0, 0, 0);
        var remarks = new List<Remark>();
        foreach (var part in item.Parts)
        {
            var day = Day(item.Metric!, part.Day);
            if (!day.HasRoomFor(part.Samples.Length))
            {
                full += part.Samples.Length;
                remarks.Add(item.RemarkOn(Reason.DayFull, "samples"));
                continue;
            }
            var fresh = day.AddPlain(item.Source.Unit!, part);
            added += fresh;
            known += part.Samples.Length - fresh;
        }
        var counts = item.Counts + new SampleCounts(added, known, 0, full);
        var outcome = added > 0 ? Outcome.Stored : counts.Unchanged > 0 ? Outcome.Unchanged : Outcome.Refused;
        if (outcome == Outcome.Unchanged)
            remarks.Add(item.RemarkOn(Reason.AlreadyStored, ""));
        return item.Result(outcome, counts, remarks);
    }

    private ItemResult RemovePlain(CheckedItem item)
    {
        var gone = item.Parts.Sum(part => Day(item.Metric!, part.Day).RemovePlain(item.Source.Unit!, part));
        var counts = item.Counts + new SampleCounts(0, item.Usable - gone, gone, 0);
        return gone > 0
            ? item.Result(Outcome.Deleted, counts)
            : item.Result(Outcome.Unchanged, counts, item.RemarkOn(Reason.NothingToDelete, ""));
    }

    private bool IsSame(CheckedItem item, ulong client, IReadOnlyList<DayDraft> before)
    {
        var held = before.Where(day => !day.Item(client)!.Deleted).ToList();
        var parts = item.Parts.GroupBy(part => part.Day).ToList();
        return held.Count == parts.Count && parts.All(part =>
        {
            var blocks = Day(item.Metric!, part.Key).Item(client)?.Blocks ?? [];
            return part.Count() == blocks.Count && part.Zip(blocks).All(pair => pair.Second.Unit == item.Source.Unit
                && pair.Second.Run.OffsetMinutes == pair.First.OffsetMinutes
                && pair.Second.Samples.Span.SequenceEqual(pair.First.Samples));
        });
    }

    /// <summary>Days of the metric that know the item, deleted or not.</summary>
    private List<DayDraft> Holding(ulong client, Metric metric)
    {
        var days = Keys(client).Where(key => key.Metric == metric.Number).Select(key => key.Day)
            .Concat(_moved.GetValueOrDefault((client, metric.Number)) ?? []);
        return [.. days.Distinct().Order().Select(day => Day(metric, day)).Where(day => day.Item(client) is not null)];
    }

    private IReadOnlyList<DayKey> Keys(ulong client) => stored.Clients.GetValueOrDefault(client) ?? [];

    private void Remember(ulong client, Metric metric, IEnumerable<int> days)
    {
        if (!_moved.TryGetValue((client, metric.Number), out var known))
            _moved[(client, metric.Number)] = known = [];
        known.UnionWith(days);
    }

    private DayDraft Day(Metric metric, int day)
    {
        var key = new DayKey(connection, metric.Number, day);
        if (!_days.TryGetValue(key, out var draft))
            _days[key] = draft = new DayDraft(metric, key, stored.Days.GetValueOrDefault(key) ?? []);
        return draft;
    }

    private static int ByMetricAndDay(DayKey a, DayKey b) => (a.Metric, a.Day).CompareTo((b.Metric, b.Day));
}
