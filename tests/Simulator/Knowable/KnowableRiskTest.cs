using Phr.Simulator;
using Phr.Simulator.Hazards;
using Phr.Simulator.Knowable;
using Phr.Simulator.Observation;
using Phr.Simulator.Physiology;

namespace Phr.Tests.Simulator.Knowable;

/// <summary>What the particle filter may use, and what it must not depend on.</summary>
public sealed class KnowableRiskTest
{
    private const ulong Seed = 5;

    private static readonly KnowableEffort Little = new(120, 40);

    [Fact]
    public void The_same_person_and_effort_give_the_same_answers()
    {
        var person = Someone();

        Assert.Equal(KnowableRisk.Of(person, Questions(person), Little), KnowableRisk.Of(person, Questions(person), Little));
    }

    [Fact]
    public void Nothing_that_was_written_after_the_moment_is_used()
    {
        var person = Someone();
        var question = Questions(person)[1];

        var answer = KnowableRisk.Of(person, [question], Little)[0];

        Assert.NotNull(answer.Probability);
        Assert.Contains(person.Entries, entry => entry.Time > question.Moment);
        Assert.Equal(answer, KnowableRisk.Of(Until(person, question.Moment), [question], Little)[0]);
    }

    [Fact]
    public void What_was_written_before_it_is_used()
    {
        var person = Someone();
        var question = Questions(person)[1];

        Assert.NotEqual(KnowableRisk.Of(person, [question], Little)[0], KnowableRisk.Of(Until(person,
            question.Moment.AddYears(-3)), [question], Little)[0]);
    }

    [Fact]
    public void Hidden_traits_and_the_truth_are_not_used()
    {
        var person = Someone();
        var other = LifeSimulation.Live(World.Shipped, Seed, person.Number + 1);
        var behaviour = other.Traits.Behaviour with
        {
            ClinicSite = person.Traits.Behaviour.ClinicSite,
            HospitalSite = person.Traits.Behaviour.HospitalSite,
        };
        var traits = other.Traits with { Number = person.Number, Sex = person.Traits.Sex, Born = person.Traits.Born,
            Behaviour = behaviour };

        var disguised = new SimulatedPerson(person.World, person.Seed, traits, other.Truth)
        {
            Encounters = person.Encounters,
            Entries = person.Entries,
            Days = person.Days,
        };

        Assert.Equal(KnowableRisk.Of(person, Questions(person), Little), KnowableRisk.Of(disguised, Questions(person), Little));
    }

    [Fact]
    public void A_record_that_no_body_can_have_written_gets_no_answer()
    {
        var person = Someone();
        var checkups = person.Entries.OfType<RecordEntry.Result>().Where(result =>
            result.Test == Phr.Simulator.Codes.LabTest.SmokingAnswer).ToList();
        Assert.True(checkups.Count > 2);

        // Who smokes at one check-up never was a smoker at the next.
        var impossible = Records.With(person, [.. person.Entries.Select(entry =>
            entry is RecordEntry.Result { Test: Phr.Simulator.Codes.LabTest.SmokingAnswer } result
            ? result with { Answer = checkups.IndexOf(result) % 2 == 0 ? "1" : "3" } : entry)]);

        var answer = KnowableRisk.Of(impossible, [Questions(person)[^1]], Little)[0];
        Assert.Null(answer.Probability);
        Assert.True(answer.EffectiveMin < 1.2);
    }

    [Theory]
    [InlineData(KnowableEffort.ParticlesMin - 1, 10)]
    [InlineData(KnowableEffort.ParticlesMax + 1, 10)]
    [InlineData(KnowableEffort.ParticlesMin, 0)]
    public void An_effort_beyond_its_bounds_is_refused(int particles, int futures) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => KnowableRisk.Of(Someone(), [], new KnowableEffort(particles, futures)));

    [Fact]
    public void The_least_effort_is_allowed()
    {
        var person = Someone();

        Assert.All(KnowableRisk.Of(person, Questions(person), new KnowableEffort(KnowableEffort.ParticlesMin, 1)),
            answer => Assert.InRange(answer.Probability ?? 0, 0, 1));
    }

    /// <summary>A man of middle age with check-ups, a clinic and devices.</summary>
    internal static SimulatedPerson Someone() => Found.Value;

    private static readonly Lazy<SimulatedPerson> Found = new(() => Enumerable.Range(0, 400).Select(number =>
        LifeSimulation.Live(World.Shipped, Seed, number))
        .First(person => person.Traits is { Sex: Sex.Male, Born.Year: > 1950 and < 1970 } && person.Truth.Died is null
            && person.Days.Count > 300
            && person.Encounters.Count(encounter => encounter.Class == EncounterClass.Checkup) > 5 && person.Encounters.Count > 60));

    private static List<KnowableQuestion> Questions(SimulatedPerson person) =>
    [
        .. new[] { 8, 4, 2 }.SelectMany(years => new[] { Outcome.CardiovascularEvent, Outcome.Type2Diabetes,
            Outcome.KidneyDecline }.Select(outcome =>
            new KnowableQuestion(outcome, person.World.RecordEnd.AddYears(-years).ToDateTime(TimeOnly.MinValue), 60))),
    ];

    private static SimulatedPerson Until(SimulatedPerson person, DateTime moment) => Records.Of(
        person, [.. person.Encounters.Where(encounter => encounter.Start <= moment)], [.. person.Entries.Where(entry =>
            entry.Time <= moment)],
        [.. person.Days.Where(day => day.Date < DateOnly.FromDateTime(moment))]);
}
