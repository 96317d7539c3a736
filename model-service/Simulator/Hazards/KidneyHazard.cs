using Phr.Simulator.Physiology;

namespace Phr.Simulator.Hazards;

/// <summary>Log-hazard of kidney decline, per unit as named.</summary>
public sealed record KidneyCoefficients
{
    /// <summary>Per 1,000 person-years of people whose eGFR and albuminuria are typical for their age.</summary>
    public BaselineRates Baseline { get; init; } = new(
        new AgeCurve(25, 0.09, 35, 0.16, 45, 0.25, 55, 0.29, 65, 0.42, 75, 0.60, 85, 1.4, 97, 2.4),
        new AgeCurve(25, 0.065, 35, 0.11, 45, 0.19, 55, 0.31, 65, 0.43, 75, 0.65, 85, 1.1, 97, 1.9));

    /// <summary>Per unit of log albuminuria. KFRE (Tangri 2016): 0.451.</summary>
    public double LogAlbuminuria { get; init; } = 0.55;

    /// <summary>Per 10 mL/min/1.73 m² below typical for the age, and additionally below 45.</summary>
    public double Egfr10 { get; init; } = 0.17;

    public double Egfr10Below45 { get; init; } = 0.30;

    /// <summary>Below 15 mL/min/1.73 m² the outcome is reached by definition: within weeks it is counted.</summary>
    public double EgfrBelow15 { get; init; } = 8;

    public double Pressure10 { get; init; } = 0.14;

    public double PressureYears100 { get; init; } = 0.07;

    public double Diabetes { get; init; } = 0.35;

    public double HbA1c { get; init; } = 0.17;

    public double GlucoseYears10 { get; init; } = 0.12;

    public double Smoker { get; init; } = 0.25;

    public double PackYears10 { get; init; } = 0.06;

    public double Bmi { get; init; } = 0.015;

    public double YouthAdiposity { get; init; } = 0.24;

    public double HeartFailure { get; init; } = 0.55;

    public double Preeclampsia { get; init; } = 0.80;

    public double Rate10 { get; init; } = 0.05;

    public double Depression { get; init; } = 0.12;
}

/// <summary>A lasting loss of 40 % of eGFR.</summary>
public static class KidneyHazard
{
    public static LogHazard Of(World world, PersonTraits traits, LifeState state)
    {
        var (c, p) = (world.Hazards.Kidney, world.Physiology);
        var age = state.AgeYears;
        var hazard = new LogHazard(c.Baseline.LogRate(traits.Sex, age));
        hazard.Add(ClinicalGroup.Kidney, c.LogAlbuminuria * (state.LogAlbuminuria - SetPoints.LogAlbuminuria(p, age)));
        hazard.Add(ClinicalGroup.Kidney, (c.Egfr10 * (SetPoints.Egfr(p, age) - state.Egfr) / 10) + (c.Egfr10Below45 * Math.Max(0, 45 - state.Egfr) / 10));
        hazard.Add(ClinicalGroup.Kidney, state.Egfr < 15 ? c.EgfrBelow15 : 0);
        hazard.Add(ClinicalGroup.BloodPressure, PressureLoad.Now(world, traits, state, c.Pressure10));
        hazard.AddLongRange(ClinicalGroup.BloodPressure, PressureLoad.Past(world, traits, state, c.PressureYears100));
        hazard.Add(
            ClinicalGroup.GlucoseMetabolism,
            state.DiabetesMonth is null ? 0 : c.Diabetes + (c.HbA1c * Math.Max(0, state.HbA1c - 6)));
        hazard.AddLongRange(ClinicalGroup.GlucoseMetabolism, world.LongRange * c.GlucoseYears10 * state.GlucoseYears / 10);
        hazard.Add(ClinicalGroup.Smoking, state.Smoking == SmokingStatus.Current ? c.Smoker : 0);
        hazard.AddLongRange(ClinicalGroup.Smoking, world.LongRange * c.PackYears10 * state.PackYears / 10);
        hazard.Add(ClinicalGroup.Weight, c.Bmi * (state.Bmi - SetPoints.Bmi(p, traits.Sex, age)));
        hazard.AddLongRange(ClinicalGroup.Weight, world.LongRange * c.YouthAdiposity * state.YouthAdiposity);
        hazard.Add(ClinicalGroup.HeartAndVessels, state.HeartFailureMonth is null ? 0 : c.HeartFailure);
        hazard.AddLongRange(ClinicalGroup.PastPregnancy, state.PreeclampsiaMonth is null ? 0 : world.LongRange * c.Preeclampsia);
        hazard.Add(ClinicalGroup.Activity, Activity.Faster(world, traits, state, c.Rate10));
        hazard.Add(ClinicalGroup.MentalHealth, state.DepressionSinceMonth is null ? 0 : c.Depression);
        hazard.Add(ClinicalGroup.Treatment, TreatmentShare(world, traits, state));
        hazard.Add(ClinicalGroup.Unmeasured, traits.Frailty.Kidney);
        return hazard;
    }

    private static double TreatmentShare(World world, PersonTraits traits, LifeState state)
    {
        var blocked = CoronaryHazard.Taking(state, Treatments.AngiotensinBlocker | Treatments.AngiotensinNeprilysin);
        var sglt2 = CoronaryHazard.Taking(state, Treatments.Sglt2Inhibitor);
        return traits.Behaviour.Adherence * ((blocked * world.Effects.AngiotensinKidney) + (sglt2 * world.Effects.Sglt2Kidney));
    }
}
