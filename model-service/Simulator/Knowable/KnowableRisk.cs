using Phr.Simulator.Chance;
using Phr.Simulator.Hazards;
using Phr.Simulator.Life;
using Phr.Simulator.Truth;

namespace Phr.Simulator.Knowable;

/// <summary>A question to a record: what is the probability of an outcome within so many months of a moment (local)?</summary>
public readonly record struct KnowableQuestion(Outcome Outcome, DateTime Moment, int HorizonMonths);

/// <param name="Probability">Null where too few bodies are left that may have written the record.</param>
/// <param name="Effective">Effective sample size at the moment; <paramref name="EffectiveMin"/> the least until then.</param>
public sealed record KnowableAnswer(double? Probability, double Effective, double EffectiveMin);

/// <summary>How much work is put into an answer.</summary>
/// <param name="Particles">Bodies that are followed.</param>
/// <param name="Futures">Futures that are rolled out at a moment, each of a body drawn by its weight.</param>
public sealed record KnowableEffort(int Particles = 1000, int Futures = 150)
{
    public const int ParticlesMin = 50;
    public const int ParticlesMax = 100_000;

    /// <summary>Share of the particles below which the effective size has collapsed, and there is no answer.</summary>
    internal const double CollapsedShare = 0.01;
}

/// <summary>
/// The best risk knowable from what was observed: the mean over all bodies that may have written a record, each by its posterior weight,
/// of the true risk that the world's equations give it. The record is all that is used, as <see cref="RecordedPerson"/> holds it. A
/// particle filter over the hidden state: events, diagnoses, attendance and answers weigh, numbers move by a mixture of normals.
/// </summary>
public static class KnowableRisk
{
    /// <summary>Moves the futures' chance away from those that the true risk is the mean of.</summary>
    private const ulong FuturesSeed = 0x6B6E6F7761626C65;

    /// <summary>Answers in the order of the questions. The same person, questions and effort give the same answers.</summary>
    public static KnowableAnswer[] Of(SimulatedPerson person, IReadOnlyList<KnowableQuestion> questions, KnowableEffort effort)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(effort.Particles, KnowableEffort.ParticlesMin);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(effort.Particles, KnowableEffort.ParticlesMax);
        ArgumentOutOfRangeException.ThrowIfLessThan(effort.Futures, 1);
        var record = new RecordedPerson(person);
        var chance = new RandomStream(person.Seed, person.Number, ChancePurpose.Filter);
        var filter = new RecordFilter(person.World, record, effort.Particles, chance);
        var answers = new KnowableAnswer[questions.Count];
        foreach (var at in Enumerable.Range(0, questions.Count).OrderBy(i => questions[i].Moment))
        {
            var question = questions[at];
            var month = record.MonthOf(DateOnly.FromDateTime(question.Moment));
            while (filter.Month < month - 1)
            {
                filter.Follow(DateTime.MaxValue);
            }

            var now = filter;
            if (record.IsWritten(month, question.Moment))
            {
                now = filter.Fork();
                now.Follow(question.Moment);
            }

            answers[at] = Answer(person, now.Ensemble, question, effort);
        }

        return answers;
    }

    /// <summary>Who is asked is known not to have had what comes but once.</summary>
    private static KnowableAnswer Answer(SimulatedPerson person, Ensemble ensemble, KnowableQuestion question, KnowableEffort effort)
    {
        var logs = ensemble.Particles.Select(particle =>
            TrueHazard.IsAtRisk(question.Outcome, particle.State) ? particle.LogWeight : double.NegativeInfinity).ToArray();
        var effective = logs.Any(double.IsFinite) ? Ensemble.Effective(Ensemble.Normalised(logs)) : 0;
        var least = Math.Min(effective, ensemble.EffectiveMin);
        if (least < KnowableEffort.CollapsedShare * effort.Particles)
        {
            return new KnowableAnswer(null, effective, least);
        }

        var (sums, number) = (new double[1], 0);
        foreach (var i in ensemble.Drawn(Ensemble.Normalised(logs), effort.Futures))
        {
            var particle = ensemble.Particles[i];
            new Rollout(person.World, person.Seed ^ FuturesSeed, particle.Traits, rollouts: 1)
                .AddFuture(question.Outcome, particle.State, number++, [question.HorizonMonths], Intervention.None, sums);
        }

        return new KnowableAnswer(sums[0] / effort.Futures, effective, least);
    }
}
