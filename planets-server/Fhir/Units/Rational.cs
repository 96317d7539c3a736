using System.Globalization;
using System.Numerics;

namespace Phr.Fhir.Units;

/// <summary>An exact fraction in lowest terms; the denominator is positive. Unit factors multiply without rounding.</summary>
public readonly record struct Rational : IComparable<Rational>
{
    /// <summary>Significant digits that a <see cref="decimal"/> always holds.</summary>
    private const int DecimalDigits = 28;

    private const int SignificandBits = 53;

    private readonly BigInteger _denominatorLessOne;

    private Rational(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero)
            throw new DivideByZeroException();
        if (denominator.Sign < 0)
            (numerator, denominator) = (-numerator, -denominator);
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        Numerator = numerator / divisor;
        _denominatorLessOne = (denominator / divisor) - 1;
    }

    public static Rational One { get; } = new(1, 1);

    public BigInteger Numerator { get; }

    /// <summary>Kept less one, so that the default value is zero and not a division by zero.</summary>
    public BigInteger Denominator => _denominatorLessOne + 1;

    public static Rational From(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var magnitude = (Word(bits[2]) << 64) + (Word(bits[1]) << 32) + Word(bits[0]);
        return new(bits[3] < 0 ? -magnitude : magnitude, BigInteger.Pow(10, (bits[3] >> 16) & 0xFF));
    }

    /// <param name="text">Digits with at most one decimal point, of any length.</param>
    public static Rational Parse(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var digits = point < 0 ? text : text.Remove(point, 1);
        var decimals = point < 0 ? 0 : text.Length - point - 1;
        return new(BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture), BigInteger.Pow(10, decimals));
    }

    /// <summary>A finite number to 15 significant digits, as many as double arithmetic keeps.</summary>
    public static Rational FromDouble(double value)
    {
        var digits = Math.Abs(value).ToString("E14", CultureInfo.InvariantCulture).Split('E');
        var magnitude = Parse(digits[0]) * From(10m).Pow(int.Parse(digits[1], CultureInfo.InvariantCulture));
        return value < 0 ? default(Rational) - magnitude : magnitude;
    }

    public static Rational operator *(Rational a, Rational b) =>
        new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    public static Rational operator /(Rational a, Rational b) =>
        new(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    public static Rational operator +(Rational a, Rational b) =>
        new((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    public static Rational operator -(Rational a, Rational b) => a + new Rational(-b.Numerator, b.Denominator);

    public static bool operator <(Rational a, Rational b) => a.CompareTo(b) < 0;

    public static bool operator >(Rational a, Rational b) => a.CompareTo(b) > 0;

    public static bool operator <=(Rational a, Rational b) => a.CompareTo(b) <= 0;

    public static bool operator >=(Rational a, Rational b) => a.CompareTo(b) >= 0;

    public Rational Pow(int exponent) => exponent >= 0
        ? new(BigInteger.Pow(Numerator, exponent), BigInteger.Pow(Denominator, exponent))
        : new(BigInteger.Pow(Denominator, -exponent), BigInteger.Pow(Numerator, -exponent));

    public int CompareTo(Rational other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    /// <summary>The value to 28 significant digits, half to even, without trailing zeros; false where it is out of range.</summary>
    public bool TryToDecimal(out decimal value)
    {
        value = 0;
        var magnitude = BigInteger.Abs(Numerator);
        var integerDigits = Digits(magnitude / Denominator);
        if (integerDigits > DecimalDigits)
            return false;
        var scaled = RoundedQuotient(magnitude * BigInteger.Pow(10, DecimalDigits - integerDigits), Denominator);
        var scale = DecimalDigits - integerDigits;
        while (scale > 0 && (scaled % 10).IsZero)
            (scaled, scale) = (scaled / 10, scale - 1);
        value = new decimal(Word(scaled), Word(scaled >> 32), Word(scaled >> 64), Numerator.Sign < 0, (byte)scale);
        return true;
    }

    /// <summary>The nearest double, half to even: equal fractions give equal doubles.</summary>
    public double ToDouble()
    {
        if (Numerator.IsZero)
            return 0;
        var magnitude = BigInteger.Abs(Numerator);
        var shift = (int)(SignificandBits - (magnitude.GetBitLength() - Denominator.GetBitLength()));
        var significand = Scaled(magnitude, shift);
        if (significand.GetBitLength() > SignificandBits)
            significand = Scaled(magnitude, --shift);
        return Math.ScaleB((double)significand, -shift) * Numerator.Sign;
    }

    public override string ToString() => Denominator.IsOne ? $"{Numerator}" : $"{Numerator}/{Denominator}";

    private BigInteger Scaled(BigInteger magnitude, int shift) => shift >= 0
        ? RoundedQuotient(magnitude << shift, Denominator)
        : RoundedQuotient(magnitude, Denominator << -shift);

    private static int Digits(BigInteger value) => value.IsZero ? 0 : value.ToString(CultureInfo.InvariantCulture).Length;

    private static BigInteger Word(int bits) => unchecked((uint)bits);

    private static int Word(BigInteger value) => unchecked((int)(uint)(value & uint.MaxValue));

    private static BigInteger RoundedQuotient(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(dividend, divisor, out var remainder);
        var half = (remainder << 1).CompareTo(divisor);
        return half > 0 || (half == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }
}
