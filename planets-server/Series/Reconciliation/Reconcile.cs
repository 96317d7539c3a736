using Phr.Planets.Series.Metrics;

namespace Phr.Planets.Series.Reconciliation;

/// <summary>
/// One answer out of overlapping sources: the union of their intervals, where each stretch of time is told by the
/// source of the best rank that covers it. Nothing is added twice, and no source is dropped where it is alone. Pure.
/// </summary>
public static class Reconcile
{
    /// <summary>Sources of one metric only: two statistics are never brought together.</summary>
    public static Reconciled Series(Metric metric, IReadOnlyList<SourceSeries> sources) => metric.Statistic switch
    {
        Statistic.Sum => Sweep.Choose(Flatten(sources, OwnOverlaps.OfTotals), SweepRule.Totals),
        Statistic.Stage => Sweep.Choose(Flatten(sources, OwnOverlaps.OfStages), SweepRule.Stages),
        _ => MinuteChoice.Choose(sources),
    };

    private static IReadOnlyList<SourceSeries> Flatten(
        IReadOnlyList<SourceSeries> sources, Func<IReadOnlyList<Interval>, IReadOnlyList<Interval>> flatten) =>
        [.. sources.Select(source => source with { Intervals = flatten(source.Intervals) })];
}
