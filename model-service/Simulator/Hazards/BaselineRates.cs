using Phr.Simulator.Chance;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Hazards;

/// <summary>Rates per 1,000 person-years by age, log-linear between the knots, and the scale that makes the population's mean fit.</summary>
public sealed record BaselineRates(AgeCurve Men, AgeCurve Women, double Scale)
{
    private readonly AgeCurve logMen = Logarithm(Men, Scale);
    private readonly AgeCurve logWomen = Logarithm(Women, Scale);

    /// <summary>Natural logarithm of the yearly rate.</summary>
    public double LogRate(Sex sex, double age) => (sex == Sex.Male ? logMen : logWomen).At(age);

    private static AgeCurve Logarithm(AgeCurve perThousand, double scale) =>
        new([.. perThousand.Ages.Zip(perThousand.Values, (age, rate) => new[] { age, PortableMath.Log(scale * rate / 1000) }).SelectMany(pair => pair)]);
}
