using Phr.Simulator.Chance;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Hazards;

/// <summary>Log-hazard of type 2 diabetes, per unit as named.</summary>
public sealed record DiabetesCoefficients
{
    /// <summary>
    /// Shape from NHNS prevalence by age (strongly suspected diabetes 16.8 % of men, 8.9 % of women in 2023).
    /// </summary>
    public BaselineRates Baseline { get; init; } = new(
        new AgeCurve(25, 0.19, 35, 1.05, 45, 2.45, 55, 4.8, 65, 5.2, 75, 4.3, 85, 3.4, 97, 3.0),
        new AgeCurve(25, 0.09, 35, 0.26, 45, 0.54, 55, 1.22, 65, 2.2, 75, 2.45, 85, 2.25, 97, 2.1));

    /// <summary>Per % HbA1c above typical. J-ECOH: fasting glucose and HbA1c lift the AUC from .72 to .89.</summary>
    public double HbA1c { get; init; } = 3.8;

    /// <summary>Per kg/m² above typical for the age, beyond what HbA1c shows.</summary>
    public double Bmi { get; init; } = 0.055;

    public double Family { get; init; } = 0.50;

    public double Smoker { get; init; } = 0.25;

    /// <summary>
    /// Per 1,000 steps a day fewer than typical: 7,000 against 2,000 steps is 14 % lower (Ding 2025).
    /// </summary>
    public double Steps1000 { get; init; } = 0.065;

    /// <summary>Per hour of sleep below 6.5.</summary>
    public double ShortSleep { get; init; } = 0.12;

    public double Depression { get; init; } = 0.20;

    /// <summary>Per 10 mmHg and per unit of log triglycerides.</summary>
    public double Pressure10 { get; init; } = 0.05;

    public double LogTriglycerides { get; init; } = 0.20;

    /// <summary>
    /// Gestational diabetes, full from five years after: relative risk 7 to 10 with its low beta-cell reserve (Bellamy
    /// 2009, Vounzoulaki 2020).
    /// </summary>
    public double GestationalDiabetes { get; init; } = 1.45;

    /// <summary>Per standard deviation of adiposity between 18 and 25, whatever the weight is now.</summary>
    public double YouthAdiposity { get; init; } = 0.48;
}

/// <summary>Onset of type 2 diabetes.</summary>
public static class DiabetesHazard
{
    public static LogHazard Of(World world, PersonTraits traits, LifeState state)
    {
        var (c, p) = (world.Hazards.Diabetes, world.Physiology);
        var age = state.AgeYears;
        var hazard = new LogHazard(c.Baseline.LogRate(traits.Sex, age));
        hazard.Add(ClinicalGroup.AgeSexFamily, traits.FamilyDiabetes ? c.Family : 0);
        hazard.Add(ClinicalGroup.GlucoseMetabolism, c.HbA1c * (state.HbA1c - SetPoints.HbA1c(p, age)));
        hazard.Add(ClinicalGroup.Weight, c.Bmi * (state.Bmi - SetPoints.Bmi(p, traits.Sex, age)));
        hazard.Add(ClinicalGroup.Smoking, state.Smoking == SmokingStatus.Current ? c.Smoker : 0);
        hazard.Add(
            ClinicalGroup.Activity,
            Activity.Fewer(world, traits, state, c.Steps1000) + (c.ShortSleep * Math.Max(0, 6.5 - state.SleepHours)));
        hazard.Add(ClinicalGroup.MentalHealth, state.DepressionSinceMonth is null ? 0 : c.Depression);
        hazard.Add(ClinicalGroup.BloodPressure, PressureLoad.Now(world, traits, state, c.Pressure10));
        var logTriglycerides = PortableMath.Log(state.Triglycerides / SetPoints.Triglycerides(p, traits.Sex));
        hazard.Add(ClinicalGroup.Lipids, c.LogTriglycerides * logTriglycerides);
        hazard.AddLongRange(
            ClinicalGroup.PastPregnancy,
            world.LongRange * c.GestationalDiabetes * Ripe(state, state.GestationalDiabetesMonth));
        hazard.AddLongRange(ClinicalGroup.Weight, world.LongRange * c.YouthAdiposity * state.YouthAdiposity);
        hazard.Add(ClinicalGroup.Unmeasured, traits.Frailty.Diabetes);
        return hazard;
    }

    /// <summary>0 at the pregnancy, 1 from five years after it.</summary>
    private static double Ripe(LifeState state, int? since) => since is { } month ? Math.Min(1, (state.Month - month) / 60.0) : 0;
}
