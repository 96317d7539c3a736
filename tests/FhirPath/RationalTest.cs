using FsCheck;
using Phr.Fhir.Units;

namespace Phr.Tests.FhirPath;

public sealed class RationalTest
{
    [Fact]
    public void A_decimal_comes_back_unchanged() => Prop.ForAll<decimal>(value =>
        Math.Round(value, 10) is var rounded && Rational.From(rounded).TryToDecimal(out var back) && back == rounded)
        .QuickCheckThrowOnFailure();

    [Fact]
    public void A_double_comes_back_to_fifteen_digits() => Prop.ForAll<NormalFloat>(value =>
        Math.Abs(Rational.FromDouble(value.Get).ToDouble() - value.Get) <= 1e-14 * Math.Abs(value.Get))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void A_fraction_rounds_to_the_nearest_double() => Prop.ForAll<int, PositiveInt>((numerator, denominator) =>
        (Rational.From(numerator) / Rational.From(denominator.Get)).ToDouble() == (double)numerator / denominator.Get)
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Division_undoes_multiplication() => Prop.ForAll<int, NonZeroInt>((a, b) =>
        Rational.From(a) * Rational.From(b.Get) / Rational.From(b.Get) == Rational.From(a)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_number_out_of_the_range_of_decimals_is_refused()
    {
        Assert.False(Rational.From(10m).Pow(28).TryToDecimal(out _));
        Assert.True((Rational.From(10m).Pow(28) - Rational.One).TryToDecimal(out var largest));
        Assert.Equal(9_999_999_999_999_999_999_999_999_999m, largest);
    }

    [Fact]
    public void The_default_value_is_zero() => Assert.Equal(Rational.From(0m), default);
}
