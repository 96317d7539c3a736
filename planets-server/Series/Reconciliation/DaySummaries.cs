using Phr.Planets.Series.Chunks;
using Phr.Planets.Series.Metrics;

namespace Phr.Planets.Series.Reconciliation;

/// <summary>Figures of a day of one connection, its own overlaps taken out.</summary>
public static class DaySummaries
{
    /// <exception cref="InvalidDataException">A block has a unit that does not measure the metric: it was never
    /// checked.</exception>
    public static DaySummary Of(Metric metric, int day, DaySeries series)
    {
        var intervals = Intervals.Of(metric, series);
        if (intervals.Count == 0)
            return DaySummary.Empty;
        var (min, max) = (intervals.Min(interval => interval.Value), intervals.Max(interval => interval.Value));
        var reaches = intervals.Any(interval => DayKey.DayOf(interval.EndMs - 1, interval.OffsetMinutes) > day);
        var all = Reconcile.Series(metric, [new SourceSeries("", 0, intervals)]);
        var (mean, sum) = metric.Statistic switch
        {
            Statistic.Sum => (0, all.Sum),
            Statistic.Stage => (0, 0),
            _ => (all.MinuteMean, 0.0),
        };
        return new DaySummary(intervals.Count, min, max, mean, sum, all.CoveredMs, reaches);
    }
}
