using Phr.Simulator.Chance;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Hazards;

/// <summary>Rates per 1,000 person-years by age, log-linear between the knots.</summary>
public sealed class BaselineRates(AgeCurve men, AgeCurve women)
{
    private readonly AgeCurve logMen = Logarithm(men);
    private readonly AgeCurve logWomen = Logarithm(women);

    public AgeCurve Men => men;

    public AgeCurve Women => women;

    /// <summary>Natural logarithm of the yearly rate.</summary>
    public double LogRate(Sex sex, double age) => (sex == Sex.Male ? logMen : logWomen).At(age);

    /// <summary>The same shape at another level.</summary>
    public BaselineRates Times(double men, double women) => new(Men.Times(men), Women.Times(women));

    private static AgeCurve Logarithm(AgeCurve perThousand) => perThousand.Select(rate => PortableMath.Log(rate / 1000));
}
