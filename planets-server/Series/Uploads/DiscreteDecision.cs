using Phr.Planets.Series.Metrics;

namespace Phr.Planets.Series.Uploads;

/// <summary>Decides the items of discrete metrics, each on the effects of those before it.</summary>
internal sealed class DiscreteDecision(long stream, string connection, StoredSeries stored)
{
    private readonly Dictionary<string, StoredReading> _changed = new(StringComparer.Ordinal);
    private readonly List<ReadingChange> _changes = [];

    /// <summary>Works out <see cref="CheckedItem.ReadingIds"/>.</summary>
    public static IEnumerable<string> IdsOf(CheckedItem item, long stream, string connection) =>
        (item.Metric, item.Source.ClientId) switch
    {
        ({ Kind: MetricKind.Sampled }, _) => [],
        ({ } metric, { } clientId) => [ReadingId.OfClient(stream, connection, metric, clientId)],
        ({ } metric, null) =>
            item.Discrete is null ? []
            : [ReadingId.OfContent(stream, connection, metric, item.ReadingDigest)],
        (null, { } clientId) => MetricCatalogue.All.Where(metric => metric.Kind == MetricKind.Discrete)
            .Select(metric => ReadingId.OfClient(stream, connection, metric, clientId)),
        _ => [],
    };

    public ItemResult Decide(CheckedItem item)
    {
        var id = item.ReadingIds(stream, connection).Single();
        if (item.Source.Deleted)
        {
            var kept = DeleteOf(id, item.Source.Version);
            var samples = item.Discrete is null ? 0 : 1;
            return kept is null ? item.Result(Outcome.Deleted, new(0, 0, samples, 0))
                : item.Result(Outcome.Unchanged, new(0, samples, 0, 0), item.RemarkOn(kept, ""));
        }
        return Put(item, id);
    }

    /// <summary>For each metric that holds the item: null when it was deleted there, else why not.</summary>
    public IReadOnlyList<Reason?> DeleteAll(CheckedItem item) =>
        [.. item.ReadingIds(stream, connection).Where(id => Find(id) is not null).Select(id => DeleteOf(id, item.Source.Version))];

    public IReadOnlyList<ReadingChange> Finish() => _changes;

    private ItemResult Put(CheckedItem item, string id)
    {
        var digest = item.ReadingDigest;
        var (outcome, version) = (Outcome.Stored, 1);
        if (Find(id) is { } before)
        {
            var (verdict, reason) = item.Client is null && before.Deleted
                ? (VersionVerdict.Replace, null)
                : VersionRule.Write(before.Version, before.Deleted, before.Digest == digest, item.Source.Version);
            if (verdict == VersionVerdict.Refuse)
                return item.Refuse(reason!, "version");
            if (verdict == VersionVerdict.Leave)
                return item.Result(Outcome.Unchanged, new SampleCounts(0, 1, 0, 0), item.RemarkOn(reason!, ""));
            (outcome, version) = (Outcome.Replaced, before.ResourceVersion + 1);
        }
        var source = item.Source;
        var reading = new Reading(
            id, item.Metric!, source.Unit!, item.Discrete!, connection, source.ClientId, source.Version, digest);
        Change(new ReadingChange(id, reading, version, item.Source.Version),
            new StoredReading(item.Source.Version, false, digest, version));
        return item.Result(outcome, new SampleCounts(1, 0, 0, 0));
    }

    private Reason? DeleteOf(string id, long? version)
    {
        if (Find(id) is not { } before)
            return Reason.NothingToDelete;
        if (VersionRule.Delete(before.Version, before.Deleted, version) is { } reason)
            return reason;
        var clientVersion = version ?? before.Version;
        Change(new ReadingChange(id, null, before.ResourceVersion + 1, clientVersion),
            before with { Deleted = true, Version = clientVersion, ResourceVersion = before.ResourceVersion + 1 });
        return null;
    }

    private StoredReading? Find(string id)
    {
        if (_changed.TryGetValue(id, out var changed))
            return changed;
        return stored.Readings.TryGetValue(id, out var found) ? found : null;
    }

    private void Change(ReadingChange change, StoredReading after)
    {
        _changes.Add(change);
        _changed[change.Id] = after;
    }
}
