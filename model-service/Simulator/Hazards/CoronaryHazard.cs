using Phr.Simulator.Chance;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Hazards;

/// <summary>Log-hazard of coronary events, per unit as named.</summary>
public sealed record CoronaryCoefficients
{
    /// <summary>
    /// Acute myocardial infarction and coronary death in Japanese registries, per 1,000 person-years.
    /// </summary>
    public BaselineRates Baseline { get; init; } = new(
        new AgeCurve(25, 0.011, 35, 0.043, 45, 0.17, 55, 0.28, 65, 0.37, 75, 0.55, 85, 1.3, 97, 2.8),
        new AgeCurve(25, 0.002, 35, 0.010, 45, 0.036, 55, 0.09, 65, 0.25, 75, 0.48, 85, 1.5, 97, 3.3));

    /// <summary>
    /// Per 10 mmHg of usual pressure at 60 y, and its fall with each decade of age (EPOCH-JAPAN: 2.9 per ln mmHg, ln
    /// age interaction).
    /// </summary>
    public double Pressure10 { get; init; } = 0.21;

    public double Pressure10PerDecade { get; init; } = -0.05;

    /// <summary>Per mmHg·century (100 mmHg·years) of past pressure.</summary>
    public double PressureYears100 { get; init; } = 0.08;

    /// <summary>Per standard deviation of day-by-day variability. J-HOP: cardiovascular events 1.32.</summary>
    public double Variability { get; init; } = 0.30;

    /// <summary>Per 30 mg/dL. JALS: non-HDL of 170 against 130 is 17 points of 0.0693.</summary>
    public double Ldl30 { get; init; } = 0.38;

    /// <summary>Per 10 mg/dL. JALS: HDL below 40 against 60 is 11 points of 0.0693.</summary>
    public double Hdl10 { get; init; } = -0.22;

    /// <summary>JALS: 9 points (myocardial infarction); EPOCH-JAPAN 0.56.</summary>
    public double Diabetes { get; init; } = 0.45;

    /// <summary>Per % HbA1c above 6 in diabetes. UKPDS 82: 0.108 men.</summary>
    public double HbA1c { get; init; } = 0.11;

    public double GlucoseYears10 { get; init; } = 0.08;

    /// <summary>JALS: 11 points.</summary>
    public double Smoker { get; init; } = 0.62;

    public double PackYears10 { get; init; } = 0.12;

    /// <summary>
    /// Per 15 mL/min/1.73 m² of eGFR below 60; JALS: below 45 is 11 points of all cardiovascular events.
    /// </summary>
    public double EgfrBelow60 { get; init; } = 0.38;

    /// <summary>Per unit of log albuminuria. Proteinuria: Hisayama 0.576, EPOCH-JAPAN 0.58.</summary>
    public double LogAlbuminuria { get; init; } = 0.15;

    public double Family { get; init; } = 0.45;

    /// <summary>
    /// Per 1,000 steps a day fewer: 6,000 to 9,000 against 2,000 is 40 to 50 % lower from 60 y on (Paluch 2023).
    /// </summary>
    public double Steps1000 { get; init; } = 0.09;

    /// <summary>Resting rate per 10 beats: cardiovascular 1.08 (Zhang 2016).</summary>
    public double Rate10 { get; init; } = 0.08;

    public double Depression { get; init; } = 0.26;

    public double Preeclampsia { get; init; } = 0.65;

    /// <summary>An old event: high in its first year, then for life.</summary>
    public double OldEvent { get; init; } = 1.15;

    public double FirstYear { get; init; } = 0.6;

    public double OldStroke { get; init; } = 0.45;
}

/// <summary>Myocardial infarction or coronary death.</summary>
public static class CoronaryHazard
{
    public static LogHazard Of(World world, PersonTraits traits, LifeState state)
    {
        var (c, p) = (world.Hazards.Coronary, world.Physiology);
        var age = state.AgeYears;
        var hazard = new LogHazard(c.Baseline.LogRate(traits.Sex, age));
        var per10 = Math.Max(0.05, c.Pressure10 + (c.Pressure10PerDecade * (age - 60) / 10));
        hazard.Add(ClinicalGroup.AgeSexFamily, traits.FamilyCoronary ? c.Family : 0);
        hazard.Add(ClinicalGroup.BloodPressure, PressureLoad.Now(world, traits, state, per10));
        hazard.Add(ClinicalGroup.BloodPressure, c.Variability * traits.PressureVariability);
        hazard.AddLongRange(ClinicalGroup.BloodPressure, PressureLoad.Past(world, traits, state, c.PressureYears100));
        hazard.Add(ClinicalGroup.Lipids, (c.Ldl30 * (state.Ldl - SetPoints.Ldl(p, traits.Sex, age)) / 30) + (c.Hdl10 * (state.Hdl - SetPoints.Hdl(p, traits.Sex)) / 10));
        hazard.Add(
            ClinicalGroup.GlucoseMetabolism,
            state.DiabetesMonth is null ? 0 : c.Diabetes + (c.HbA1c * Math.Max(0, state.HbA1c - 6)));
        hazard.AddLongRange(ClinicalGroup.GlucoseMetabolism, world.LongRange * c.GlucoseYears10 * state.GlucoseYears / 10);
        hazard.Add(ClinicalGroup.Smoking, state.Smoking == SmokingStatus.Current ? c.Smoker : 0);
        hazard.AddLongRange(ClinicalGroup.Smoking, world.LongRange * c.PackYears10 * state.PackYears / 10);
        hazard.Add(ClinicalGroup.Kidney, KidneyShare(c.EgfrBelow60, c.LogAlbuminuria, world, state));
        hazard.Add(
            ClinicalGroup.Activity,
            Activity.Fewer(world, traits, state, c.Steps1000) + Activity.Faster(world, traits, state, c.Rate10));
        hazard.Add(ClinicalGroup.MentalHealth, state.DepressionSinceMonth is null ? 0 : c.Depression);
        hazard.AddLongRange(ClinicalGroup.PastPregnancy, state.PreeclampsiaMonth is null ? 0 : world.LongRange * c.Preeclampsia);
        AddOldEvents(c, world, state, ref hazard);
        hazard.Add(ClinicalGroup.Treatment, Taking(state, Treatments.Aspirin) * world.Effects.AspirinCoronary * traits.Behaviour.Adherence);
        hazard.Add(ClinicalGroup.Unmeasured, traits.Frailty.Coronary);
        return hazard;
    }

    /// <summary>Contribution of a lower filtration and of albumin in the urine.</summary>
    internal static double KidneyShare(double below60, double logAlbuminuria, World world, LifeState state) =>
        (below60 * Math.Max(0, 60 - state.Egfr) / 15)
        + (logAlbuminuria * (state.LogAlbuminuria - SetPoints.LogAlbuminuria(world.Physiology, state.AgeYears)));

    private static void AddOldEvents(CoronaryCoefficients c, World world, LifeState state, ref LogHazard hazard)
    {
        if (state.LastCoronaryMonth is { } last)
        {
            hazard.AddLongRange(ClinicalGroup.HeartAndVessels, world.LongRange * c.OldEvent);
            hazard.Add(ClinicalGroup.HeartAndVessels, c.FirstYear * PortableMath.Exp(-(state.Month - last) / 9.0));
        }

        hazard.AddLongRange(ClinicalGroup.HeartAndVessels, state.FirstStrokeMonth is null ? 0 : world.LongRange * c.OldStroke);
    }

    internal static int Taking(LifeState state, Treatments drug) => (state.Care.Treatments & drug) != 0 ? 1 : 0;
}
