using Phr.Simulator.Chance;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.PublishedScores;

/// <summary>
/// Kidney failure risk equation, four variables, for people outside North America. Tangri et al., JAMA 2016;315:164.
/// </summary>
public static class KidneyFailureRisk
{
    private const double SurvivalTwoYears = 0.9832;
    private const double SurvivalFiveYears = 0.9365;

    public static double TwoYear(RiskFactors of) => Risk(of, SurvivalTwoYears);

    public static double FiveYear(RiskFactors of) => Risk(of, SurvivalFiveYears);

    private static double Risk(RiskFactors of, double survival)
    {
        var sum = (-0.2201 * ((of.AgeYears / 10) - 7.036)) + (0.2467 * ((of.Sex == Sex.Male ? 1 : 0) - 0.5642))
            - (0.5567 * ((of.Egfr / 5) - 7.222)) + (0.4510 * (PortableMath.Log(of.UrineAlbuminRatio) - 5.137));
        return 1 - PortableMath.Power(survival, PortableMath.Exp(sum));
    }
}
