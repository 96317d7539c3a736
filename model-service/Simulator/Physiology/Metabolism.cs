using Phr.Simulator.Chance;

namespace Phr.Simulator.Physiology;

/// <summary>Weight, insulin resistance, HbA1c and lipids of one month.</summary>
internal static class Metabolism
{
    private const int YouthFromAge = 18;
    private const int YouthToAge = 25;

    /// <summary>
    /// A tablet lowers LDL by 40 % of its dose taken in full (moderate statin doses used in Japan: 35 to 45 %).
    /// </summary>
    private const double StatinLdlShare = 0.40;

    /// <summary>Years in which HbA1c comes near its diabetic level.</summary>
    internal const double DiabeticHbA1cYears = 0.35;

    public static void Advance(World world, PersonTraits traits, LifeState state, RandomStream chance)
    {
        var c = world.Physiology;
        state.AdiposityDrift = Drift.Month(state.AdiposityDrift, 12, chance);
        state.Adiposity = Adiposity(traits.Adiposity, state.AdiposityDrift);
        state.WeightShift = Drift.Relax(state.WeightShift, WeightTarget(world, traits, state), 0.7);
        var spread = traits.Sex == Sex.Male ? c.LogBmiDeviationMen : c.LogBmiDeviationWomen;
        state.Bmi = SetPoints.Bmi(c, traits.Sex, state.AgeYears) * PortableMath.Exp((spread * state.Adiposity) + state.WeightShift);
        RememberYouth(state);
        AdvanceGlucose(c, traits, state, chance);
        AdvanceLipids(c, traits, state, chance);
    }

    /// <summary>What is born and what drifts, standard deviations: together one again.</summary>
    internal static double Adiposity(double born, double drift) => (0.742 * born) + (0.671 * drift);

    private static double WeightTarget(World world, PersonTraits traits, LifeState state)
    {
        var effects = world.Effects;
        var kilograms = traits.Behaviour.Adherence * (
            (Taking(state, Treatments.Sulfonylurea) * effects.SulfonylureaKg)
            + (Taking(state, Treatments.Sglt2Inhibitor) * effects.Sglt2Kg)
            + (Taking(state, Treatments.Metformin) * effects.MetforminKg)
            + (Taking(state, Treatments.Insulin) * effects.InsulinKg)
            + (Taking(state, Treatments.Antidepressant) * effects.AntidepressantKg));
        var ill = state.CancerMonth is { } cancer && state.Month - cancer < 24 ? -0.05 : 0.0;
        var failing = state.HeartFailureMonth is null ? 0.0 : -0.03;
        var quit = state.QuitMonth is { } month && state.Month - month < 120 ? 0.035 : 0.0;
        return (kilograms / 62) + ill + failing + quit + state.Held.LogWeight;
    }

    private static void RememberYouth(LifeState state)
    {
        if (state.AgeYears < YouthToAge)
        {
            var months = state.Month - (YouthFromAge * 12) + 1;
            state.YouthAdiposity += (state.Adiposity - state.YouthAdiposity) / months;
        }
    }

    private static void AdvanceGlucose(PhysiologyCoefficients c, PersonTraits traits, LifeState state, RandomStream chance)
    {
        state.GlucoseDrift = Drift.Month(state.GlucoseDrift, 3, chance);
        state.InsulinResistance = (0.7 * traits.InsulinResistance) + (0.5 * state.Adiposity)
            + (16 * state.WeightShift / 3) - (0.2 * state.FitnessDrift);
        var target = state.DiabetesMonth is { } onset ? DiabeticTarget(c, traits, state, onset) : HealthyTarget(c, traits, state);
        state.HbA1c = Drift.Relax(state.HbA1c, target, state.DiabetesMonth is null ? 0.15 : DiabeticHbA1cYears);
        state.GlucoseYears += Math.Max(0, state.HbA1c - 5.7) / 12;
    }

    /// <summary>
    /// Stays below the diagnostic 6.5 %: crossing it is the onset of diabetes, which has a hazard of its own.
    /// </summary>
    private static double HealthyTarget(PhysiologyCoefficients c, PersonTraits traits, LifeState state)
    {
        var family = traits.FamilyDiabetes ? 0.05 : -0.0125;
        var raw = SetPoints.HbA1c(c, state.AgeYears) + (c.HbA1cPerResistance * state.InsulinResistance)
            - (c.HbA1cPerBetaCell * traits.BetaCell) + (0.11 * state.GlucoseDrift) + family;
        return raw < 6.0 ? raw : 6.45 - (0.45 * PortableMath.Exp(-(raw - 6.0) / 0.45));
    }

    private static double DiabeticTarget(PhysiologyCoefficients c, PersonTraits traits, LifeState state, int onset)
    {
        var years = (state.Month - onset) / 12.0;
        var untreated = UntreatedHbA1c(c, traits, state, years);
        var lowered = GlucoseTreatment.HbA1cDrop(state.Care.Treatments, Math.Max(untreated, 6.3), state.Egfr)
            * traits.Behaviour.Adherence * Math.Max(0.2, 1 + (0.35 * traits.DrugResponse));
        return DiabeticBounds(untreated - lowered);
    }

    /// <summary>%, to which diabetes so many years old tends without drugs.</summary>
    internal static double UntreatedHbA1c(PhysiologyCoefficients c, PersonTraits traits, LifeState state, double years) =>
        c.DiabeticHbA1c + (c.DiabeticHbA1cPerYear * Math.Min(years, 20))
        + (c.DiabeticHbA1cSpread * ((0.6 * state.InsulinResistance) - (0.6 * traits.BetaCell))) + (0.4 * state.GlucoseDrift);

    internal static double DiabeticBounds(double hbA1c) => Math.Clamp(hbA1c, 5.7, 13.5);

    private static void AdvanceLipids(PhysiologyCoefficients c, PersonTraits traits, LifeState state, RandomStream chance)
    {
        state.LdlDrift = Drift.Month(state.LdlDrift, 5, chance);
        var ldl = SetPoints.Ldl(c, traits.Sex, state.AgeYears)
            + (c.LdlDeviation * ((0.8 * traits.Ldl) + (0.5 * state.LdlDrift) + (0.15 * state.Adiposity)));
        var statin = 1 - (StatinLdlShare * traits.Behaviour.Adherence * Taking(state, Treatments.Statin));
        state.Ldl = Drift.Relax(state.Ldl, Math.Max(35, ldl) * statin, 0.2);
        var hdlDeviation = (0.85 * traits.Hdl) - (0.35 * state.Adiposity) + (0.2 * state.FitnessDrift)
            - (state.Smoking == SmokingStatus.Current ? 0.3 : 0);
        state.Hdl = Drift.Relax(state.Hdl, Math.Max(22, SetPoints.Hdl(c, traits.Sex) + (c.HdlDeviation * hdlDeviation)), 0.5);
        var logTriglycerides = PortableMath.Log(SetPoints.Triglycerides(c, traits.Sex))
            + (c.LogTriglyceridesDeviation * ((0.8 * traits.Triglycerides) + (0.45 * state.Adiposity) + (0.25 * state.GlucoseDrift)));
        state.Triglycerides = Drift.Relax(state.Triglycerides, PortableMath.Exp(logTriglycerides), 0.3);
    }

    private static int Taking(LifeState state, Treatments drug) => (state.Care.Treatments & drug) != 0 ? 1 : 0;
}
