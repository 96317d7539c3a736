using System.Text;
using Phr.Fhir.Indexing;

namespace Phr.Tests.Fhir.Indexing;

public class NumericRangeTest
{
    [Theory]
    [InlineData("100", 100, 99.5, 100.5)]
    [InlineData("6.50", 6.5, 6.495, 6.505)]
    [InlineData("0.1", 0.1, 0.05, 0.15)]
    [InlineData("-0.1", -0.1, -0.15, -0.05)]
    [InlineData("1e2", 100, 50, 150)]
    [InlineData("1.0E+2", 100, 95, 105)]
    [InlineData("5.4e-3", 0.0054, 0.00535, 0.00545)]
    [InlineData("0", 0, -0.5, 0.5)]
    [InlineData("1e40", 1e40, 0.5e40, 1.5e40)]
    [InlineData("100000000000000000000000000000", 1e29, 1e29, 1e29)]
    public void A_number_is_as_wide_as_its_last_digit(string text, double value, double low, double high)
    {
        Assert.True(NumericRange.TryRead(Encoding.UTF8.GetBytes(text), out var range));
        Assert.Equal((value, low, high), (range.Value, range.Low, range.High));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("1e")]
    [InlineData("1e999")]
    [InlineData("1e-2147483648")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    public void What_is_no_finite_number_is_not_read(string text) =>
        Assert.False(NumericRange.TryRead(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("<", double.NegativeInfinity, 4.999999995)]
    [InlineData("<=", double.NegativeInfinity, 5)]
    [InlineData(">", 5.000000005, double.PositiveInfinity)]
    [InlineData(">=", 5, double.PositiveInfinity)]
    [InlineData("", 5, 5)]
    public void A_stored_number_has_no_width_and_a_comparator_opens_an_end(string comparator, double low, double high)
    {
        NumericRange.TryRead("5"u8, out var range);
        Assert.Equal(new NumericRange(5, low, high), range.With(Encoding.UTF8.GetBytes(comparator)));
    }
}
