using Phr.Planets.Series.Metrics;

namespace Phr.Planets.Series.Uploads;

/// <summary>Checks a reading that becomes one Observation: one value, or one for each part of its panel.</summary>
internal sealed class DiscreteCheck(CheckedItem item, PlacedTime start, string? zone, TimeLimits outside)
{
    private readonly Metric _metric = item.Metric!;
    private readonly Conversion _conversion = Conversion.Between(item.Source.Unit!, item.Metric!)!.Value;

    /// <returns>The fault that refuses the item; a reading is taken whole or not at all.</returns>
    public (Reason Reason, string Place)? Run()
    {
        if (outside(start.InstantMs) is { } when)
            return (when, "start");
        return _metric.Components.Count == 0 ? Single() : Panel();
    }

    private (Reason Reason, string Place)? Single()
    {
        var source = item.Source;
        if (source.Components is not null)
            return (Reason.ComponentsDiffer, "components");
        if (item.Samples.Count != 1)
            return item.Samples.Count == 0 ? (Reason.NoValue, "value") : (Reason.TooManySamples, "samples");
        if (item.Samples[0].Value is not { } value)
            return (Reason.NotANumber, "value");
        return Holds(value, _metric.Possible, _metric.Plausible, "value") ?? Keep([value], item.Samples[0]);
    }

    private (Reason Reason, string Place)? Panel()
    {
        var components = item.Source.Components;
        if (components is null || components.Count != _metric.Components.Count)
            return (Reason.ComponentsDiffer, "components");
        var values = new List<decimal>(_metric.Components.Count);
        foreach (var component in _metric.Components)
        {
            if (!components.TryGetValue(component.Name, out var value))
                return (Reason.ComponentsDiffer, "components");
            if (Holds(value, component.Possible, component.Plausible, $"components/{component.Name}") is { } fault)
                return fault;
            values.Add(value);
        }
        return Keep(values, item.Samples.Count == 1 ? item.Samples[0] : default);
    }

    private (Reason Reason, string Place)? Holds(decimal value, ValueRange possible, ValueRange plausible, string place)
    {
        if (!Nano.TryFrom(value, out _))
            return (Reason.Impossible, place);
        var own = _conversion.Apply(value);
        if (!possible.Contains(own))
            return (Reason.Impossible, place);
        if (!plausible.Contains(own))
            item.Add(Reason.Implausible, place);
        return null;
    }

    private (Reason Reason, string Place)? Keep(IReadOnlyList<decimal> values, ItemSample timing)
    {
        if (timing.DurationMs is < 0 or > SampleCheck.DurationMsMax)
            return (timing.DurationMs < 0 ? Reason.IntervalReversed : Reason.IntervalTooLong, "end");
        item.Discrete =
            new DiscreteValue(start.InstantMs + timing.OffsetMs, timing.DurationMs, start.OffsetMinutes, zone, values);
        return null;
    }
}
