using System.Buffers.Text;
using System.Globalization;

namespace Phr.Fhir.Indexing;

/// <summary>The numbers that a decimal may mean: half a unit of its last digit to either side (R4 search.html#number), so 6.50
/// is 6.495 to 6.505 and 1e2 is 50 to 150. Ends may be infinite.</summary>
public readonly record struct NumericRange(double Value, double Low, double High)
{
    /// <summary>Reads the text of a JSON number or of a search.</summary>
    /// <returns>False where it is no number, or none that a double can hold.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out NumericRange range)
    {
        range = default;
        if (!TryReadUnit(text, out var exponent))
            return false;
        // Exact in decimal where it fits, so that the ends of 0.1 are 0.05 and 0.15.
        if (exponent is >= -27 and <= 27 && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            range = Exact(value, exponent);
        else if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var nearest))
            range = new(nearest, nearest - 0.5 * Math.Pow(10, exponent), nearest + 0.5 * Math.Pow(10, exponent));
        else
            return false;
        return double.IsFinite(range.Low) && double.IsFinite(range.High);
    }

    /// <summary>What a comparator makes of a stored number: all below of <c>&lt;</c> and <c>&lt;=</c>, all above of <c>&gt;</c> and
    /// <c>&gt;=</c>; without one the number alone. What is asked has the width of its digits, what is stored has none (R4
    /// search.html#prefix).</summary>
    public NumericRange With(ReadOnlySpan<byte> comparator) => comparator switch
    {
        [(byte)'<', ..] => new(Value, double.NegativeInfinity, comparator.Length > 1 ? Value : Value - Margin),
        [(byte)'>', ..] => new(Value, comparator.Length > 1 ? Value : Value + Margin, double.PositiveInfinity),
        _ => new(Value, Value, Value),
    };

    // An end that does not belong to the range stays off it also after conversion to another unit.
    private double Margin => Math.Max(Math.Abs(Value) * 1e-9, double.Epsilon);

    private static NumericRange Exact(decimal value, int exponent)
    {
        var half = exponent <= 0 ? new decimal(5, 0, 0, false, (byte)(1 - exponent)) : 5 * Power(exponent - 1);
        return Math.Abs(value) < decimal.MaxValue - half
            ? new((double)value, (double)(value - half), (double)(value + half))
            : new((double)value, (double)value - (double)half, (double)value + (double)half);
    }

    private static decimal Power(int exponent)
    {
        var power = 1m;
        for (var i = 0; i < exponent; i++)
            power *= 10;
        return power;
    }

    // The power of ten of the last digit that is written.
    private static bool TryReadUnit(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        var e = text.IndexOfAny((byte)'e', (byte)'E');
        if (e >= 0 && !TryReadExponent(text[(e + 1)..].TrimStart((byte)'+'), out exponent))
            return false;
        var mantissa = e >= 0 ? text[..e] : text;
        var point = mantissa.IndexOf((byte)'.');
        if (point >= 0)
            exponent -= mantissa.Length - point - 1;
        return !mantissa.IsEmpty;
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> text, out int exponent) =>
        Utf8Parser.TryParse(text, out exponent, out var used) && used == text.Length && exponent is > -400 and < 400;
}
