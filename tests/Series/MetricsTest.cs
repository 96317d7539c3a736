using Phr.Fhir.Units;
using Phr.Planets.Series.Metrics;

namespace Phr.Tests.Series;

public sealed class MetricsTest
{
    [Fact]
    public void Every_metric_has_its_own_number_and_code_and_a_ucum_unit()
    {
        Assert.Equal(MetricCatalogue.All.Count, MetricCatalogue.All.Select(metric => metric.Number).Distinct().Count());
        Assert.Equal(MetricCatalogue.All.Count, MetricCatalogue.All.Select(metric => metric.Code).Distinct().Count());
        Assert.All(MetricCatalogue.All, metric => Assert.True(Ucum.TryParse(metric.Unit, out _), metric.Unit));
    }

    [Fact]
    public void What_is_usual_is_possible()
    {
        Assert.All(MetricCatalogue.All, metric =>
        {
            Assert.True(
                metric.Possible.Low <= metric.Plausible.Low
                && metric.Plausible.High <= metric.Possible.High, metric.Code);
            Assert.True(metric.Plausible.Low < metric.Plausible.High, metric.Code);
        });
    }

    [Theory]
    [InlineData("glucose-interstitial", "mmol/L", 5.5, 99.0858)]
    [InlineData("glucose-capillary", "g/L", 1.2, 120)]
    [InlineData("body-weight", "[lb_av]", 100, 45.359237)]
    [InlineData("body-temperature", "[degF]", 98.6, 37)]
    [InlineData("body-temperature", "K", 310.15, 37)]
    [InlineData("energy-active", "kJ", 418.4, 100)]
    [InlineData("sleep-duration", "h", 7.5, 450)]
    [InlineData("oxygen-saturation", "1", 0.97, 97)]
    [InlineData("steps", "{count}", 12, 12)]
    [InlineData("heart-rate", "{beats}/min", 61, 61)]
    [InlineData("heart-rate", "Hz", 1.5, 90)]
    [InlineData("oxygen-uptake-max", "mL/kg/min", 41, 41)]
    public void Units_convert(string metric, string unit, double value, double expected)
    {
        var conversion = Conversion.Between(unit, MetricCatalogue.Of(metric));
        Assert.NotNull(conversion);
        Assert.Equal(expected, (double)conversion.Value.Apply((decimal)value), 9);
        Assert.Equal(expected, conversion.Value.Apply(value), 9);
    }

    [Theory]
    [InlineData("steps", "%")]
    [InlineData("oxygen-saturation", "{steps}")]
    [InlineData("heart-rate", "mg/dL")]
    [InlineData("body-weight", "m")]
    [InlineData("energy-active", "mmol/L")]
    [InlineData("steps", "[pH]")]
    [InlineData("glucose-interstitial", "no unit")]
    public void A_unit_of_another_quantity_does_not_convert(string metric, string unit) =>
        Assert.Null(Conversion.Between(unit, MetricCatalogue.Of(metric)));

    [Theory]
    [InlineData("0.000000001")]
    [InlineData("-2305843009")]
    [InlineData("98.6")]
    public void Fixed_point_keeps_nine_decimals(string number)
    {
        Assert.True(Nano.TryFrom(decimal.Parse(number), out var nano));
        Assert.Equal(decimal.Parse(number), Nano.ToDecimal(nano));
    }

    [Fact]
    public void Fixed_point_tells_what_it_cannot_keep()
    {
        Assert.True(Nano.TryFrom(Nano.Most / Nano.One, out _));
        Assert.False(Nano.TryFrom((Nano.Most / Nano.One) + 1, out _));
        Assert.True(Nano.TryFrom(1.0000000005m, out var tie));
        Assert.Equal(1_000_000_000, tie);
    }
}
