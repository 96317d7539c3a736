using Phr.Planets.Series.Metrics;

namespace Phr.Planets.Series.Chunks;

/// <summary>Figures of a day.</summary>
public static class DaySummaries
{
    /// <exception cref="ArgumentException">A block has a unit that does not measure the metric: it was never checked.</exception>
    public static DaySummary Of(Metric metric, IEnumerable<Block> blocks)
    {
        var (count, min, max, sum) = (0, double.PositiveInfinity, double.NegativeInfinity, 0.0);
        var intervals = new List<(long Start, long End)>();
        foreach (var block in blocks)
        {
            var conversion = Conversion.Between(block.Unit, metric)
                ?? throw new ArgumentException($"A stored unit does not measure {metric.Code}.", nameof(blocks));
            foreach (ref readonly var sample in block.Samples.Span)
            {
                var value = conversion.Apply(Nano.ToDouble(sample.Value));
                count++;
                min = Math.Min(min, value);
                max = Math.Max(max, value);
                sum += value;
                if (sample.DurationMs > 0)
                    intervals.Add((sample.StartMs, sample.EndMs));
            }
        }
        if (count == 0)
            return DaySummary.Empty;
        var (covered, overlaps) = Union(intervals);
        return new DaySummary(count, min, max, sum, covered, overlaps);
    }

    private static (long CoveredMs, bool Overlaps) Union(List<(long Start, long End)> intervals)
    {
        intervals.Sort();
        var (covered, overlaps, reached) = (0L, false, long.MinValue);
        foreach (var (start, end) in intervals)
        {
            overlaps |= start < reached;
            covered += Math.Max(0, end - Math.Max(start, reached));
            reached = Math.Max(reached, end);
        }
        return (covered, overlaps);
    }
}
