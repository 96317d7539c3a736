using Phr.Simulator.Physiology;

namespace Phr.Simulator.PublishedScores;

/// <summary>
/// Suita scores. 2014: 10-year coronary disease (JAS guideline 2017). 2020: 10-year cardiovascular disease without ECG,
/// age 30 to 79 (J Atheroscler Thromb, doi 10.5551/jat.48843).
/// </summary>
public static class Suita
{
    /// <summary>
    /// Highest points of each class of the 2014 score and its risk; the classes below 1 % and above 28 % are open.
    /// </summary>
    private static readonly (int PointsMax, double Risk)[] CoronaryClasses =
        [(35, 0.005), (40, 0.01), (45, 0.02), (50, 0.03), (55, 0.05), (60, 0.09), (65, 0.14), (70, 0.22), (int.MaxValue, 0.28)];

    private static readonly (int PointsMax, double Risk)[] CardiovascularClasses =
        [(0, 0.01), (20, 0.02), (25, 0.06), (30, 0.09), (35, 0.14), (int.MaxValue, 0.25)];

    public static int CoronaryPoints(RiskFactors of) => CoronaryAge(of.AgeYears) + (of.Sex == Sex.Female ? -7 : 0) + (of.Smokes ? 5 : 0)
        + (of.Hdl < 40 ? 0 : of.Hdl < 60 ? -5 : -6) + CoronaryLdl(of.Ldl) + (of.HasDiabetes ? 5 : 0) + (of.HasFamilyCoronaryDisease ? 5 : 0)
        + CoronaryPressure(of);

    /// <summary>10-year risk of coronary disease, 0 to 1, of the class.</summary>
    public static double CoronaryTenYearRisk(RiskFactors of) => Class(CoronaryClasses, CoronaryPoints(of));

    public static int CardiovascularPoints(RiskFactors of) =>
        CardiovascularAge(of.AgeYears) + (of.Sex == Sex.Male ? 4 : 0) + CardiovascularPressure(of)
        + (of.Hdl < 40 ? 0 : of.Hdl < 60 ? -2 : -4)
        + (of.TotalCholesterol - of.Hdl >= 170 || of.Ldl >= 140 ? 2 : 0) + (of.HasProteinuria ? 2 : 0)
        + (of.HasDiabetes ? 7 : 0) + (of.Smokes ? 4 : 0);

    /// <summary>10-year risk of coronary disease and stroke, 0 to 1, of the class.</summary>
    public static double CardiovascularTenYearRisk(RiskFactors of) => Class(CardiovascularClasses, CardiovascularPoints(of));

    private static double Class((int PointsMax, double Risk)[] classes, int points) => classes.First(one => points <= one.PointsMax).Risk;

    private static int CoronaryAge(double age) => age switch { < 45 => 30, < 55 => 38, < 65 => 45, < 70 => 51, _ => 53 };

    private static int CoronaryLdl(double ldl) => ldl switch { < 100 => 0, < 140 => 5, < 160 => 7, < 180 => 10, _ => 11 };

    private static int CoronaryPressure(RiskFactors of) => of switch
    {
        { Systolic: >= 160 } or { Diastolic: >= 100 } => 6,
        { Systolic: >= 140 } or { Diastolic: >= 90 } => 4,
        { Systolic: >= 120 } or { Diastolic: >= 80 } => 0,
        _ => -7,
    };

    private static int CardiovascularAge(double age) =>
        age switch { < 40 => 0, < 50 => 8, < 60 => 14, < 65 => 18, < 70 => 22, < 75 => 26, _ => 29 };

    private static int CardiovascularPressure(RiskFactors of) => of switch
    {
        { Systolic: >= 160 } or { Diastolic: >= 100 } or { IsTreatedForPressure: true } => 6,
        { Systolic: >= 140 } or { Diastolic: >= 90 } => 3,
        { Systolic: >= 120 } or { Diastolic: >= 80 } => 0,
        _ => -4,
    };
}
