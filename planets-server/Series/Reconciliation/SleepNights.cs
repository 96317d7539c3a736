using Phr.Planets.Series.Chunks;
using Phr.Planets.Series.Metrics;

namespace Phr.Planets.Series.Reconciliation;

/// <summary>
/// Sleep of one connection by the day of waking: a night is one, whichever day its hours lie in, so a changed day changes its neighbours.
/// Pure.
/// </summary>
public static class SleepNights
{
    // A night that ends on a day began on the one before at the earliest, and goes on into the next when it does not end there.
    private const int DaysBefore = 1;
    private const int DaysAfter = 1;

    public static bool Are(Metric metric) => metric.Statistic == Statistic.Stage;

    /// <summary>Days of waking that a change of a day's stages can reach.</summary>
    public static IEnumerable<int> ReachedBy(int day) => Enumerable.Range(day - DaysBefore, DaysBefore + 1 + DaysAfter);

    /// <summary>The days given, and those whose stages are needed to say what nights they belong to.</summary>
    public static IEnumerable<DayKey> WithNeighbours(IEnumerable<DayKey> days) => days.SelectMany(key =>
        MetricCatalogue.Find(key.Metric) is { } metric && Are(metric)
            ? ReachedBy(key.Day).SelectMany(Needed).Distinct().Select(day => key with { Day = day })
            : [key]).Distinct();

    /// <summary>The figures of what ended on a day; <see cref="DaySummary.Empty"/> when nothing did.</summary>
    /// <param name="seriesOf">What holds in a day; null for nothing.</param>
    public static DaySummary FiguresOf(Metric metric, int wakeDay, Func<int, DaySeries?> seriesOf)
    {
        var sessions = EndingOn(metric, wakeDay, seriesOf);
        return sessions.Count == 0
            ? DaySummary.Empty
            : new DaySummary(
                sessions.Count, 0, 0, 0, sessions.Sum(session => session.AsleepMs) / 60_000.0,
                sessions.Sum(session => session.StageMs.Values.Sum()), ReachesOver: false);
    }

    /// <summary>Nights and naps that ended on a day.</summary>
    public static IReadOnlyList<SleepSession> EndingOn(Metric metric, int wakeDay, Func<int, DaySeries?> seriesOf)
    {
        var intervals = Needed(wakeDay).Select(seriesOf).OfType<DaySeries>().SelectMany(series => Intervals.Of(metric, series)).ToList();
        return [.. SleepSessions.Of(Reconcile.Series(metric, [new SourceSeries("", 0, intervals)])).Where(session => session.WakeDay == wakeDay)];
    }

    /// <summary>Days whose stages can be part of what ends on a day.</summary>
    public static IEnumerable<int> Needed(int wakeDay)
    {
        var (before, after) = (DaysBefore + 1, DaysAfter);
        return Enumerable.Range(wakeDay - before, before + 1 + after);
    }
}
