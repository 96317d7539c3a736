using Phr.Model.Scoring;

namespace Phr.Tests.Model;

public class HazardCurveTest
{
    private static readonly double[] Edges = [0, 30 / 365.25, 0.25, 1, 2, 3.5, 5, 7.5, 10];

    private static readonly HazardCalibration Calibration = new(1.2, 0.3, -0.1, 100);

    [Fact]
    public void A_constant_hazard_gives_the_known_risk()
    {
        var (own, death) = (0.03, 0.02);
        var curve = Curve([.. Enumerable.Repeat((float)Math.Log(own), 8),
            .. Enumerable.Repeat((float)Math.Log(death), 8)], HazardCalibration.Identity);

        foreach (var years in (double[])[0, 0.05, 1, 2, 5, 10])
            Assert.Equal(own / (own + death) * (1 - Math.Exp(-(own + death) * years)), curve.Risk(years), 6);
    }

    [Fact]
    public void Risk_never_falls_with_the_horizon_and_stays_a_probability()
    {
        var random = new System.Random(1);
        for (var i = 0; i < 200; i++)
        {
            var curve = Curve(Draw(random, 4), Calibration);
            var risks = Enumerable.Range(0, 41).Select(quarter => curve.Risk(quarter / 4.0)).ToList();
            Assert.Equal(risks.Order(), risks);
            Assert.InRange(risks[^1], 0, 1);
        }
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(5)]
    public void The_ratio_of_hazards_that_gives_a_risk_is_found(double ratio)
    {
        var curve = Curve([.. Enumerable.Repeat(-4f, 16)], HazardCalibration.Identity);

        Assert.Equal(ratio, curve.RatioTo(5, curve.Times(ratio).Risk(5)), 9);
        Assert.Equal(1, curve.Times(curve.RatioTo(5, 1)).Risk(5), 2);
        Assert.InRange(curve.Times(curve.RatioTo(5, 0)).Risk(5), 0, 1e-6);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(10.1)]
    [InlineData(double.NaN)]
    public void A_horizon_beyond_the_curve_is_refused(double years) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Curve(Draw(new System.Random(1), 1), Calibration).Risk(years));

    [Fact]
    public void An_answer_that_is_no_number_is_refused() =>
        Assert.Throws<InvalidDataException>(() => Curve([.. Enumerable.Repeat(float.NaN, 16)], Calibration));

    [Fact]
    public void The_gradient_is_that_of_finite_differences()
    {
        var random = new System.Random(2);
        foreach (var years in (double[])[30 / 365.25, 1, 5, 10])
        {
            var logs = Draw(random, 2);
            var gradient = Curve(logs, Calibration).LogOddsGradient(years, Calibration);
            for (var i = 0; i < logs.Length; i++)
            {
                var (up, down) = ((float[])logs.Clone(), (float[])logs.Clone());
                up[i] += 0.01f;
                down[i] -= 0.01f;
                var expected = (LogOdds.Of(Curve(up, Calibration).Risk(years)) - LogOdds.Of(Curve(down, Calibration)
                    .Risk(years))) / (up[i] - down[i]);
                Assert.Equal(expected, gradient[i], 3);
            }
        }
    }

    private static HazardCurve Curve(float[] logs, HazardCalibration calibration) =>
        HazardCurve.From(Edges, logs, calibration);

    private static float[] Draw(System.Random random, double spread) =>
        [.. Enumerable.Range(0, 16).Select(_ => (float)(-4 + (spread * ((random.NextDouble() * 2) - 1))))];
}
