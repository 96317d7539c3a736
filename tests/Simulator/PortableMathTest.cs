using Phr.Simulator.Chance;

namespace Phr.Tests.Simulator;

public sealed class PortableMathTest
{
    [Theory]
    [InlineData(-700.0)]
    [InlineData(-20.25)]
    [InlineData(-0.3465735902799727)]
    [InlineData(0.0)]
    [InlineData(1e-12)]
    [InlineData(1.0)]
    [InlineData(33.3)]
    [InlineData(700.0)]
    public void Exponential_agrees_with_the_platform(double x) => AssertRelative(Math.Exp(x), PortableMath.Exp(x), 4e-15);

    [Theory]
    [InlineData(1e-310)]
    [InlineData(2.3e-7)]
    [InlineData(0.7071)]
    [InlineData(1.4143)]
    [InlineData(2.0)]
    [InlineData(12345.678)]
    [InlineData(1.7e308)]
    public void Logarithm_agrees_with_the_platform(double x) => AssertRelative(Math.Log(x), PortableMath.Log(x), 4e-15);

    [Fact]
    public void Logarithm_of_one_is_zero() => Assert.Equal(0, PortableMath.Log(1));

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Logarithm_refuses_what_has_none(double x) => Assert.Throws<ArgumentOutOfRangeException>(() => PortableMath.Log(x));

    /// <summary>
    /// Frozen bits: a platform or compiler that contracts or reorders floating point would change them.
    /// </summary>
    [Fact]
    public void The_bits_are_the_same_everywhere()
    {
        Assert.Equal(0x4005BF0A8B14576A, BitConverter.DoubleToInt64Bits(PortableMath.Exp(1)));
        Assert.Equal(0x3FE62E42FEFA39EF, BitConverter.DoubleToInt64Bits(PortableMath.Log(2)));
        Assert.Equal(14487370048591322324UL, new RandomStream(1, 2, ChancePurpose.Life).Bits());
    }

    [Fact]
    public void Normal_draws_have_mean_zero_and_variance_one()
    {
        var stream = new RandomStream(1, 1, ChancePurpose.Life);
        var draws = Enumerable.Range(0, 100_000).Select(_ => stream.Normal()).ToList();

        Assert.InRange(draws.Average(), -0.012, 0.012);
        Assert.InRange(draws.Average(x => x * x), 0.98, 1.02);
        Assert.InRange(draws.Count(x => x > 1.959964) / 100_000.0, 0.023, 0.027);
    }

    [Fact]
    public void Choices_follow_their_weights()
    {
        var stream = new RandomStream(1, 1, ChancePurpose.Care);
        var counts = new int[3];
        for (var i = 0; i < 30_000; i++)
        {
            counts[stream.Choose([1, 0, 3])]++;
        }

        Assert.Equal(0, counts[1]);
        Assert.InRange(counts[2] / 30_000.0, 0.735, 0.765);
    }

    private static void AssertRelative(double expected, double actual, double tolerance) =>
        Assert.InRange(actual, expected - (Math.Abs(expected) * tolerance), expected + (Math.Abs(expected) * tolerance));
}
