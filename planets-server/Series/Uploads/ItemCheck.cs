using Phr.Fhir.Units;
using Phr.Planets.Series.Metrics;

namespace Phr.Planets.Series.Uploads;

/// <summary>
/// Decides whether an item can be stored at all: known metric, right statistic, convertible unit, a time with a place,
/// values a person can have. Faults of the item refuse the item; faults of a sample refuse the sample.
/// </summary>
internal sealed class ItemCheck(Batch batch, DateTimeOffset now)
{
    /// <summary>
    /// How far ahead of the platform's clock a reading may lie: clocks of devices, and the far side of the date line.
    /// </summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(24);

    /// <summary>Characters of a unit; bounds what a chunk keeps.</summary>
    private const int UnitLengthMax = 64;

    private static readonly long FirstMs = new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private readonly long _lastMs = (now + Ahead).ToUnixTimeMilliseconds();
    private readonly Dictionary<string, TimeZoneInfo?> _zones = new(StringComparer.Ordinal);

    /// <summary>Either a checked item, or the result that refuses it.</summary>
    public (CheckedItem? Item, ItemResult? Refused) Check(int index, UploadEntry entry)
    {
        if (entry is UploadEntry.Malformed malformed)
        {
            var place = malformed.Place.Length == 0 ? $"/items/{index}" : $"/items/{index}/{malformed.Place}";
            Remark[] remarks = [new(malformed.Reason, place)];
            return (null, new ItemResult(index, malformed.ClientId, Outcome.Refused, new SampleCounts(0, 0, 0, 1), remarks));
        }
        var source = (UploadEntry.Item)entry;
        var item = new CheckedItem(index, source, source.Metric is null ? null : MetricCatalogue.Find(source.Metric));
        var fault = Identity(item) ?? (NeedsValues(source) ? Meaning(item) ?? Values(item) : null);
        return fault is { } found ? (null, item.Refuse(found.Reason, found.Place)) : (item, null);
    }

    /// <summary>A deletion by client id needs neither time nor value.</summary>
    private static bool NeedsValues(UploadEntry.Item source) => !(source.Deleted && source.ClientId is not null);

    private static (Reason Reason, string Place)? Identity(CheckedItem item)
    {
        var source = item.Source;
        if (source.ClientId is { Length: 0 or > UploadEntry.Item.ClientIdLengthMax })
            return (Reason.ClientIdMalformed, "clientId");
        if (source.Samples.Count > Batch.ItemSamplesMax)
            return (Reason.TooManySamples, "samples");
        var metricOptional = source.Deleted && source.ClientId is not null && source.Metric is null;
        return item.Metric is null && !metricOptional ? (Reason.UnknownMetric, "metric") : null;
    }

    private static (Reason Reason, string Place)? Meaning(CheckedItem item)
    {
        var (source, metric) = (item.Source, item.Metric!);
        if (source.Statistic is { } statistic && statistic != metric.Statistic)
            return (Reason.StatisticDiffers, "statistic");
        if (source.Unit is null)
            return (Reason.NoUnit, "unit");
        if (source.Unit.Length > UnitLengthMax || !Ucum.TryParse(source.Unit, out _))
            return (Reason.UnitUnknown, "unit");
        if (Conversion.Between(source.Unit, metric) is null)
            return (Reason.UnitDiffers, "unit");
        if (source.Start is null)
            return (Reason.NoStart, "start");
        return null;
    }

    private (Reason Reason, string Place)? Values(CheckedItem item)
    {
        var start = item.Source.Start!.Value;
        if (Outside(start.ClockMs, slackMs: 86_400_000) is { } outside)
            return (outside, "start");
        var zoneName = item.Source.Zone ?? batch.Zone;
        var zone = zoneName is null ? null : ZoneOf(zoneName);
        if (zoneName is not null && zone is null)
            return (Reason.ZoneUnknown, "zone");
        var clock = new Clock(item.Source.UtcOffset, zone);
        if (clock.Place(start, out var placed) is { } unplaced)
            return (unplaced, "start");
        if (placed.Twice)
            item.Add(Reason.LocalTimeTwice, "start");
        if (item.Source.End is { } end && Ends(item, end, clock, placed) is { } unending)
            return (unending, "end");
        return item.Metric!.Kind == MetricKind.Discrete
            ? new DiscreteCheck(item, placed, zone?.Id, Outside).Run()
            : new SampleCheck(item, placed, clock, Outside).Run();
    }

    private Reason? Ends(CheckedItem item, LocalTime end, Clock clock, PlacedTime start)
    {
        if (Outside(end.ClockMs, slackMs: 86_400_000) is { } outside)
            return outside;
        if (clock.Place(end, out var placed) is { } unplaced)
            return unplaced;
        var only = item.Samples.Count == 0 ? default : item.Samples[0];
        item.Samples = [only with { DurationMs = placed.InstantMs - start.InstantMs }, .. item.Samples.Skip(1)];
        return null;
    }

    private Reason? Outside(long instantMs, long slackMs = 0)
    {
        if (instantMs > _lastMs + slackMs)
            return Reason.Future;
        return instantMs < FirstMs - slackMs ? Reason.TooOld : null;
    }

    private TimeZoneInfo? ZoneOf(string name)
    {
        if (!_zones.TryGetValue(name, out var zone))
            _zones[name] = zone = ZoneIds.Find(name);
        return zone;
    }
}

/// <summary>Whether an instant is outside of the times a reading may have; null when it is inside.</summary>
internal delegate Reason? TimeLimits(long instantMs, long slackMs = 0);

/// <summary>Time zones by IANA id.</summary>
internal static class ZoneIds
{
    private const int LengthMax = 64;

    public static TimeZoneInfo? Find(string id) =>
        id.Length is > 0 and <= LengthMax && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : null;
}
