namespace Phr.Planets.Series.Metrics;

/// <summary>
/// Fixed-point numbers of nine decimals in a <c>long</c>: values of readings, exact to a billionth of their unit, which
/// is finer than any sensor. Equal numbers are equal longs, however many zeros they were written with.
/// </summary>
public static class Nano
{
    public const int Decimals = 9;

    public const long One = 1_000_000_000;

    /// <summary>Largest magnitude kept; 62 bits leave the chunk codec room for a delta and a flag.</summary>
    public const long Most = (1L << 61) - 1;

    /// <summary>Rounds to nine decimals, ties to even. False when the number is too large to keep.</summary>
    public static bool TryFrom(decimal value, out long nano)
    {
        var rounded = decimal.Round(value, Decimals);
        var fits = rounded is <= Most / One and >= -(Most / One);
        nano = fits ? (long)(rounded * One) : 0;
        return fits;
    }

    /// <summary>Without trailing zeros.</summary>
    public static decimal ToDecimal(long nano) => (decimal)nano / One;

    public static double ToDouble(long nano) => nano / (double)One;
}
