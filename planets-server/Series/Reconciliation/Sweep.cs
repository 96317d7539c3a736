namespace Phr.Planets.Series.Reconciliation;

/// <summary>
/// How sources of the same rank are told apart, and whether a value is spread over its interval or holds all through
/// it.
/// </summary>
/// <param name="IsSpread">A part of an interval has a part of its value.</param>
/// <param name="Weight">The heavier one wins among sources of the same rank.</param>
internal sealed record SweepRule(bool IsSpread, Func<Interval, double> Weight)
{
    /// <summary>The busier source was worn; the other one lay on the table.</summary>
    public static readonly SweepRule Totals = new(true, interval => interval.Value / interval.LengthMs);

    public static readonly SweepRule Stages = new(false, interval => OwnOverlaps.Specificity(interval.Value));
}

/// <summary>Sweeps over the boundaries of all intervals and lets one source tell each slice.</summary>
internal static class Sweep
{
    /// <param name="sources">Intervals of each are disjoint and ascending.</param>
    public static Reconciled Choose(IReadOnlyList<SourceSeries> sources, SweepRule rule)
    {
        var bounds = sources.SelectMany(source => source.Intervals).SelectMany(Ends).Distinct().Order().ToArray();
        var next = new int[sources.Count];
        var segments = new List<Segment>();
        for (var i = 0; i + 1 < bounds.Length; i++)
        {
            if (Winner(sources, next, bounds[i], rule) is not { } winner)
                continue;
            var interval = sources[winner].Intervals[next[winner]];
            var value = rule.IsSpread ? interval.Share(bounds[i], bounds[i + 1]) : interval.Value;
            Join(segments, new Segment(bounds[i], bounds[i + 1], value, sources[winner].Source, interval.OffsetMinutes),
                rule, interval);
        }
        return new Reconciled(segments, Spans(segments));
    }

    private static IEnumerable<long> Ends(Interval interval) => [interval.StartMs, interval.EndMs];

    private static int? Winner(IReadOnlyList<SourceSeries> sources, int[] next, long atMs, SweepRule rule)
    {
        int? best = null;
        for (var s = 0; s < sources.Count; s++)
        {
            var intervals = sources[s].Intervals;
            while (next[s] < intervals.Count && intervals[next[s]].EndMs <= atMs)
                next[s]++;
            if (next[s] == intervals.Count || intervals[next[s]].StartMs > atMs)
                continue;
            if (best is not { } other
                || IsBetter(
                sources[s], intervals[next[s]], sources[other], sources[other].Intervals[next[other]], rule))
                best = s;
        }
        return best;
    }

    private static bool IsBetter(SourceSeries a, Interval ofA, SourceSeries b, Interval ofB, SweepRule rule)
    {
        if (a.Rank != b.Rank)
            return a.Rank < b.Rank;
        var (weightA, weightB) = (rule.Weight(ofA), rule.Weight(ofB));
        return weightA != weightB ? weightA > weightB : string.CompareOrdinal(a.Source, b.Source) < 0;
    }

    /// <summary>Slices of one interval that follow each other become one segment again.</summary>
    private static void Join(List<Segment> segments, Segment slice, SweepRule rule, Interval of)
    {
        if (segments.Count > 0 && segments[^1] is var last && last.EndMs == slice.StartMs
            && last.Source == slice.Source && last.StartMs >= of.StartMs)
            segments[^1] = last with { EndMs = slice.EndMs, Value = rule.IsSpread ? last.Value + slice.Value : slice.Value };
        else
            segments.Add(slice);
    }

    internal static IReadOnlyList<SourceSpan> Spans(IEnumerable<Segment> segments)
    {
        var spans = new List<SourceSpan>();
        foreach (var segment in segments)
        {
            if (spans.Count > 0 && spans[^1] is var last && last.Source == segment.Source && last.EndMs == segment.StartMs)
                spans[^1] = last with { EndMs = segment.EndMs };
            else
                spans.Add(new SourceSpan(segment.Source, segment.StartMs, segment.EndMs));
        }
        return spans;
    }
}
