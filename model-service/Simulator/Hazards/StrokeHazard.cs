using Phr.Simulator.Chance;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Hazards;

/// <summary>Log-hazard of stroke, per unit as named.</summary>
public sealed record StrokeCoefficients
{
    /// <summary>First-ever stroke in Japanese registries, per 1,000 person-years.</summary>
    public BaselineRates Baseline { get; init; } = new(
        new AgeCurve(25, 0.022, 35, 0.095, 45, 0.34, 55, 0.58, 65, 0.85, 75, 1.35, 85, 3.4, 97, 7.5),
        new AgeCurve(25, 0.012, 35, 0.07, 45, 0.19, 55, 0.44, 65, 0.66, 75, 1.45, 85, 3.2, 97, 7.0));

    /// <summary>
    /// Per 10 mmHg of usual pressure at 60 y and its change with each decade. JALS: 160-179 against below 120 is 21
    /// points; J-HOP home 1.47 at 80 y.
    /// </summary>
    public double Pressure10 { get; init; } = 0.34;

    public double Pressure10PerDecade { get; init; } = -0.02;

    public double PressureYears100 { get; init; } = 0.08;

    public double Variability { get; init; } = 0.30;

    /// <summary>JALS: 6 points of 0.0693; EPOCH-JAPAN 0.46.</summary>
    public double Diabetes { get; init; } = 0.38;

    /// <summary>Per % HbA1c above 6 in diabetes. UKPDS 82: 0.092.</summary>
    public double HbA1c { get; init; } = 0.09;

    public double GlucoseYears10 { get; init; } = 0.06;

    /// <summary>JALS: 7 points.</summary>
    public double Smoker { get; init; } = 0.42;

    public double PackYears10 { get; init; } = 0.08;

    public double Ldl30 { get; init; } = 0.08;

    public double EgfrBelow60 { get; init; } = 0.28;

    public double LogAlbuminuria { get; init; } = 0.17;

    /// <summary>JALS: 21 points; Framingham about 4 to 5 fold.</summary>
    public double Fibrillation { get; init; } = 1.45;

    /// <summary>JALS: BMI below 18.5 is 7 points of all cardiovascular events.</summary>
    public double Underweight { get; init; } = 0.35;

    public double Steps1000 { get; init; } = 0.09;

    public double Rate10 { get; init; } = 0.06;

    public double Depression { get; init; } = 0.25;

    public double Preeclampsia { get; init; } = 0.55;

    /// <summary>HELT-E2S2: previous stroke 2.75.</summary>
    public double OldStroke { get; init; } = 1.01;

    public double FirstYear { get; init; } = 0.7;

    public double OldCoronary { get; init; } = 0.35;
}

/// <summary>Stroke of any type.</summary>
public static class StrokeHazard
{
    public static LogHazard Of(World world, PersonTraits traits, LifeState state)
    {
        var (c, p) = (world.Hazards.Stroke, world.Physiology);
        var age = state.AgeYears;
        var hazard = new LogHazard(c.Baseline.LogRate(traits.Sex, age));
        var per10 = Math.Max(0.08, c.Pressure10 + (c.Pressure10PerDecade * (age - 60) / 10));
        hazard.Add(ClinicalGroup.BloodPressure, PressureLoad.Now(world, traits, state, per10));
        hazard.Add(ClinicalGroup.BloodPressure, c.Variability * traits.PressureVariability);
        hazard.AddLongRange(ClinicalGroup.BloodPressure, PressureLoad.Past(world, traits, state, c.PressureYears100));
        hazard.Add(
            ClinicalGroup.GlucoseMetabolism,
            state.DiabetesMonth is null ? 0 : c.Diabetes + (c.HbA1c * Math.Max(0, state.HbA1c - 6)));
        hazard.AddLongRange(ClinicalGroup.GlucoseMetabolism, world.LongRange * c.GlucoseYears10 * state.GlucoseYears / 10);
        hazard.Add(ClinicalGroup.Smoking, state.Smoking == SmokingStatus.Current ? c.Smoker : 0);
        hazard.AddLongRange(ClinicalGroup.Smoking, world.LongRange * c.PackYears10 * state.PackYears / 10);
        hazard.Add(ClinicalGroup.Lipids, c.Ldl30 * (state.Ldl - SetPoints.Ldl(p, traits.Sex, age)) / 30);
        hazard.Add(ClinicalGroup.Kidney, CoronaryHazard.KidneyShare(c.EgfrBelow60, c.LogAlbuminuria, world, state));
        hazard.Add(ClinicalGroup.HeartRhythm, state.FibrillationMonth is null ? 0 : c.Fibrillation);
        hazard.Add(ClinicalGroup.Weight, state.Bmi < 18.5 ? c.Underweight : 0);
        hazard.Add(
            ClinicalGroup.Activity,
            Activity.Fewer(world, traits, state, c.Steps1000) + Activity.Faster(world, traits, state, c.Rate10));
        hazard.Add(ClinicalGroup.MentalHealth, state.DepressionSinceMonth is null ? 0 : c.Depression);
        hazard.AddLongRange(ClinicalGroup.PastPregnancy, state.PreeclampsiaMonth is null ? 0 : world.LongRange * c.Preeclampsia);
        AddOldEvents(c, world, state, ref hazard);
        var anticoagulated = state.FibrillationMonth is null ? 0 : CoronaryHazard.Taking(state, Treatments.Anticoagulant);
        hazard.Add(ClinicalGroup.Treatment, anticoagulated * world.Effects.AnticoagulantStroke * traits.Behaviour.Adherence);
        hazard.Add(ClinicalGroup.Unmeasured, traits.Frailty.Stroke);
        return hazard;
    }

    private static void AddOldEvents(StrokeCoefficients c, World world, LifeState state, ref LogHazard hazard)
    {
        if (state.LastStrokeMonth is { } last)
        {
            hazard.AddLongRange(ClinicalGroup.HeartAndVessels, world.LongRange * c.OldStroke);
            hazard.Add(ClinicalGroup.HeartAndVessels, c.FirstYear * PortableMath.Exp(-(state.Month - last) / 9.0));
        }

        hazard.AddLongRange(ClinicalGroup.HeartAndVessels, state.FirstCoronaryMonth is null ? 0 : world.LongRange * c.OldCoronary);
    }
}
