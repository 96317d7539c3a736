using Phr.Simulator.Chance;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Hazards;

/// <summary>Log-hazard of decompensation in known heart failure, per unit as named.</summary>
public sealed record DecompensationCoefficients
{
    /// <summary>
    /// Unplanned admissions for heart failure per year of a stable person of 75 (readmission within a year about 25 to
    /// 35 % in Japan).
    /// </summary>
    public double YearlyRate { get; init; } = 0.085;

    public double AgeDecade { get; init; } = 0.18;

    /// <summary>
    /// Per standard deviation of congestion: +2 to 5 lb in a week is an odds ratio of 2.8, more than 10 lb 7.7
    /// (Chaudhry 2007).
    /// </summary>
    public double Congestion { get; init; } = 1.05;

    public double EgfrBelow60 { get; init; } = 0.30;

    public double Fibrillation { get; init; } = 0.30;

    public double OldCoronary { get; init; } = 0.25;

    public double Pressure10 { get; init; } = 0.06;

    public double Diabetes { get; init; } = 0.20;

    public double Rate10 { get; init; } = 0.12;

    public double Depression { get; init; } = 0.30;

    /// <summary>In the months after an admission; falls with a time constant of six months.</summary>
    public double RecentAdmission { get; init; } = 1.1;
}

/// <summary>Decompensation of a known heart failure. The rate holds for a week: congestion moves by the week.</summary>
public static class DecompensationHazard
{
    public static LogHazard Of(World world, PersonTraits traits, LifeState state)
    {
        var (c, p) = (world.Hazards.Decompensation, world.Physiology);
        var hazard = new LogHazard(PortableMath.Log(c.YearlyRate) + (c.AgeDecade * (state.AgeYears - 75) / 10));
        hazard.Add(ClinicalGroup.HeartAndVessels, c.Congestion * state.Congestion);
        hazard.Add(ClinicalGroup.HeartAndVessels, state.FirstCoronaryMonth is null ? 0 : c.OldCoronary);
        hazard.Add(ClinicalGroup.HeartAndVessels, state.LastDecompensationMonth is { } last ? c.RecentAdmission * PortableMath.Exp(-(state.Month - last) / 6.0) : 0);
        hazard.Add(ClinicalGroup.Kidney, c.EgfrBelow60 * Math.Max(0, 60 - state.Egfr) / 15);
        hazard.Add(ClinicalGroup.HeartRhythm, state.FibrillationMonth is null ? 0 : c.Fibrillation);
        hazard.Add(ClinicalGroup.BloodPressure, PressureLoad.Now(world, traits, state, c.Pressure10));
        hazard.Add(ClinicalGroup.GlucoseMetabolism, state.DiabetesMonth is null ? 0 : c.Diabetes);
        hazard.Add(ClinicalGroup.Activity, Activity.Faster(world, traits, state, c.Rate10));
        hazard.Add(ClinicalGroup.MentalHealth, state.DepressionSinceMonth is null ? 0 : c.Depression);
        hazard.Add(ClinicalGroup.Treatment, TreatmentShare(world.Effects, traits, state));
        hazard.Add(ClinicalGroup.Unmeasured, traits.Frailty.HeartFailure);
        return hazard;
    }

    private static double TreatmentShare(TreatmentEffects effects, PersonTraits traits, LifeState state) => traits.Behaviour.Adherence * (
        (CoronaryHazard.Taking(state, Treatments.BetaBlocker) * effects.BetaBlockerDecompensation)
        + (CoronaryHazard.Taking(state, Treatments.MineralocorticoidBlocker) * effects.MineralocorticoidDecompensation)
        + (CoronaryHazard.Taking(state, Treatments.AngiotensinNeprilysin) * effects.ArniDecompensation)
        + (CoronaryHazard.Taking(state, Treatments.Sglt2Inhibitor) * effects.Sglt2HeartFailure));
}
