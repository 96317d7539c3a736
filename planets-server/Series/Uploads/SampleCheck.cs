using Phr.Planets.Series.Chunks;
using Phr.Planets.Series.Metrics;

namespace Phr.Planets.Series.Uploads;

/// <summary>Checks the samples of an item one by one and sorts those that hold into local days.</summary>
internal sealed class SampleCheck(CheckedItem item, PlacedTime start, Clock clock, TimeLimits outside)
{
    /// <summary>Longest interval of one value: a day of 25 hours, with room for a clock that was set.</summary>
    public const long DurationMsMax = 26 * 3_600_000L;

    // Three centuries; keeps the sum below from overflowing.
    private const long OffsetMsMax = 10_000_000_000_000;

    private readonly Metric _metric = item.Metric!;
    private readonly Conversion _conversion = Conversion.Between(item.Source.Unit!, item.Metric!)!.Value;
    private readonly bool _byZone = clock.Zone is not null && clock.OffsetAt(start.InstantMs) == start.OffsetMinutes;

    /// <returns>A fault of the item; when all its samples are at fault, that is seen by its counts.</returns>
    public (Reason Reason, string Place)? Run()
    {
        var source = item.Source;
        if (source.Components is not null)
            return (Reason.ComponentsDiffer, "components");
        if (item.Samples.Count == 0)
            return (Reason.NoValue, "value");
        var kept = new List<(Sample Sample, short OffsetMinutes)>(item.Samples.Count);
        var refused = 0;
        for (var i = 0; i < item.Samples.Count; i++)
        {
            if (Check(item.Samples[i], i, out var sample) is { } reason)
            {
                refused++;
                item.Add(reason, PlaceOf(i));
                continue;
            }
            kept.Add((sample, OffsetAt(sample.StartMs)));
        }
        var (parts, twice) = Split(kept);
        item.Parts = parts;
        item.Counts = new SampleCounts(0, twice, 0, refused);
        return null;
    }

    private Reason? Check(ItemSample source, int index, out Sample sample)
    {
        sample = default;
        if (source.Value is not { } value)
            return Reason.NotANumber;
        if (source.DurationMs < 0)
            return Reason.IntervalReversed;
        if (source.DurationMs > DurationMsMax)
            return Reason.IntervalTooLong;
        if (source.OffsetMs is > OffsetMsMax or < -OffsetMsMax)
            return source.OffsetMs > 0 ? Reason.Future : Reason.TooOld;
        var startMs = start.InstantMs + source.OffsetMs;
        if (outside(startMs) is { } when)
            return when;
        if (!ValueHolds(value, out var nano, out var plausible))
            return Reason.Impossible;
        if (!plausible)
            item.Add(Reason.Implausible, PlaceOf(index));
        sample = new Sample(startMs, (int)source.DurationMs, nano);
        return null;
    }

    private bool ValueHolds(decimal value, out long nano, out bool plausible)
    {
        plausible = false;
        // Far outside of any unit's range; also keeps the conversion from overflowing.
        if (!Nano.TryFrom(value, out nano))
            return false;
        var own = _conversion.Apply(value);
        plausible = _metric.Plausible.Contains(own);
        return _metric.Possible.Contains(own) && (_metric.Statistic != Statistic.Stage || decimal.IsInteger(own));
    }

    private short OffsetAt(long instantMs) => _byZone ? clock.OffsetAt(instantMs)!.Value : start.OffsetMinutes;

    private (IReadOnlyList<DayPart> Parts, int Twice) Split(List<(Sample Sample, short OffsetMinutes)> kept)
    {
        kept.Sort((a, b) => a.Sample.CompareTo(b.Sample));
        var parts = new List<DayPart>();
        var run = new List<Sample>();
        var twice = 0;
        var (day, offset) = (0, (short)0);
        foreach (var (sample, sampleOffset) in kept)
        {
            if (run.Count > 0 && sample == run[^1])
            {
                twice++;
                continue;
            }
            var sampleDay = DayKey.DayOf(sample.StartMs, sampleOffset);
            if (run.Count > 0 && (sampleDay, sampleOffset) != (day, offset))
                Close();
            (day, offset) = (sampleDay, sampleOffset);
            run.Add(sample);
        }
        if (run.Count > 0)
            Close();
        return (parts, twice);

        void Close()
        {
            parts.Add(new DayPart(day, offset, clock.Zone?.Id, [.. run]));
            run.Clear();
        }
    }

    private string PlaceOf(int index) => item.Samples.Count == 1 ? "value" : $"samples/{index}";
}
