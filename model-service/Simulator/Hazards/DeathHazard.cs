using Phr.Simulator.Chance;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Hazards;

/// <summary>Log-hazard of death from causes other than the simulated events, per unit as named.</summary>
public sealed record DeathCoefficients
{
    /// <summary>
    /// Other causes per 1,000 person-years in 2024: the IPSS life tables (men 2024, women 2025; Gompertz, g = .0965 and
    /// .0976) less the deaths of the simulated events and what the factors below add.
    /// </summary>
    public BaselineRates Baseline { get; init; } = new(
        new AgeCurve(25, 0.30, 35, 0.26, 45, 0.48, 55, 0.72, 65, 1.50, 75, 4.2, 85, 22, 97, 60),
        new AgeCurve(25, 0.11, 35, 0.09, 45, 0.22, 55, 0.60, 65, 1.05, 75, 2.2, 85, 17, 97, 50));

    /// <summary>Mortality of earlier years: share a year by which it was higher before 2024.</summary>
    public double YearlyFall { get; init; } = 0.012;

    public double Smoker { get; init; } = 0.45;

    public double PackYears10 { get; init; } = 0.06;

    /// <summary>Per 1,000 steps a day: .88 (.83-.93), linear from 2.7 to 17 thousand.</summary>
    public double Steps1000 { get; init; } = 0.10;

    /// <summary>Resting rate per 10 beats: 1.09 (Zhang 2016, 46 studies).</summary>
    public double Rate10 { get; init; } = 0.086;

    public double Underweight { get; init; } = 0.40;

    public double Diabetes { get; init; } = 0.30;

    public double EgfrBelow60 { get; init; } = 0.22;

    public double Dialysis { get; init; } = 2.3;

    public double HeartFailure { get; init; } = 0.65;

    public double OldStroke { get; init; } = 0.35;

    public double Fibrillation { get; init; } = 0.30;

    public double Depression { get; init; } = 0.45;

    /// <summary>Factor on the yearly death rate of a cancer's site, in its first six years.</summary>
    public double CancerRate { get; init; } = 0.75;
}

/// <summary>
/// Death from other causes than coronary events, strokes and decompensation, which kill in their own right.
/// </summary>
public static class DeathHazard
{
    private const int CancerDangerMonths = 72;

    public static LogHazard Of(World world, PersonTraits traits, LifeState state, double calendarYear)
    {
        var c = world.Hazards.Death;
        var hazard = new LogHazard(c.Baseline.LogRate(traits.Sex, state.AgeYears) + (c.YearlyFall * Math.Max(0, 2024 - calendarYear)));
        hazard.Add(ClinicalGroup.Smoking, state.Smoking == SmokingStatus.Current ? c.Smoker : 0);
        hazard.AddLongRange(ClinicalGroup.Smoking, world.LongRange * c.PackYears10 * state.PackYears / 10);
        hazard.Add(
            ClinicalGroup.Activity,
            Activity.Fewer(world, traits, state, c.Steps1000) + Activity.Faster(world, traits, state, c.Rate10));
        hazard.Add(ClinicalGroup.Weight, state.Bmi < 18.5 ? c.Underweight : 0);
        hazard.Add(ClinicalGroup.GlucoseMetabolism, state.DiabetesMonth is null ? 0 : c.Diabetes);
        hazard.Add(
            ClinicalGroup.Kidney,
            (c.EgfrBelow60 * Math.Max(0, 60 - state.Egfr) / 15) + (state.DialysisMonth is null ? 0 : c.Dialysis));
        hazard.Add(ClinicalGroup.HeartAndVessels, (state.HeartFailureMonth is null ? 0 : c.HeartFailure) + (state.FirstStrokeMonth is null ? 0 : c.OldStroke));
        hazard.Add(ClinicalGroup.HeartRhythm, state.FibrillationMonth is null ? 0 : c.Fibrillation);
        hazard.Add(ClinicalGroup.MentalHealth, state.DepressionSinceMonth is null ? 0 : c.Depression);
        hazard.Add(ClinicalGroup.Unmeasured, traits.Frailty.Death);
        AddCancer(world, state, ref hazard);
        return hazard;
    }

    /// <summary>
    /// Cancer adds a rate of its own; on the log-hazard that is the logarithm of the ratio with and without it.
    /// </summary>
    private static void AddCancer(World world, LifeState state, ref LogHazard hazard)
    {
        if (state.CancerMonth is not { } month || state.Month - month > CancerDangerMonths)
        {
            return;
        }

        var without = hazard.Rate;
        var added = world.Hazards.Death.CancerRate * world.Events.Cancers[state.CancerSite].YearlyDeathRate;
        hazard.Add(ClinicalGroup.Cancer, PortableMath.Log((without + added) / without));
    }
}
