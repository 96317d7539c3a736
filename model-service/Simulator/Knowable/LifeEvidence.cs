using Phr.Simulator.Care;
using Phr.Simulator.Chance;
using Phr.Simulator.Life;
using Phr.Simulator.Observation;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Knowable;

/// <summary>Weighs a body by what a record tells of smoking, pregnancies, mood and cancer, and sets it to that.</summary>
internal sealed class LifeEvidence(World world, RandomStream chance)
{
    private const int MonthsOfPregnancyAtFirstVisit = 2;
    private const int EpisodeMonthsBeforeCare = 9;
    private const int YearMonths = 12;

    public void Weigh(Particle particle, RecordedMonth month)
    {
        var state = particle.State;
        Pregnancy(particle, month);
        if (month.Has(Recorded.Cancer))
        {
            (state.CancerMonth, state.CancerSite) = (state.CancerMonth ?? state.Month, month.CancerSite);
        }

        if (month.Has(Recorded.Anthracycline))
        {
            state.AnthracyclineMonth ??= state.Month;
        }

        if (month.Has(Recorded.Dialysis))
        {
            state.DialysisMonth ??= state.Month;
        }
    }

    public void Mood(Particle particle, RecordedMonth month, CareState before, CareState after)
    {
        const Treatments drugs = MentalHealthCare.Drugs;
        var state = particle.State;
        var (was, treated) = ((before.Treatments & drugs) != 0, (after.Treatments & drugs) != 0);
        if (treated && !was && state.DepressionSinceMonth is null)
        {
            particle.Weigh(PortableMath.Exp(world.Events.DepressionPerMood * particle.Traits.Mood));
            state.DepressionSinceMonth = state.Month - chance.Below(EpisodeMonthsBeforeCare);
            state.DepressionEpisodes++;
        }
        else if (was && !treated)
        {
            state.DepressionSinceMonth = null;
        }
        else if (!treated && state.DepressionSinceMonth is not null && !month.Has(Recorded.Stay))
        {
            particle.Weigh(1 - MentalHealthCare.CareSought(particle.Traits.Behaviour));
        }
    }

    /// <summary>
    /// An answer that a body cannot give rules it out; but who gave up since the last answer is put back to a month of that time.
    /// </summary>
    public void Smoking(Particle particle, SmokingStatus answer, int lastAnswerMonth)
    {
        var state = particle.State;
        if (answer == SmokingStatus.Former && state.Smoking == SmokingStatus.Current)
        {
            var months = Math.Max(1, state.Month - Math.Max(lastAnswerMonth, state.Month - (5 * YearMonths)));
            var rate = BackgroundEvents.QuitRate(world, particle.Traits, state.Month);
            particle.Weigh(PortableMath.EventProbability(rate, months / (double)YearMonths));
            state.Smoking = SmokingStatus.Former;
            state.QuitMonth = state.Month - chance.Below(months);
        }
        else if (answer == SmokingStatus.Current && state.Smoking == SmokingStatus.Never)
        {
            TakesUp(particle);
        }
        else if (answer != state.Smoking)
        {
            particle.Weigh(0);
        }
    }

    /// <summary>A body that never smoked stands for its like that does: it weighs by the odds of the two.</summary>
    private void TakesUp(Particle particle)
    {
        var (traits, state) = (particle.Traits, particle.State);
        var from = chance.Uniform(17, 24);
        var years = Math.Max(0, state.AgeYears - from);
        var quits = BackgroundEvents.QuitRate(world, traits, state.Month - (int)(years * YearMonths / 2));
        var ever = TraitSampling.EverSmokes(world, traits.Sex, traits.Born, traits.Deprivation);
        particle.Weigh(ever / (1 - ever) * PortableMath.Exp(-quits * years));
        state.Smoking = SmokingStatus.Current;
        state.PackYears = years * (traits.Sex == Sex.Male ? world.Events.PacksMen : world.Events.PacksWomen);
        particle.Traits = traits with { Behaviour = traits.Behaviour with { SmokingFromAge = from } };
    }

    private void Pregnancy(Particle particle, RecordedMonth month)
    {
        var (traits, state) = (particle.Traits, particle.State);
        if (month.Has(Recorded.Prenatal))
        {
            state.PregnancySinceMonth ??= state.Month - MonthsOfPregnancyAtFirstVisit;
        }

        if (month.Has(Recorded.GlucoseScreening) && state.DiabetesMonth is null && state.GestationalDiabetesMonth is null)
        {
            var found = month.Has(Recorded.GestationalDiabetes);
            var probability = BackgroundEvents.GestationalDiabetes(world, traits, state);
            particle.Weigh(found ? probability : 1 - probability);
            state.GestationalDiabetesMonth = found ? state.Month : null;
        }

        if (month.Has(Recorded.Birth))
        {
            Birth(particle, month.Has(Recorded.Preeclampsia));
        }
    }

    private void Birth(Particle particle, bool preeclampsia)
    {
        var state = particle.State;
        if (state.PreeclampsiaMonth is null)
        {
            var probability = BackgroundEvents.Preeclampsia(world, particle.Traits, state);
            particle.Weigh(preeclampsia ? probability : 1 - probability);
            state.PreeclampsiaMonth = preeclampsia ? state.Month : null;
        }

        state.PregnancySinceMonth = null;
        state.Births++;
    }
}
