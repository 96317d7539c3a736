using Phr.Simulator.Physiology;

namespace Phr.Simulator.Hazards;

/// <summary>
/// Log-hazard of first heart failure, per unit as named. Shape as PREVENT-HF (2023); level for Japan by prevalence.
/// </summary>
public sealed record HeartFailureCoefficients
{
    public BaselineRates Baseline { get; init; } = new(
        new AgeCurve(25, 0.011, 35, 0.055, 45, 0.15, 55, 0.33, 65, 0.56, 75, 0.98, 85, 3.4, 97, 7.5),
        new AgeCurve(25, 0.009, 35, 0.029, 45, 0.12, 55, 0.22, 65, 0.44, 75, 1.05, 85, 3.6, 97, 8.0));

    /// <summary>Per 10 mmHg of usual pressure. PREVENT-HF: 0.36 per 20 mmHg.</summary>
    public double Pressure10 { get; init; } = 0.16;

    public double PressureYears100 { get; init; } = 0.05;

    /// <summary>Per kg/m² above typical. PREVENT-HF: 0.30 to 0.37 per 5 above 30.</summary>
    public double Bmi { get; init; } = 0.05;

    public double YouthAdiposity { get; init; } = 0.15;

    /// <summary>PREVENT-HF: 0.92 to 1.04 at 55 y.</summary>
    public double Diabetes { get; init; } = 0.55;

    public double HbA1c { get; init; } = 0.08;

    public double GlucoseYears10 { get; init; } = 0.05;

    public double Smoker { get; init; } = 0.35;

    public double PackYears10 { get; init; } = 0.06;

    /// <summary>Per 15 mL/min/1.73 m² below 60. PREVENT-HF: 0.69 to 0.75 at 55 y.</summary>
    public double EgfrBelow60 { get; init; } = 0.40;

    public double LogAlbuminuria { get; init; } = 0.18;

    public double Fibrillation { get; init; } = 0.95;

    public double OldCoronary { get; init; } = 1.30;

    public double Steps1000 { get; init; } = 0.07;

    public double Rate10 { get; init; } = 0.12;

    public double Preeclampsia { get; init; } = 0.60;

    public double Depression { get; init; } = 0.15;
}

/// <summary>First heart failure.</summary>
public static class HeartFailureHazard
{
    public static LogHazard Of(World world, PersonTraits traits, LifeState state)
    {
        var (c, p) = (world.Hazards.HeartFailure, world.Physiology);
        var age = state.AgeYears;
        var hazard = new LogHazard(c.Baseline.LogRate(traits.Sex, age));
        hazard.Add(ClinicalGroup.BloodPressure, PressureLoad.Now(world, traits, state, c.Pressure10));
        hazard.AddLongRange(ClinicalGroup.BloodPressure, PressureLoad.Past(world, traits, state, c.PressureYears100));
        hazard.Add(ClinicalGroup.Weight, c.Bmi * (state.Bmi - SetPoints.Bmi(p, traits.Sex, age)));
        hazard.AddLongRange(ClinicalGroup.Weight, world.LongRange * c.YouthAdiposity * state.YouthAdiposity);
        hazard.Add(
            ClinicalGroup.GlucoseMetabolism,
            state.DiabetesMonth is null ? 0 : c.Diabetes + (c.HbA1c * Math.Max(0, state.HbA1c - 6)));
        hazard.AddLongRange(ClinicalGroup.GlucoseMetabolism, world.LongRange * c.GlucoseYears10 * state.GlucoseYears / 10);
        hazard.Add(ClinicalGroup.Smoking, state.Smoking == SmokingStatus.Current ? c.Smoker : 0);
        hazard.AddLongRange(ClinicalGroup.Smoking, world.LongRange * c.PackYears10 * state.PackYears / 10);
        hazard.Add(ClinicalGroup.Kidney, CoronaryHazard.KidneyShare(c.EgfrBelow60, c.LogAlbuminuria, world, state));
        hazard.Add(ClinicalGroup.HeartRhythm, state.FibrillationMonth is null ? 0 : c.Fibrillation);
        hazard.AddLongRange(ClinicalGroup.HeartAndVessels, state.FirstCoronaryMonth is null ? 0 : world.LongRange * c.OldCoronary);
        hazard.Add(
            ClinicalGroup.Activity,
            Activity.Fewer(world, traits, state, c.Steps1000) + Activity.Faster(world, traits, state, c.Rate10));
        hazard.AddLongRange(ClinicalGroup.PastPregnancy, state.PreeclampsiaMonth is null ? 0 : world.LongRange * c.Preeclampsia);
        hazard.AddLongRange(
            ClinicalGroup.Cancer,
            state.AnthracyclineMonth is null ? 0 : world.LongRange * world.Effects.AnthracyclineHeartFailure);
        hazard.Add(ClinicalGroup.MentalHealth, state.DepressionSinceMonth is null ? 0 : c.Depression);
        hazard.Add(ClinicalGroup.Treatment, CoronaryHazard.Taking(state, Treatments.Sglt2Inhibitor) * world.Effects.Sglt2HeartFailure * traits.Behaviour.Adherence);
        hazard.Add(ClinicalGroup.Unmeasured, traits.Frailty.HeartFailure);
        return hazard;
    }
}
