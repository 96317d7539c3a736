namespace Phr.Simulator.Physiology;

/// <summary>
/// What drugs do beyond the quantities that they move (those carry most of their effect). Units are in the names.
/// </summary>
public sealed record TreatmentEffects
{
    /// <summary>
    /// Fall of usual systolic pressure per full-dose class at 154 mmHg untreated. HONEST: home 151.6 to 135.0 on an ARB
    /// with others.
    /// </summary>
    public double PressurePerClassMmHg { get; init; } = 9.0;

    /// <summary>
    /// Additional fall per mmHg that the untreated pressure exceeds 154: drugs do more where there is more to do.
    /// </summary>
    public double PressurePerClassSlope { get; init; } = 0.08;

    public double SulfonylureaKg { get; init; } = 2.0;

    public double MetforminKg { get; init; } = -1.0;

    public double Sglt2Kg { get; init; } = -2.5;

    public double InsulinKg { get; init; } = 3.0;

    public double AntidepressantKg { get; init; } = 1.2;

    public double BetaBlockerRate { get; init; } = -9;

    /// <summary>
    /// Logarithms of hazard ratios. SGLT2 inhibitors: heart failure 0.70, kidney 0.67 (meta-analyses of the outcome
    /// trials).
    /// </summary>
    public double Sglt2HeartFailure { get; init; } = -0.36;

    public double Sglt2Kidney { get; init; } = -0.40;

    /// <summary>Renin-angiotensin blockade on kidney decline beyond pressure: hazard ratio about 0.80.</summary>
    public double AngiotensinKidney { get; init; } = -0.22;

    /// <summary>Direct anticoagulants against none in atrial fibrillation: stroke hazard ratio about 0.35.</summary>
    public double AnticoagulantStroke { get; init; } = -1.05;

    /// <summary>Secondary prevention by aspirin: about 0.80 for coronary events.</summary>
    public double AspirinCoronary { get; init; } = -0.22;

    /// <summary>
    /// Beta blocker, mineralocorticoid blocker and ARNI on decompensation: about 0.72, 0.75 and 0.79.
    /// </summary>
    public double BetaBlockerDecompensation { get; init; } = -0.33;

    public double MineralocorticoidDecompensation { get; init; } = -0.29;

    public double ArniDecompensation { get; init; } = -0.24;

    /// <summary>Anthracyclines: heart failure hazard ratio about 3.3, for life.</summary>
    public double AnthracyclineHeartFailure { get; init; } = 1.2;
}

/// <summary>
/// HbA1c drop by oral class: East Asian monotherapy meta-analysis, metformin -1.04, sulfonylurea -1.19; DPP-4 and SGLT2
/// inhibitors -0.7 and -0.65. The effect at HbA1c 8 % grows by 35 % for each % above; eGFR below 45 halves the SGLT2
/// effect; combined drugs add at 75 %.
/// </summary>
public static class GlucoseTreatment
{
    private const double BaselineHbA1c = 8.0;
    private const double PerPercentAbove = 0.35;
    private const double ShareOfFurtherDrugs = 0.75;

    private static readonly (Treatments Drug, double Drop)[] Drops =
    [
        (Treatments.Metformin, 1.04),
        (Treatments.Dpp4Inhibitor, 0.70),
        (Treatments.Sglt2Inhibitor, 0.65),
        (Treatments.Sulfonylurea, 1.19),
        (Treatments.Insulin, 1.60),
    ];

    /// <summary>Mean fall in HbA1c, %, of full adherence from the given untreated HbA1c, %.</summary>
    public static double HbA1cDrop(Treatments taking, double untreatedHbA1c, double egfr)
    {
        var share = 1.0;
        var drop = 0.0;
        foreach (var (drug, effect) in Drops)
        {
            if ((taking & drug) == 0)
            {
                continue;
            }

            drop += share * effect * (drug == Treatments.Sglt2Inhibitor && egfr < 45 ? 0.5 : 1);
            share *= ShareOfFurtherDrugs;
        }

        return drop * Math.Max(0.25, 1 + (PerPercentAbove * (untreatedHbA1c - BaselineHbA1c)));
    }
}
