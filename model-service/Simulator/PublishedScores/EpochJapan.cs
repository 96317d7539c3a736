using Phr.Simulator.Chance;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.PublishedScores;

/// <summary>
/// EPOCH-JAPAN: 10-year risk of dying from coronary disease, stroke, or either. J Atheroscler Thromb 2021, doi
/// 10.5551/jat.58958. The lipid term is the logarithm of the ratio of total to HDL cholesterol, for the person as for
/// the mean.
/// </summary>
public static class EpochJapan
{
    private static readonly Equation Coronary =
        new(0.9981, 61.19918, 15.36389, 0.65869, 46.36999, 0.56252, 0.35931, 0.58243, -10.61448, -3.51974);

    private static readonly Equation Stroke = new(0.9961, 37.40606, 8.24292, 0, 26.39953, 0.45679, 0, 0.63621, -5.92290, -1.84505);

    private static readonly Equation Either = new(0.9942, 45.54988, 10.64932, 0.30093, 33.30729, 0.49413, 0, 0.62120, -7.54461, -2.41998);

    public static double CoronaryDeath(RiskFactors of) => Coronary.Risk(of);

    public static double StrokeDeath(RiskFactors of) => Stroke.Risk(of);

    public static double CardiovascularDeath(RiskFactors of) => Either.Risk(of);

    private sealed record Equation(
        double Survival, double LogAge, double Smoking, double Male, double LogSystolic, double Diabetes, double LogRatio, double Proteinuria, double AgeSystolic, double AgeSmoking)
    {
        public double Risk(RiskFactors of)
        {
            var own = Sum(
                of.AgeYears, of.Systolic, of.TotalCholesterol / of.Hdl,
                (Is(of.Sex == Sex.Male), Is(of.HasDiabetes), Is(of.HasProteinuria), Is(of.Smokes)));
            var mean = Sum(57.0, 131.1, 4.1, (0.480, 0.046, 0.028, 0.267));
            return 1 - PortableMath.Power(Survival, PortableMath.Exp(own - mean));
        }

        private double Sum(
            double age, double systolic, double ratio,
            (double Male, double Diabetes, double Proteinuria, double Smoking) shares)
        {
            var (logAge, logSystolic) = (PortableMath.Log(age), PortableMath.Log(systolic));
            return (LogAge * logAge) + (Smoking * shares.Smoking) + (Male * shares.Male)
                + (LogSystolic * logSystolic) + (Diabetes * shares.Diabetes)
                + (LogRatio * PortableMath.Log(ratio)) + (Proteinuria * shares.Proteinuria)
                + (AgeSystolic * logAge * logSystolic) + (AgeSmoking * logAge * shares.Smoking);
        }

        private static double Is(bool holds) => holds ? 1 : 0;
    }
}
