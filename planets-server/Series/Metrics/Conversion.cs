using System.Collections.Concurrent;
using Phr.Fhir.Units;

namespace Phr.Planets.Series.Metrics;

/// <summary>
/// From the unit that a reading was sent in to the metric's own: own = sent × <see cref="Factor"/> +
/// <see cref="Offset"/>.
/// </summary>
public readonly record struct Conversion(decimal Factor, decimal Offset)
{
    private const int CacheEntriesMax = 1_024;

    private static readonly ConcurrentDictionary<(string Sent, short Metric), Conversion?> Cache = new();

    /// <summary>Null when the unit does not measure what the metric is about.</summary>
    /// <param name="sent">UCUM code, case-sensitive.</param>
    public static Conversion? Between(string sent, Metric metric)
    {
        if (sent == metric.Unit)
            return new Conversion(1, 0);
        if (Cache.TryGetValue((sent, metric.Number), out var known))
            return known;
        if (Cache.Count >= CacheEntriesMax)
            Cache.Clear();
        return Cache[(sent, metric.Number)] = Find(sent, metric);
    }

    public decimal Apply(decimal value) => Factor == 1 && Offset == 0 ? value : decimal.Round((value * Factor) + Offset, 12);

    public double Apply(double value) => (value * (double)Factor) + (double)Offset;

    private static Conversion? Find(string sent, Metric metric)
    {
        if (!Ucum.TryParse(sent, out var from) || !Ucum.TryParse(metric.Unit, out var to))
            return null;
        if (to.Dimension.Equals(UnitDimension.None))
            return Dimensionless(sent, from, metric);
        if (Linear(sent, metric.Unit) is { } direct)
            return direct;
        // An amount of substance is a mass once it is known of what.
        return metric.MolarMass is { } gramsPerMole && Linear(sent, "mmol/L") is { } molar
            && Linear("mg/dL", metric.Unit) is { } mass
            ? new Conversion(molar.Factor * gramsPerMole / 10 * mass.Factor, 0)
            : null;
    }

    /// <summary>UCUM converts 50 % into half a step; a count is only ever a count, a part only a part.</summary>
    private static Conversion? Dimensionless(string sent, UcumUnit from, Metric metric)
    {
        if (metric.Unit == "%")
            return sent == "1" ? new Conversion(100, 0) : null;
        return from.Dimension.Equals(UnitDimension.None) && from.Factor == Rational.One && from.Scale is null
            ? new Conversion(1, 0) : null;
    }

    /// <summary>Null for other dimensions, and for the logarithmic scales of UCUM.</summary>
    private static Conversion? Linear(string from, string to)
    {
        if (!Ucum.TryConvert(0, from, to, out var zero) || !Ucum.TryConvert(1, from, to, out var one)
            || !Ucum.TryConvert(2, from, to, out var two))
            return null;
        return Math.Abs(two - one - (one - zero)) < 1e-20m * Math.Max(1, Math.Abs(two))
            ? new Conversion(one - zero, zero) : null;
    }
}
