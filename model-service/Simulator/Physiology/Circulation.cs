using Phr.Simulator.Chance;

namespace Phr.Simulator.Physiology;

/// <summary>Fitness, resting rate, sleep, usual blood pressure and kidneys of one month.</summary>
internal static class Circulation
{
    private const Treatments PressureDrugs =
        Treatments.CalciumBlocker | Treatments.AngiotensinBlocker | Treatments.Thiazide | Treatments.BetaBlocker | Treatments.AngiotensinNeprilysin;

    private const double HarmlessSystolic = 115;

    /// <summary>
    /// Deviation of <see cref="PersonTraits.NephronLoss"/> beyond which a hereditary kidney disease is at work.
    /// </summary>
    private const double HereditaryLoss = 2.35;

    public static void Advance(World world, PersonTraits traits, LifeState state, double calendarYear, RandomStream chance)
    {
        AdvanceActivity(world, traits, state, chance);
        AdvancePressure(world, traits, state, calendarYear, chance);
        AdvanceKidney(world, traits, state, chance);
    }

    private static void AdvanceActivity(World world, PersonTraits traits, LifeState state, RandomStream chance)
    {
        var c = world.Physiology;
        state.FitnessDrift = Drift.Month(state.FitnessDrift, 2.5, chance);
        var fitness = (0.8 * traits.Fitness) + (0.6 * state.FitnessDrift);
        var illness = (state.DepressionSinceMonth is null ? 0 : 0.22) + (state.HeartFailureMonth is null ? 0 : 0.22)
            + (state.FirstStrokeMonth is null ? 0 : 0.25) + (state.DialysisMonth is null ? 0 : 0.25)
            + (state.CancerMonth is { } cancer && state.Month - cancer < 18 ? 0.3 : 0);
        state.Steps = (SetPoints.Steps(c, traits.Sex, state.AgeYears) * PortableMath.Exp((c.LogStepsDeviation * fitness) - illness)) + state.Held.Steps;
        var blocked = (state.Care.Treatments & Treatments.BetaBlocker) != 0
            ? world.Effects.BetaBlockerRate * traits.Behaviour.Adherence : 0;
        state.RestingRate = SetPoints.RestingRate(c, traits.Sex)
            + (c.RestingRateDeviation * ((0.8 * traits.RestingRate) - (0.5 * fitness) + (0.2 * state.Adiposity)))
            + (state.FibrillationMonth is null ? 0 : 9) + (state.Smoking == SmokingStatus.Current ? 2 : 0)
            + (state.HeartFailureMonth is null ? 0 : 4) + blocked;
        state.SleepHours = Math.Clamp(
            6.9 - (0.35 * traits.Mood) - (state.DepressionSinceMonth is null ? 0 : 0.8) + (0.25 * chance.Normal()),
            3.5, 9.5);
    }

    private static void AdvancePressure(World world, PersonTraits traits, LifeState state, double calendarYear, RandomStream chance)
    {
        var c = world.Physiology;
        state.PressureDrift = Drift.Month(state.PressureDrift, 4, chance);
        var mean = SetPoints.Systolic(c, traits.Sex, state.AgeYears) + (c.SystolicTrend * (calendarYear - 2015));
        var deviation = c.SystolicSpread * mean * ((0.8 * traits.Pressure) + (0.5 * state.PressureDrift));
        var added = (c.SystolicPerAdiposity * (state.Adiposity + (7 * state.WeightShift))) + (state.PreeclampsiaMonth is null ? 0 : 5)
            + (state.Egfr < 60 ? 0.25 * (60 - state.Egfr) : 0) - (0.8 * state.FitnessDrift);
        state.SystolicUntreated = mean + deviation + added - state.Held.Systolic;
        state.Systolic = Drift.Relax(state.Systolic, state.SystolicUntreated - PressureLowering(world, traits, state), 0.12);
        state.PressureYears += Math.Max(0, state.Systolic - HarmlessSystolic) / 12;
    }

    private static double PressureLowering(World world, PersonTraits traits, LifeState state)
    {
        var classes = int.PopCount((int)(state.Care.Treatments & PressureDrugs));
        var each = world.Effects.PressurePerClassMmHg + (world.Effects.PressurePerClassSlope * (state.SystolicUntreated - 154));
        var share = 1.0;
        var total = 0.0;
        for (var i = 0; i < classes; i++, share *= 0.85)
        {
            total += share * Math.Max(3, each);
        }

        return total * traits.Behaviour.Adherence;
    }

    private static void AdvanceKidney(World world, PersonTraits traits, LifeState state, RandomStream chance)
    {
        var c = world.Physiology;
        state.AlbuminuriaDrift = Drift.Month(state.AlbuminuriaDrift, 3, chance);
        var years = state.DiabetesMonth is { } onset ? (state.Month - onset) / 12.0 : 0;
        var deviation = (0.75 * traits.Albuminuria) + (0.45 * state.AlbuminuriaDrift) + (0.1 * state.Adiposity);
        var blocked = (state.Care.Treatments & (Treatments.AngiotensinBlocker | Treatments.AngiotensinNeprilysin)) != 0 ? 0.35 : 0;
        var target = SetPoints.LogAlbuminuria(c, state.AgeYears) + (c.LogAlbuminuriaDeviation * deviation)
            + (c.LogAlbuminuriaTail * Math.Max(0, deviation) * Math.Max(0, deviation))
            + (0.016 * (state.Systolic - 125)) + (0.28 * Math.Max(0, state.HbA1c - 6)) + (0.05 * Math.Min(years, 20))
            + (state.KidneyDeclineMonth is null ? 0 : 1.2) - (blocked * traits.Behaviour.Adherence);
        state.LogAlbuminuria = Drift.Relax(state.LogAlbuminuria, Math.Min(target, 9), 0.4);
        if (state.DialysisMonth is not null)
        {
            state.Egfr = Drift.Relax(state.Egfr, 6, 0.5);
            return;
        }

        var pending = state.EgfrPendingLoss / 4;
        state.EgfrPendingLoss -= pending;
        state.Egfr = Math.Max(4, state.Egfr - (YearlyLoss(c, traits, state) / 12) - pending);
    }

    private static double YearlyLoss(PhysiologyCoefficients c, PersonTraits traits, LifeState state)
    {
        var proteinuria = PortableMath.Logistic((state.LogAlbuminuria - 5.7) / 0.6);
        var heavy = PortableMath.Logistic((state.LogAlbuminuria - 6.9) / 0.4);
        var loss = c.EgfrLoss + (c.EgfrLossDeviation * traits.NephronLoss) + (c.EgfrLossProteinuria * proteinuria)
            + (c.EgfrLossHeavyProteinuria * heavy)
            + (state.KidneyDeclineMonth is null ? 0 : c.EgfrLossAfterDecline)
            + (traits.NephronLoss > HereditaryLoss && state.AgeYears >= 35 ? c.EgfrLossHereditary : 0)
            + (c.EgfrLossPressure10 * Math.Max(0, state.Systolic - 130) / 10) + (c.EgfrLossGlucose * Math.Max(0, state.HbA1c - 7));
        var sglt2 = (state.Care.Treatments & Treatments.Sglt2Inhibitor) != 0;
        return sglt2 && loss > 0 ? loss * c.EgfrLossUnderSglt2 : loss;
    }
}
