using Phr.Planets.Series.Chunks;
using Phr.Planets.Series.Metrics;

namespace Phr.Planets.Series.Reconciliation;

/// <summary>A local day of a metric in figures, in the metric's own unit.</summary>
/// <param name="Day">Days since 1970-01-01. Of sleep: the day of waking.</param>
/// <param name="Count">Values that went into it; of sleep: sessions.</param>
/// <param name="Min">Of moments; null for totals and sleep.</param>
/// <param name="Mean">Of moments, <see cref="Reconciled.MinuteMean"/>.</param>
/// <param name="Sum">Of totals; of sleep the minutes asleep; null for moments.</param>
/// <param name="MinutesCovered">Minutes that some source tells of.</param>
public sealed record DailyAggregate(
    Metric Metric, int Day, int Count, double? Min, double? Max, double? Mean, double? Sum, double MinutesCovered)
{
    /// <summary>Minutes in each stage of sleep; empty for other metrics.</summary>
    public IReadOnlyDictionary<SleepStage, double> StageMinutes { get; init; } = new Dictionary<SleepStage, double>();

    /// <summary>Days before and after the one asked for whose readings can reach into it.</summary>
    public static (int Before, int After) Reach(Metric metric) => metric.Statistic switch
    {
        Statistic.Sum => (2, 0),
        Statistic.Stage => (2, 1),
        _ => (0, 0),
    };

    /// <param name="sources">Readings of the day and of those that reach into it (<see cref="Reach"/>).</param>
    /// <returns>Null when nothing is known of that day.</returns>
    public static DailyAggregate? Of(Metric metric, int day, IReadOnlyList<SourceSeries> sources) => metric.Statistic switch
    {
        Statistic.Sum => OfTotals(metric, day, Reconcile.Series(metric, Within(sources, day))),
        Statistic.Stage => OfSleep(metric, day, Reconcile.Series(metric, sources)),
        _ => OfMoments(metric, day, Reconcile.Series(metric, Starting(sources, day))),
    };

    private static DailyAggregate? OfTotals(Metric metric, int day, Reconciled all) => all.Segments.Count == 0 ? null
        : new DailyAggregate(metric, day, all.Segments.Count, null, null, null, all.Sum, all.CoveredMs / 60_000.0);

    private static DailyAggregate? OfMoments(Metric metric, int day, Reconciled all)
    {
        if (all.Segments.Count == 0)
            return null;
        var (min, max) = (all.Segments.Min(segment => segment.Value), all.Segments.Max(segment => segment.Value));
        return new DailyAggregate(metric, day, all.Segments.Count, min, max, all.MinuteMean, null, all.CoveredMs / 60_000.0);
    }

    private static DailyAggregate? OfSleep(Metric metric, int day, Reconciled all)
    {
        var sessions = SleepSessions.Of(all).Where(session => session.WakeDay == day).ToList();
        if (sessions.Count == 0)
            return null;
        var stages = sessions.SelectMany(session => session.StageMs).GroupBy(stage => stage.Key)
            .ToDictionary(group => group.Key, group => group.Sum(stage => stage.Value) / 60_000.0);
        return new DailyAggregate(metric, day, sessions.Count, null, null, null,
            sessions.Sum(session => session.AsleepMs) / 60_000.0, stages.Values.Sum()) { StageMinutes = stages };
    }

    /// <summary>Totals that reach over midnight are cut there, each on its own clock.</summary>
    private static IReadOnlyList<SourceSeries> Within(IReadOnlyList<SourceSeries> sources, int day) =>
        [.. sources.Select(source => source with
        {
            Intervals = [.. source.Intervals.Select(interval => Clip(interval, day)).OfType<Interval>()],
        })];

    private static Interval? Clip(Interval interval, int day)
    {
        var midnight = (day * 86_400_000L) - (interval.OffsetMinutes * 60_000L);
        var (start, end) = (Math.Max(interval.StartMs, midnight), Math.Min(interval.EndMs, midnight + 86_400_000));
        if (interval.LengthMs == 0)
            return start == interval.StartMs && start < midnight + 86_400_000 ? interval : null;
        return start < end ? interval with { StartMs = start, EndMs = end, Value = interval.Share(start, end) } : null;
    }

    private static IReadOnlyList<SourceSeries> Starting(IReadOnlyList<SourceSeries> sources, int day) =>
        [.. sources.Select(source => source with
        {
            Intervals = [.. source.Intervals.Where(interval => DayKey.DayOf(interval.StartMs, interval.OffsetMinutes) == day)],
        })];
}
