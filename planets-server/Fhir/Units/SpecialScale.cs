using System.Diagnostics;

namespace Phr.Fhir.Units;

/// <summary>
/// A unit whose values are no multiples of a base unit (UCUM §§21, 22): degrees Celsius, pH, decibel. Temperatures convert
/// exactly; logarithmic and trigonometric scales go through double precision.
/// </summary>
public enum SpecialScale
{
    Cel, DegF, DegRe, Ph, Ln, Lg, Lg2, Ld, Tan100, Sqrt, HomeopathicX, HomeopathicC, HomeopathicM, HomeopathicQ,
}

internal static class SpecialScales
{
    private static readonly Rational KelvinAtZeroCelsius = Rational.Parse("273.15");
    private static readonly Rational RankineAtZeroFahrenheit = Rational.Parse("459.67");
    private static readonly Rational ReaumurAtAbsoluteZero = Rational.Parse("218.52");

    /// <summary>The multiple of the corresponding proper unit; null where it is infinite or undefined.</summary>
    public static Rational? ToProper(this SpecialScale scale, Rational value) => scale switch
    {
        SpecialScale.Cel => value + KelvinAtZeroCelsius,
        SpecialScale.DegF => value + RankineAtZeroFahrenheit,
        SpecialScale.DegRe => value + ReaumurAtAbsoluteZero,
        SpecialScale.Sqrt => value * value,
        _ => Finite(ToProper(scale, value.ToDouble())),
    };

    /// <summary>The value on the scale of a multiple of the corresponding proper unit.</summary>
    public static Rational? FromProper(this SpecialScale scale, Rational proper) => scale switch
    {
        SpecialScale.Cel => proper - KelvinAtZeroCelsius,
        SpecialScale.DegF => proper - RankineAtZeroFahrenheit,
        SpecialScale.DegRe => proper - ReaumurAtAbsoluteZero,
        _ => Finite(FromProper(scale, proper.ToDouble())),
    };

    private static double ToProper(SpecialScale scale, double value) => scale switch
    {
        SpecialScale.Ph or SpecialScale.HomeopathicX => Math.Pow(10, -value),
        SpecialScale.Ln => Math.Exp(value),
        SpecialScale.Lg => Math.Pow(10, value),
        SpecialScale.Lg2 => Math.Pow(10, value / 2),
        SpecialScale.Ld => Math.Pow(2, value),
        SpecialScale.Tan100 => Math.Atan(value / 100),
        SpecialScale.HomeopathicC => Math.Pow(100, -value),
        SpecialScale.HomeopathicM => Math.Pow(1000, -value),
        SpecialScale.HomeopathicQ => Math.Pow(50_000, -value),
        _ => throw new UnreachableException(),
    };

    private static double FromProper(SpecialScale scale, double proper) => scale switch
    {
        SpecialScale.Ph or SpecialScale.HomeopathicX => -Math.Log10(proper),
        SpecialScale.Ln => Math.Log(proper),
        SpecialScale.Lg => Math.Log10(proper),
        SpecialScale.Lg2 => 2 * Math.Log10(proper),
        SpecialScale.Ld => Math.Log2(proper),
        SpecialScale.Tan100 => 100 * Math.Tan(proper),
        SpecialScale.Sqrt => Math.Sqrt(proper),
        SpecialScale.HomeopathicC => -Math.Log(proper, 100),
        SpecialScale.HomeopathicM => -Math.Log(proper, 1000),
        SpecialScale.HomeopathicQ => -Math.Log(proper, 50_000),
        _ => throw new UnreachableException(),
    };

    private static Rational? Finite(double value) => double.IsFinite(value) ? Rational.FromDouble(value) : null;
}
