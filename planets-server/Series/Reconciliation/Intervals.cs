using Phr.Planets.Series.Chunks;
using Phr.Planets.Series.Metrics;

namespace Phr.Planets.Series.Reconciliation;

/// <summary>Stored samples as intervals in the metric's own unit, in the order in which they were stored.</summary>
public static class Intervals
{
    public static IReadOnlyList<Interval> Of(Metric metric, DaySeries day)
    {
        var intervals = new List<Interval>(day.Count);
        foreach (var block in day.Blocks)
        {
            var conversion = Conversion.Between(block.Unit, metric)
                ?? throw new InvalidDataException($"A stored unit does not measure {metric.Code}.");
            foreach (ref readonly var sample in block.Samples.Span)
            {
                var value = conversion.Apply(Nano.ToDouble(sample.Value));
                intervals.Add(new Interval(sample.StartMs, sample.EndMs, value, block.Run.OffsetMinutes));
            }
        }
        return intervals;
    }
}
