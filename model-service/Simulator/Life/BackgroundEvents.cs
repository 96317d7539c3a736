using Phr.Simulator.Chance;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Life;

/// <summary>Smoking, pregnancy, depression, cancer and dialysis of one month.</summary>
internal static class BackgroundEvents
{
    private const int PregnancyMonths = 9;
    private const int GlucoseScreeningMonth = 6;
    private const double DialysisEgfr = 8;

    /// <param name="spared">Conception, cancer and dialysis among them are left to who knows of them from a record.</param>
    public static Happenings Advance(World world, PersonTraits traits, LifeState state, RandomStream chance, Happenings spared) =>
        Smoking(world, traits, state, chance)
        | ((spared & Happenings.Conception) != 0 ? Happenings.None : Pregnancy(world, traits, state, chance))
        | Depression(world, traits, state, chance)
        | ((spared & Happenings.CancerFound) != 0 ? Happenings.None : CancerOf(world, traits, state, chance))
        | ((spared & Happenings.DialysisBegan) != 0 ? Happenings.None : Dialysis(state, chance));

    /// <summary>Rate a year at which a smoker gives up without an illness or a pregnancy.</summary>
    internal static double QuitRate(World world, PersonTraits traits, int month) =>
        world.Physiology.Quitting.At(Calendar.Year(traits.Born, month)) * PortableMath.Exp(0.6 * traits.Behaviour.QuitTendency);

    /// <summary>Probability that a screening in pregnancy finds gestational diabetes.</summary>
    internal static double GestationalDiabetes(World world, PersonTraits traits, LifeState state)
    {
        var c = world.Events;
        var odds = c.GestationalDiabetesLogOdds + (c.GestationalPerResistance * state.InsulinResistance)
            - (c.GestationalPerBetaCell * traits.BetaCell) + (0.07 * (state.AgeYears - 30)) + (traits.FamilyDiabetes ? 0.5 : 0);
        return PortableMath.Logistic(odds);
    }

    /// <summary>Probability that a birth is one with pre-eclampsia.</summary>
    internal static double Preeclampsia(World world, PersonTraits traits, LifeState state)
    {
        var deviation = (0.8 * traits.Pressure) + (0.5 * state.PressureDrift) + (0.4 * state.Adiposity);
        var log = world.Events.PreeclampsiaLogOdds + (world.Events.PreeclampsiaPerPressure * deviation) + (state.Births == 0 ? 0.4 : -0.4);
        return PortableMath.Logistic(log);
    }

    private static Happenings Smoking(World world, PersonTraits traits, LifeState state, RandomStream chance)
    {
        if (state.Smoking == SmokingStatus.Never && state.AgeYears >= (traits.Behaviour.SmokingFromAge ?? double.MaxValue))
        {
            state.Smoking = SmokingStatus.Current;
        }

        if (state.Smoking != SmokingStatus.Current)
        {
            return Happenings.None;
        }

        state.PackYears += (traits.Sex == Sex.Male ? world.Events.PacksMen : world.Events.PacksWomen) / 12;
        var scare = state.LastCoronaryMonth ?? state.LastStrokeMonth ?? state.HeartFailureMonth ?? state.CancerMonth;
        var scared = scare is { } month && state.Month - month < 12 ? 10.0 : 1.0;
        var pregnant = state.PregnancySinceMonth is null ? 1.0 : 6.0;
        var rate = QuitRate(world, traits, state.Month);
        if (!chance.Chance(PortableMath.EventProbability(rate * scared * pregnant, 1.0 / 12)))
        {
            return Happenings.None;
        }

        state.Smoking = SmokingStatus.Former;
        state.QuitMonth = state.Month;
        return Happenings.QuitSmoking;
    }

    private static Happenings Pregnancy(World world, PersonTraits traits, LifeState state, RandomStream chance)
    {
        if (traits.Sex == Sex.Male || state.AgeYears > 45)
        {
            return Happenings.None;
        }

        if (state.PregnancySinceMonth is { } since)
        {
            return Carry(world, traits, state, state.Month - since, chance);
        }

        var perThousand = world.Events.Fertility.At(state.AgeYears) * world.Events.CohortFertility.At(traits.Born.Year);
        if (!chance.Chance(perThousand * 1.12 / 12000))
        {
            return Happenings.None;
        }

        state.PregnancySinceMonth = state.Month;
        return Happenings.Conception;
    }

    private static Happenings Carry(World world, PersonTraits traits, LifeState state, int months, RandomStream chance)
    {
        if (months == GlucoseScreeningMonth)
        {
            state.GestationalDiabetesMonth ??= state.DiabetesMonth is null
                && chance.Chance(GestationalDiabetes(world, traits, state)) ? state.Month : null;
        }

        if (months < PregnancyMonths)
        {
            return Happenings.None;
        }

        state.PreeclampsiaMonth ??= chance.Chance(Preeclampsia(world, traits, state)) ? state.Month : null;
        state.PregnancySinceMonth = null;
        state.Births++;
        return Happenings.Birth;
    }

    private static Happenings Depression(World world, PersonTraits traits, LifeState state, RandomStream chance)
    {
        if (state.DepressionSinceMonth is not null)
        {
            var treated = (state.Care.Treatments & Treatments.Antidepressant) != 0 ? 1.4 : 1.0;
            if (!chance.Chance(PortableMath.EventProbability(treated / world.Events.DepressionMonths, 1)))
            {
                return Happenings.None;
            }

            state.DepressionSinceMonth = null;
            return Happenings.DepressionEnded;
        }

        var perThousand = traits.Sex == Sex.Male ? world.Events.DepressionMen : world.Events.DepressionWomen;
        var burden = (state.FirstStrokeMonth is null ? 0 : 0.7) + (state.FirstCoronaryMonth is null ? 0 : 0.5)
            + (state.CancerMonth is null ? 0 : 0.4);
        var log = (world.Events.DepressionPerMood * traits.Mood)
            + (state.DepressionEpisodes > 0 ? world.Events.DepressionRecurrence : 0) + burden;
        if (!chance.Chance(PortableMath.EventProbability(perThousand / 1000 * PortableMath.Exp(log), 1.0 / 12)))
        {
            return Happenings.None;
        }

        state.DepressionSinceMonth = state.Month;
        state.DepressionEpisodes++;
        return Happenings.DepressionBegan;
    }

    private static Happenings CancerOf(World world, PersonTraits traits, LifeState state, RandomStream chance)
    {
        if (state.CancerMonth is not null)
        {
            return Happenings.None;
        }

        var male = traits.Sex == Sex.Male;
        var perThousand = (male ? world.Events.CancerMen : world.Events.CancerWomen).At(state.AgeYears);
        var smoking = 0.10 * Math.Min(state.PackYears, 60) / 10;
        if (!chance.Chance(PortableMath.EventProbability(perThousand / 1000 * PortableMath.Exp(smoking), 1.0 / 12)))
        {
            return Happenings.None;
        }

        var cancers = world.Events.Cancers;
        Span<double> shares = stackalloc double[cancers.Count];
        for (var i = 0; i < cancers.Count; i++)
        {
            shares[i] = male ? cancers[i].ShareMen : cancers[i].ShareWomen;
        }

        state.CancerMonth = state.Month;
        state.CancerSite = chance.Choose(shares);
        state.AnthracyclineMonth = chance.Chance(cancers[state.CancerSite].AnthracyclineShare) ? state.Month : null;
        return Happenings.CancerFound;
    }

    private static Happenings Dialysis(LifeState state, RandomStream chance)
    {
        if (state.DialysisMonth is not null || state.Egfr > DialysisEgfr || !chance.Chance(0.3))
        {
            return Happenings.None;
        }

        state.DialysisMonth = state.Month;
        return Happenings.DialysisBegan;
    }
}
