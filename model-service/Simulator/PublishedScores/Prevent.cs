using Phr.Simulator.Chance;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.PublishedScores;

/// <summary>
/// AHA PREVENT base model, 10 years: cardiovascular disease, its atherosclerotic part, heart failure. Khan et al.,
/// Circulation 2024;149:430.
/// </summary>
public static class Prevent
{
    private const double MmolPerMg = 0.02586;

    private static readonly Model CardiovascularWomen = new(
        -3.307728, 0.7939329, 0.0305239, -0.1606857, -0.2394003, 0.3600781, 0.8667604, 0.5360739, 0.6045917, 0.0433769, 0.3151672, -0.1477655,
        -0.0663612, 0.1197879, -0.0819715, 0.0306769, -0.0946348, -0.27057, -0.078715, -0.1637806, 0, 0, 0);

    private static readonly Model CardiovascularMen = new(
        -3.031168, 0.7688528, 0.0736174, -0.0954431, -0.4347345, 0.3362658, 0.7692857, 0.4386871, 0.5378979, 0.0164827, 0.288879, -0.1337349,
        -0.0475924, 0.150273, -0.0517874, 0.0191169, -0.1049477, -0.2251948, -0.0895067, -0.1543702, 0, 0, 0);

    private static readonly Model AtheroscleroticWomen = new(
        -3.819975, 0.719883, 0.1176967, -0.151185, -0.0835358, 0.3592852, 0.8348585, 0.4831078, 0.4864619, 0.0397779, 0.2265309, -0.0592374,
        -0.0395762, 0.0844423, -0.0567839, 0.0325692, -0.1035985, -0.2417542, -0.0791142, -0.1671492, 0, 0, 0);

    private static readonly Model AtheroscleroticMen = new(
        -3.500655, 0.7099847, 0.1658663, -0.1144285, -0.2837212, 0.3239977, 0.7189597, 0.3956973, 0.3690075, 0.0203619, 0.2036522, -0.0865581,
        -0.0322916, 0.114563, -0.0300005, 0.0232747, -0.0927024, -0.2018525, -0.0970527, -0.1217081, 0, 0, 0);

    private static readonly Model HeartFailureWomen = new(
        -4.310409, 0.8998235, 0, 0, -0.4559771, 0.3576505, 1.038346, 0.583916, 0.7451638, 0.0557087, 0.3534442, 0,
        -0.0981511, 0, 0, 0, -0.0946663, -0.3581041, -0.1159453, -0.1884289, -0.0072294, 0.2997706, -0.003878);

    private static readonly Model HeartFailureMen = new(
        -3.946391, 0.8972642, 0, 0, -0.6811466, 0.3634461, 0.923776, 0.5023736, 0.6926917, 0.0251827, 0.2980922, 0,
        -0.0497731, 0, 0, 0, -0.1289201, -0.3040924, -0.1401688, -0.1797778, -0.0485841, 0.3726929, 0.0068126);

    public static double Cardiovascular(RiskFactors of) => (of.Sex == Sex.Male ? CardiovascularMen : CardiovascularWomen).Risk(of);

    public static double Atherosclerotic(RiskFactors of) => (of.Sex == Sex.Male ? AtheroscleroticMen : AtheroscleroticWomen).Risk(of);

    public static double HeartFailure(RiskFactors of) => (of.Sex == Sex.Male ? HeartFailureMen : HeartFailureWomen).Risk(of);

    private sealed record Model(
        double Constant, double Age, double NonHdl, double Hdl, double SystolicLow, double SystolicHigh, double Diabetes, double Smoker, double EgfrLow, double EgfrHigh,
        double Treated, double Statin, double TreatedSystolic, double StatinNonHdl, double AgeNonHdl, double AgeHdl, double AgeSystolic, double AgeDiabetes,
        double AgeSmoker, double AgeEgfr, double BmiLow, double BmiHigh, double AgeBmi)
    {
        public double Risk(RiskFactors of)
        {
            var age = (of.AgeYears - 55) / 10;
            var nonHdl = ((of.TotalCholesterol - of.Hdl) * MmolPerMg) - 3.5;
            var hdl = ((of.Hdl * MmolPerMg) - 1.3) / 0.3;
            var low = (Math.Min(of.Systolic, 110) - 110) / 20;
            var high = (Math.Max(of.Systolic, 110) - 130) / 20;
            var egfrLow = (Math.Min(of.Egfr, 60) - 60) / -15;
            var egfrHigh = (Math.Max(of.Egfr, 60) - 90) / -15;
            var bmiLow = (Math.Min(of.Bmi, 30) - 25) / 5;
            var bmiHigh = (Math.Max(of.Bmi, 30) - 30) / 5;
            var (diabetes, smoker) = (Is(of.HasDiabetes), Is(of.Smokes));
            var (treated, statin) = (Is(of.IsTreatedForPressure), Is(of.TakesStatin));
            var sum = Constant + (Age * age) + (NonHdl * nonHdl) + (Hdl * hdl) + (SystolicLow * low)
                + (SystolicHigh * high) + (Diabetes * diabetes)
                + (Smoker * smoker) + (EgfrLow * egfrLow) + (EgfrHigh * egfrHigh) + (Treated * treated)
                + (Statin * statin) + (BmiLow * bmiLow) + (BmiHigh * bmiHigh);
            var interactions = (TreatedSystolic * treated * high) + (StatinNonHdl * statin * nonHdl)
                + (age * ((AgeNonHdl * nonHdl) + (AgeHdl * hdl) + (AgeSystolic * high) + (AgeDiabetes * diabetes) + (AgeSmoker * smoker) + (AgeEgfr * egfrLow) + (AgeBmi * bmiHigh)));
            return PortableMath.Logistic(sum + interactions);
        }

        private static double Is(bool holds) => holds ? 1 : 0;
    }
}
