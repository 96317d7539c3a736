namespace Phr.Fhir.Path.Values;

/// <summary>Decimal numbers that remember how precisely they were given.</summary>
internal static class Numbers
{
    /// <summary>The number that an Integer or Decimal is, or null.</summary>
    public static decimal? Of(Value value) => value switch
    {
        Value.Integer integer => integer.Number,
        Value.Decimal number => number.Number,
        _ => null,
    };

    /// <summary>A number without fraction as an Integer where it is in range, otherwise as a Decimal.</summary>
    public static Value Whole(decimal number) =>
        number is >= int.MinValue and <= int.MaxValue ? Value.Of((int)number) : Value.Of(number);

    /// <summary>Equal when rounded to the digits of the less precise; trailing zeros tell no precision (FHIRPath, Equivalent).</summary>
    public static bool AreEquivalent(decimal left, decimal right)
    {
        var digits = Math.Min(WithoutTrailingZeros(left).Scale, WithoutTrailingZeros(right).Scale);
        return Round(left, digits) == Round(right, digits);
    }

    /// <summary>Half away from zero: 0.5 becomes 1.</summary>
    public static decimal Round(decimal number, int digits) => decimal.Round(number, digits, MidpointRounding.AwayFromZero);

    // Dividing by a 1 of full scale makes the runtime drop trailing zeros.
    private static decimal WithoutTrailingZeros(decimal number) => number / 1.0000000000000000000000000000m;
}
