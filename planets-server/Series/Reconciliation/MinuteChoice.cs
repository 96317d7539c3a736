namespace Phr.Planets.Series.Reconciliation;

/// <summary>
/// Measurements of moments: in each minute one source tells, the one of the best rank that has a value in it, among
/// equals the one that has more. The others' values of that minute stay stored but are not counted.
/// </summary>
internal static class MinuteChoice
{
    private const long MinuteMs = 60_000;

    public static Reconciled Choose(IReadOnlyList<SourceSeries> sources)
    {
        var ordered = sources.OrderBy(source => source.Rank).ThenBy(source => source.Source, StringComparer.Ordinal).ToList();
        var winners = Winners(ordered);
        var segments = new List<Segment>();
        foreach (var source in ordered)
        {
            foreach (var value in source.Intervals)
            {
                if (winners[Minute(value)].Source == source)
                    segments.Add(new Segment(value.StartMs, value.EndMs, value.Value, source.Source, value.OffsetMinutes));
            }
        }
        var spans = Sweep.Spans(winners.OrderBy(winner => winner.Key).Select(winner =>
            new Segment(winner.Key * MinuteMs, (winner.Key + 1) * MinuteMs, 0, winner.Value.Source.Source, 0)));
        return new Reconciled([.. segments.OrderBy(segment => segment.StartMs)], spans);
    }

    private static Dictionary<long, (SourceSeries Source, int Count)> Winners(IReadOnlyList<SourceSeries> ordered)
    {
        var winners = new Dictionary<long, (SourceSeries Source, int Count)>();
        foreach (var source in ordered)
        {
            foreach (var (minute, count) in source.Intervals.CountBy(Minute))
            {
                var isBetter = !winners.TryGetValue(minute, out var held)
                    || (held.Source.Rank == source.Rank && count > held.Count);
                if (isBetter)
                    winners[minute] = (source, count);
            }
        }
        return winners;
    }

    public static long MinuteOf(long instantMs) => instantMs >= 0 ? instantMs / MinuteMs : ((instantMs + 1) / MinuteMs) - 1;

    private static long Minute(Interval value) => MinuteOf(value.StartMs);
}
