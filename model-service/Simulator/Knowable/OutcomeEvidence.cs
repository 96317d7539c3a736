using Phr.Simulator.Care;
using Phr.Simulator.Chance;
using Phr.Simulator.Hazards;
using Phr.Simulator.Life;

namespace Phr.Simulator.Knowable;

/// <summary>
/// Weighs a body by the outcomes that came and those that did not, and strikes it with those that came. Diabetes, kidney decline and
/// fibrillation hide at first: they are drawn, the first two more often than they come (importance sampling), and weighed.
/// </summary>
internal sealed class OutcomeEvidence(World world, RandomStream chance)
{
    /// <summary>Left to the record wherever the hospital kept one.</summary>
    public const Happenings Visible = Happenings.Coronary | Happenings.Stroke | Happenings.HeartFailure | Happenings.Decompensation
        | Happenings.CancerFound | Happenings.Conception | Happenings.DialysisBegan;

    /// <summary>Never left to chance: the person lives, and what is drawn more often is drawn here.</summary>
    public const Happenings Always = Happenings.Death | Happenings.Diabetes | Happenings.KidneyDecline;

    private const int HeartFailureLagMax = 12;

    private static readonly (Outcome Outcome, double Factor, double MonthlyMax)[] Hidden =
        [(Outcome.Type2Diabetes, 4, 0.0015), (Outcome.KidneyDecline, 10, 0.0006)];

    public void Weigh(Particle particle, in ExpectedEvents expected)
    {
        particle.Expose(expected);
        particle.Weigh(1 - Math.Min(1, expected.DeathWithout(Outcome.CardiovascularEvent)));
        foreach (var (outcome, factor, monthlyMax) in Hidden)
        {
            var probability = expected.Of(outcome);
            DrawOften(particle, outcome, probability, Math.Max(1, Math.Min(factor, monthlyMax / Math.Max(1e-12, probability))));
        }

        if (particle.State.FibrillationMonth == particle.State.Month)
        {
            FrailtyMove.Came(particle, Outcome.AtrialFibrillation);
        }
    }

    /// <summary>What the hospital's record of the month says; only where it was kept.</summary>
    public void WeighVisible(Particle particle, RecordedMonth month, in ExpectedEvents expected)
    {
        Visibly(particle, month.Has(Recorded.Coronary), Outcome.CoronaryEvent, expected.Of(Outcome.CoronaryEvent));
        Visibly(particle, month.Has(Recorded.Stroke), Outcome.Stroke, expected.Of(Outcome.Stroke));
        if (particle.State.HeartFailureMonth is null)
        {
            var found = month.Has(Recorded.HeartFailureFound);
            Visibly(particle, found || month.Has(Recorded.HeartFailureStay), Outcome.HeartFailure, expected.Of(Outcome.HeartFailure));
            particle.State.HeartFailureMonth -= found ? Lag(Clinic.FailureNoticed, HeartFailureLagMax) : 0;
        }
        else
        {
            Visibly(particle, month.Has(Recorded.HeartFailureStay), Outcome.Decompensation, expected.Of(Outcome.Decompensation));
        }

        if (month.Has(Recorded.FibrillationFound))
        {
            Fibrillates(particle);
        }
    }

    private void Visibly(Particle particle, bool came, Outcome outcome, double probability)
    {
        var bounded = Math.Min(1, probability);
        particle.Weigh(came ? bounded : 1 - bounded);
        if (came)
        {
            LifeCourse.Strike(world, particle.State, outcome, chance);
            FrailtyMove.Came(particle, outcome);
        }
    }

    private void DrawOften(Particle particle, Outcome outcome, double probability, double factor)
    {
        if (probability <= 0)
        {
            return;
        }

        var drawn = Math.Min(0.9, probability * factor);
        var came = chance.Chance(drawn);
        particle.Weigh(came ? probability / drawn : (1 - probability) / (1 - drawn));
        if (came)
        {
            LifeCourse.Strike(world, particle.State, outcome, chance);
            FrailtyMove.Came(particle, outcome);
        }
    }

    /// <summary>
    /// Found now, begun now or earlier: a third is found at once, the rest by one in twenty a month. A body in which it was drawn before
    /// stands for the same as one in which it is put back now, so both weigh by the hazard that they have.
    /// </summary>
    private void Fibrillates(Particle particle)
    {
        particle.Weigh(FibrillationHazard.Of(world, particle.Traits, particle.State).Rate / 12);
        if (particle.State.FibrillationMonth is null)
        {
            LifeCourse.Strike(world, particle.State, Outcome.AtrialFibrillation, chance);
            particle.State.FibrillationMonth -= chance.Chance(Clinic.RhythmNoticedAtOnce) ? 0 : Lag(0.05, 60);
            FrailtyMove.Came(particle, Outcome.AtrialFibrillation);
        }
    }

    /// <summary>Months until what is found with this probability a month was found.</summary>
    private int Lag(double found, int most)
    {
        var lag = 0;
        while (lag < most && !chance.Chance(found))
        {
            lag++;
        }

        return lag;
    }
}
