using Phr.Simulator.Physiology;

namespace Phr.Simulator.Hazards;

/// <summary>Log-hazard of atrial fibrillation, per unit as named.</summary>
public sealed record FibrillationCoefficients
{
    /// <summary>
    /// Incidence in 264,029 Japanese check-ups (2018) per 1,000 person-years, 30s to 80s: women .07 .03 .48 1.06 3.06
    /// 7.32, men .24 .76 2.41 4.78 7.45 about 10. (Printed as % there; only ‰ fits the case counts.)
    /// </summary>
    public BaselineRates Baseline { get; init; } = new(
        new AgeCurve(25, 0.039, 35, 0.11, 45, 0.47, 55, 1.1, 65, 2.6, 75, 4.0, 85, 5.6, 97, 7.5),
        new AgeCurve(25, 0.013, 35, 0.04, 45, 0.11, 55, 0.27, 65, 0.56, 75, 1.6, 85, 4.0, 97, 6.0));

    /// <summary>Per standard deviation of the substrate that no record shows.</summary>
    public double Substrate { get; init; } = 0.75;

    public double Pressure10 { get; init; } = 0.14;

    public double PressureYears100 { get; init; } = 0.03;

    public double Bmi { get; init; } = 0.05;

    public double HeartFailure { get; init; } = 0.90;

    public double OldCoronary { get; init; } = 0.35;

    public double Diabetes { get; init; } = 0.20;

    public double Smoker { get; init; } = 0.20;

    public double EgfrBelow60 { get; init; } = 0.20;

    /// <summary>Per hour of sleep below 6.5.</summary>
    public double ShortSleep { get; init; } = 0.15;

    public double Steps1000 { get; init; } = 0.02;
}

/// <summary>First atrial fibrillation.</summary>
public static class FibrillationHazard
{
    public static LogHazard Of(World world, PersonTraits traits, LifeState state)
    {
        var (c, p) = (world.Hazards.Fibrillation, world.Physiology);
        var age = state.AgeYears;
        var hazard = new LogHazard(c.Baseline.LogRate(traits.Sex, age));
        hazard.Add(ClinicalGroup.BloodPressure, PressureLoad.Now(world, traits, state, c.Pressure10));
        hazard.AddLongRange(ClinicalGroup.BloodPressure, PressureLoad.Past(world, traits, state, c.PressureYears100));
        hazard.Add(ClinicalGroup.Weight, c.Bmi * (state.Bmi - SetPoints.Bmi(p, traits.Sex, age)));
        hazard.Add(ClinicalGroup.HeartAndVessels, state.HeartFailureMonth is null ? 0 : c.HeartFailure);
        hazard.AddLongRange(ClinicalGroup.HeartAndVessels, state.FirstCoronaryMonth is null ? 0 : world.LongRange * c.OldCoronary);
        hazard.Add(ClinicalGroup.GlucoseMetabolism, state.DiabetesMonth is null ? 0 : c.Diabetes);
        hazard.Add(ClinicalGroup.Smoking, state.Smoking == SmokingStatus.Current ? c.Smoker : 0);
        hazard.Add(ClinicalGroup.Kidney, c.EgfrBelow60 * Math.Max(0, 60 - state.Egfr) / 15);
        hazard.Add(
            ClinicalGroup.Activity,
            Activity.Fewer(world, traits, state, c.Steps1000) + (c.ShortSleep * Math.Max(0, 6.5 - state.SleepHours)));
        hazard.Add(ClinicalGroup.Unmeasured, traits.Frailty.Rhythm + (c.Substrate * traits.Rhythm));
        return hazard;
    }
}
