namespace Phr.Simulator.Chance;

/// <summary>
/// Exponential, logarithm and logistic from IEEE 754 additions, multiplications and divisions alone. The C library
/// behind <see cref="Math.Exp"/> differs between platforms in the last bit, and one bit is enough for two machines to
/// simulate two worlds.
/// </summary>
public static class PortableMath
{
    private const double Log2E = 1.4426950408889634;
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double ExpArgumentMax = 709.0;
    private const int ExponentBias = 1023;

    /// <summary>1/k! for the exponential, highest first.</summary>
    private static ReadOnlySpan<double> InverseFactorials =>
    [
        1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040, 1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 0.5, 1.0,
    ];

    /// <summary>1/k of odd k for the logarithm, highest first.</summary>
    private static ReadOnlySpan<double> InverseOdds =>
        [1.0 / 23, 1.0 / 21, 1.0 / 19, 1.0 / 17, 1.0 / 15, 1.0 / 13, 1.0 / 11, 1.0 / 9, 1.0 / 7, 1.0 / 5, 1.0 / 3, 1.0];

    /// <summary>e to the power of <paramref name="x"/>, within 1e-15 relative; saturates beyond ±709.</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x))
        {
            return x;
        }

        x = Math.Clamp(x, -ExpArgumentMax, ExpArgumentMax);
        var k = Math.Floor((x * Log2E) + 0.5);
        var r = x - (k * Ln2High) - (k * Ln2Low);
        var sum = 0.0;
        foreach (var coefficient in InverseFactorials)
        {
            sum = (sum * r) + coefficient;
        }

        sum = (sum * r) + 1;
        var exponent = (long)k + ExponentBias;
        return exponent <= 0 ? 0 : sum * BitConverter.Int64BitsToDouble(exponent << 52);
    }

    /// <summary>
    /// Natural logarithm of a positive finite number, within 1e-15 relative to the result or 1e-16 absolute.
    /// </summary>
    public static double Log(double x)
    {
        if (!(x > 0) || double.IsPositiveInfinity(x))
        {
            throw new ArgumentOutOfRangeException(nameof(x), x, "The logarithm needs a positive finite number.");
        }

        var (mantissa, exponent) = Split(x);
        var f = (mantissa - 1) / (mantissa + 1);
        var square = f * f;
        var sum = 0.0;
        foreach (var coefficient in InverseOdds)
        {
            sum = (sum * square) + coefficient;
        }

        return (exponent * Ln2High) + ((2 * f * sum) + (exponent * Ln2Low));
    }

    /// <summary><paramref name="x"/> to the power of <paramref name="power"/>, for positive x.</summary>
    public static double Power(double x, double power) => Exp(power * Log(x));

    /// <summary>1 / (1 + e^-x).</summary>
    public static double Logistic(double x) => 1 / (1 + Exp(-x));

    /// <summary>Probability of at least one event of a constant rate: 1 - e^-(rate * duration).</summary>
    public static double EventProbability(double rate, double duration) => 1 - Exp(-rate * duration);

    /// <summary>x = mantissa * 2^exponent with the mantissa in [sqrt(1/2), sqrt(2)).</summary>
    private static (double Mantissa, int Exponent) Split(double x)
    {
        var shift = 0;
        if (x < 2.2250738585072014e-308)
        {
            x *= 18014398509481984.0;
            shift = -54;
        }

        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)((bits >> 52) & 0x7FF) - ExponentBias;
        var mantissa = BitConverter.Int64BitsToDouble((bits & 0x000F_FFFF_FFFF_FFFF) | ((long)ExponentBias << 52));
        return mantissa > 1.4142135623730951 ? (mantissa / 2, exponent + 1 + shift) : (mantissa, exponent + shift);
    }
}
