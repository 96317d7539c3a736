using Phr.Planets.Series.Metrics;

namespace Phr.Planets.Series.Reconciliation;

/// <summary>
/// Makes one source's intervals disjoint. A source overlaps itself when it sends hours beside minutes, a session that
/// grew, or stages inside of a time in bed.
/// </summary>
internal static class OwnOverlaps
{
    /// <summary>
    /// Finer intervals hold; a longer one adds what it has beyond them to the time that they leave open. Of two of the
    /// same length the later stored holds.
    /// </summary>
    public static IReadOnlyList<Interval> OfTotals(IReadOnlyList<Interval> intervals) =>
        Paint(intervals, ByFineness, spread: true);

    /// <summary>The more specific stage holds, among equals the later stored.</summary>
    public static IReadOnlyList<Interval> OfStages(IReadOnlyList<Interval> intervals) =>
        Paint(intervals, BySpecificity, spread: false);

    /// <summary>0 in bed, 1 asleep without stage, 2 a stage.</summary>
    public static int Specificity(double stage) => (SleepStage)(int)stage switch
    {
        SleepStage.InBed => 0,
        SleepStage.Asleep => 1,
        _ => 2,
    };

    private static long ByFineness(Interval interval) => interval.LengthMs;

    private static long BySpecificity(Interval interval) => -Specificity(interval.Value);

    private static List<Interval> Paint(IReadOnlyList<Interval> intervals, Func<Interval, long> order, bool spread)
    {
        var painted = new List<Interval>(intervals.Count);
        foreach (var interval in intervals.Select(Lengthened).Reverse().OrderBy(order))
            Add(painted, interval, spread);
        return painted;
    }

    /// <summary>A total of a moment happened within it; it gets the shortest length there is.</summary>
    private static Interval Lengthened(Interval interval) =>
        interval.LengthMs > 0 ? interval : interval with { EndMs = interval.StartMs + 1 };

    private static void Add(List<Interval> painted, Interval interval, bool spread)
    {
        var first = FirstEndingAfter(painted, interval.StartMs);
        var gaps = new List<(long Start, long End)>();
        var (at, told) = (interval.StartMs, 0.0);
        for (var i = first; i < painted.Count && painted[i].StartMs < interval.EndMs; i++)
        {
            if (painted[i].StartMs > at)
                gaps.Add((at, painted[i].StartMs));
            told += painted[i].Share(
                Math.Max(painted[i].StartMs, interval.StartMs), Math.Min(painted[i].EndMs, interval.EndMs));
            at = painted[i].EndMs;
        }
        if (at < interval.EndMs)
            gaps.Add((at, interval.EndMs));
        var open = gaps.Sum(gap => gap.End - gap.Start);
        var left = Math.Max(0, interval.Value - told);
        foreach (var (start, end) in gaps)
        {
            var value = spread ? left * (end - start) / open : interval.Value;
            painted.Insert(FirstEndingAfter(painted, start), new Interval(start, end, value, interval.OffsetMinutes));
        }
    }

    private static int FirstEndingAfter(List<Interval> painted, long startMs)
    {
        var (low, high) = (0, painted.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (painted[middle].EndMs > startMs)
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }
}
