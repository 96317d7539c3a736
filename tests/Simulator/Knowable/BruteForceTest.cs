using Phr.Simulator;
using Phr.Simulator.Care;
using Phr.Simulator.Chance;
using Phr.Simulator.Codes;
using Phr.Simulator.Hazards;
using Phr.Simulator.Knowable;
using Phr.Simulator.Life;
using Phr.Simulator.Observation;
using Phr.Simulator.Physiology;

namespace Phr.Tests.Simulator.Knowable;

/// <summary>
/// The filter against brute force: bodies simulated forwards as the simulator does, each weighted by the exact likelihood of a few
/// measurements. In years from which no site kept a record nothing else is to be known.
/// </summary>
public sealed class BruteForceTest
{
    private const int AskedAge = 40;
    private const int Bodies = 4000;
    private const ulong Seed = 77;

    private static readonly Lazy<List<(PersonTraits Traits, LifeState State)>> Forwards = new(Simulate);

    [Fact]
    public void Without_a_record_the_filter_knows_what_forward_simulation_does()
    {
        var filtered = Filtered([]);

        foreach (var outcome in new[] { Outcome.Type2Diabetes, Outcome.CardiovascularEvent, Outcome.KidneyDecline })
        {
            Assert.InRange(Hazard(filtered, outcome) / Hazard(Weighted([]), outcome), 0.8, 1.25);
        }

        Assert.InRange(Mean(filtered, HasDiabetes) / Mean(Weighted([]), HasDiabetes), 0.7, 1.4);
        Assert.Equal(Mean(Weighted([]), (_, state) => state.Systolic), Mean(filtered, (_, state) => state.Systolic), 1.0);
    }

    public static TheoryData<double, double, double> Measured => new()
    {
        { 5.6, 128, 120 }, { 5.8, 138, 140 }, { 5.3, 118, 100 },
    };

    [Theory]
    [MemberData(nameof(Measured))]
    public void Of_a_few_measurements_the_filter_makes_what_their_exact_likelihood_does(double hbA1c, double systolic, double ldl)
    {
        Measurement[] measurements =
        [
            new(Quantity.HbA1c, hbA1c, 0.104), new(Quantity.ClinicPressure, systolic, 10), new(Quantity.LogLdl, Math.Log(ldl), 0.07),
        ];

        var (exact, filtered) = (Weighted(measurements), Filtered(measurements));

        Near(exact, filtered, (_, state) => state.HbA1c, 0.02);
        Near(exact, filtered, (_, state) => state.Systolic, 1);
        Near(exact, filtered, (traits, _) => traits.WhiteCoatMmHg, 1);
        // The cloud is taken for normal in mg/dL, the error for normal in its logarithm.
        Near(exact, filtered, (_, state) => state.Ldl, 3);
        Near(exact, filtered, (_, state) => state.Adiposity, 0.1);
        Near(exact, filtered, (_, state) => state.PressureYears, 12);
        Near(exact, filtered, (_, state) => state.Egfr, 1);
        Near(exact, filtered, HasDiabetes, 0.02);
    }

    /// <summary>Means are equal but for three standard errors of brute force and what finitely many particles may miss.</summary>
    private static void Near(
        List<Body> exact, List<Body> filtered,
        Func<PersonTraits, LifeState, double> of, double missed)
    {
        var mean = Mean(exact, of);
        var deviation = Math.Sqrt(Mean(exact, (traits, state) => Math.Pow(of(traits, state) - mean, 2)));
        var effective = Ensemble.Effective([.. exact.Select(body => body.Weight)]);
        Assert.Equal(mean, Mean(filtered, of), missed + (3 * deviation / Math.Sqrt(effective)));
    }

    private static List<Body> Filtered(Measurement[] measurements)
    {
        var chance = new RandomStream(Seed, 1, ChancePurpose.Filter);
        var filter = new RecordFilter(World.Shipped, new RecordedPerson(Person(measurements)), 1000, chance);
        while (filter.Month < (AskedAge * 12))
        {
            filter.Follow(DateTime.MaxValue);
        }

        return [.. filter.Ensemble.Particles.Zip(
            filter.Ensemble.Weights(), (particle, weight) => new Body(particle.Traits, particle.State, weight))];
    }

    private static List<Body> Weighted(Measurement[] measurements)
    {
        var logs = Forwards.Value.Select(body => measurements.Sum(measured =>
        {
            var off = (measured.Value - MeasuredBody.Of(measured.Quantity, World.Shipped, body.Traits, body.State)) / measured.Deviation;
            return -0.5 * off * off;
        })).ToArray();
        var weights = Ensemble.Normalised(logs);
        Assert.True(Ensemble.Effective(weights) > 25, "Too few bodies are near the measurements to be compared with.");
        return [.. Forwards.Value.Zip(weights, (body, weight) => new Body(body.Traits, body.State, weight))];
    }

    /// <summary>Bodies of the person's sex and birth that live at the age, with care as in the world.</summary>
    private static List<(PersonTraits, LifeState)> Simulate()
    {
        var person = Person([]);
        var record = new RecordedPerson(person);
        List<(PersonTraits, LifeState)> lived = [];
        for (var i = 0; lived.Count < Bodies; i++)
        {
            var chance = new RandomStream(Seed, i, ChancePurpose.Life);
            var traits = record.Known(TraitSampling.Draw(World.Shipped, chance, person.Number, person.Traits.Sex, person.Traits.Born));
            var state = LifeCourse.Begin(World.Shipped, traits, chance);
            while (state.IsAlive && state.Month < AskedAge * 12)
            {
                var passed = LifeCourse.Advance(World.Shipped, traits, state, chance);
                MonthOfCare.Advance(new CareContext(World.Shipped, traits, state, chance, Chart: null), passed.Happened);
            }

            if (state.IsAlive)
            {
                lived.Add((traits, state));
            }
        }

        return lived;
    }

    /// <summary>
    /// A man of 1936 of the region whose hospital has records from 1988 on and whose clinic from 1992: at 40 he has none
    /// but what is given here.
    /// </summary>
    private static SimulatedPerson Person(Measurement[] measurements)
    {
        var drawn = LifeSimulation.Live(World.Shipped, Seed, 3);
        var traits = drawn.Traits with
        {
            Sex = Sex.Male,
            Born = new DateOnly(1936, 4, 10),
            Behaviour = drawn.Traits.Behaviour with { ClinicSite = 6, HospitalSite = 7 },
        };
        var start = traits.Born.AddMonths(AskedAge * 12).ToDateTime(new TimeOnly(9, 0)).AddDays(3);
        var encounter = new Encounter(1, 7, EncounterClass.Ambulatory, Department.RespiratoryMedicine, start, start.AddMinutes(20));
        return new SimulatedPerson(World.Shipped, Seed, traits, drawn.Truth)
        {
            Encounters = [encounter],
            Entries = [.. measurements.Select(measured => Entry(encounter, measured))],
            Days = [],
        };
    }

    private static RecordEntry Entry(Encounter encounter, Measurement measured) => measured.Quantity switch
    {
        Quantity.ClinicPressure => new RecordEntry.Sign(encounter, encounter.Start, Vital.Systolic, measured.Value),
        Quantity.HbA1c => new RecordEntry.Result(encounter, encounter.Start, LabTest.HbA1c, measured.Value, null),
        _ => new RecordEntry.Result(encounter, encounter.Start, LabTest.Ldl, Math.Exp(measured.Value), null),
    };

    private static double Mean(List<Body> bodies, Func<PersonTraits, LifeState, double> of) =>
        bodies.Sum(body => body.Weight * of(body.Traits, body.State));

    /// <summary>Mean hazard a year of those who can have the outcome.</summary>
    private static double Hazard(List<Body> bodies, Outcome outcome)
    {
        var own = bodies.Where(body => TrueHazard.IsAtRisk(outcome, body.State)).ToList();
        var hazards = own.Sum(body => body.Weight * TrueHazard.Of(outcome, World.Shipped, body.Traits, body.State).Rate);
        return hazards / own.Sum(body => body.Weight);
    }

    private static double HasDiabetes(PersonTraits traits, LifeState state) => state.DiabetesMonth is null ? 0 : 1;

    private sealed record Body(PersonTraits Traits, LifeState State, double Weight);
}
