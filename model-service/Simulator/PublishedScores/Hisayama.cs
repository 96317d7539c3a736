using Phr.Simulator.Chance;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.PublishedScores;

/// <summary>
/// Hisayama score: 10-year risk of atherosclerotic cardiovascular disease (coronary disease and atherothrombotic
/// stroke), age 40 to 84. Honda et al., J Atheroscler Thromb 2022, doi 10.5551/jat.61960.
/// </summary>
public static class Hisayama
{
    public static int Points(RiskFactors of) => (of.Sex == Sex.Male ? 7 : 0) + PressurePoints(of.Systolic)
        + (of.Hdl < 40 ? 2 : of.Hdl < 60 ? 1 : 0) + LdlPoints(of.Ldl) + (of.HasProteinuria ? 4 : 0) + (of.HasDiabetes ? 3 : 0)
        + (of.Smokes ? 2 : 0) + (of.Exercises ? 0 : 2) + AgePoints(of.AgeYears);

    /// <summary>Probability, 0 to 1.</summary>
    public static double TenYearRisk(RiskFactors of) => TenYearRisk(Points(of));

    public static double TenYearRisk(int points) => 1 - PortableMath.Power(0.9696, PortableMath.Exp((0.144 * points) - 2.4767));

    private static int PressurePoints(double systolic) => systolic switch { < 120 => 0, < 130 => 1, < 140 => 2, < 160 => 3, _ => 4 };

    private static int LdlPoints(double ldl) => ldl switch { < 120 => 0, < 140 => 1, < 160 => 2, _ => 3 };

    private static int AgePoints(double age) => age switch { < 50 => 0, < 60 => 5, < 70 => 11, < 80 => 16, _ => 20 };
}
