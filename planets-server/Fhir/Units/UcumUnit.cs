using System.Numerics;
using System.Text;

namespace Phr.Fhir.Units;

/// <summary>A parsed UCUM unit. Annotations mean nothing: <c>mL/min/{1.73_m2}</c> is <c>mL/min</c>.</summary>
public sealed class UcumUnit
{
    private readonly (string Symbol, int Power)[] _factors;

    internal UcumUnit(Rational factor, UnitDimension dimension, (string Symbol, int Power)[] factors)
    {
        Factor = factor;
        Dimension = dimension;
        _factors = factors;
    }

    public static UcumUnit One { get; } = new(Rational.One, UnitDimension.None, []);

    /// <summary>How much one of this unit is in base units; for a unit with a <see cref="Scale"/>, one of its proper unit.</summary>
    public Rational Factor { get; }

    public UnitDimension Dimension { get; }

    /// <summary>Set for a special unit such as <c>Cel</c>, which is no multiple of its base unit.</summary>
    public SpecialScale? Scale { get; private init; }

    /// <summary>What the prefix of a special unit multiplies: 1/10 for the decibel.</summary>
    public Rational ScaleFactor { get; private init; } = Rational.One;

    /// <summary>The unit written as a product, like symbols taken together: <c>cm2</c>, <c>mg/dL</c>, <c>1</c>.</summary>
    public string Code => Write();

    internal static UcumUnit Special(SpecialScale scale, UcumUnit proper, string symbol) =>
        new(proper.Factor, proper.Dimension, [(symbol, 1)]) { Scale = scale };

    internal UcumUnit Named(string symbol) =>
        new(Factor, Dimension, [(symbol, 1)]) { Scale = Scale, ScaleFactor = ScaleFactor };

    internal UcumUnit Prefixed(Rational prefix, string symbol) => Scale is null
        ? new(Factor * prefix, Dimension, [(symbol, 1)])
        : new(Factor, Dimension, [(symbol, 1)]) { Scale = Scale, ScaleFactor = ScaleFactor * prefix };

    /// <summary>This unit multiplied by a power of another. Neither may be special.</summary>
    public UcumUnit Times(UcumUnit other, int power = 1)
    {
        if (Scale is not null || other.Scale is not null)
            throw new ArgumentException("A special unit takes part in no product.", nameof(other));
        return new(Factor * other.Factor.Pow(power), Dimension.Times(other.Dimension, power), Merge(other, power));
    }

    /// <summary>The value in base units; null where a logarithmic scale leaves the range of numbers.</summary>
    public Rational? ToBase(Rational value) =>
        Scale is { } scale ? scale.ToProper(value * ScaleFactor) * Factor : value * Factor;

    /// <summary>The value in this unit of an amount in base units.</summary>
    public Rational? FromBase(Rational amount) =>
        Scale is { } scale ? scale.FromProper(amount / Factor) / ScaleFactor : amount / Factor;

    private (string Symbol, int Power)[] Merge(UcumUnit other, int power)
    {
        var merged = _factors.ToList();
        foreach (var (symbol, otherPower) in other._factors)
        {
            var at = merged.FindIndex(factor => factor.Symbol == symbol);
            if (at < 0)
                merged.Add((symbol, otherPower * power));
            else
                merged[at] = (symbol, merged[at].Power + (otherPower * power));
        }
        return [.. merged.Where(factor => factor.Power != 0)];
    }

    private string Write()
    {
        var text = new StringBuilder();
        foreach (var (symbol, power) in _factors.Where(factor => factor.Power > 0))
            text.Append(text.Length == 0 ? "" : ".").Append(Write(symbol, power));
        foreach (var (symbol, power) in _factors.Where(factor => factor.Power < 0))
            text.Append('/').Append(Write(symbol, -power));
        return text.Length == 0 ? "1" : text.ToString();
    }

    // A number takes no exponent in UCUM: 60 squared is 3600, while 10* squared is 10*2.
    private static string Write(string symbol, int power) =>
        power == 1 ? symbol
        : symbol.All(char.IsAsciiDigit) ? BigInteger.Pow(BigInteger.Parse(symbol), power).ToString()
        : symbol + power;
}
