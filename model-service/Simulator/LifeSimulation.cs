using Phr.Simulator.Care;
using Phr.Simulator.Chance;
using Phr.Simulator.Devices;
using Phr.Simulator.Life;
using Phr.Simulator.Observation;
using Phr.Simulator.Physiology;
using Phr.Simulator.Truth;

namespace Phr.Simulator;

/// <summary>Lives one life from 18 years to death or the end of the record, and writes it down.</summary>
public static class LifeSimulation
{
    private const int DaysOfMonth = 28;

    /// <summary>
    /// The person with this number. The same world, seed and number give the same person on every machine and in every
    /// order.
    /// </summary>
    public static SimulatedPerson Live(World world, ulong seed, long number) => Live(world, seed, TraitSampling.Draw(world, seed, number));

    internal static SimulatedPerson Live(World world, ulong seed, PersonTraits traits)
    {
        var life = new RandomStream(seed, traits.Number, ChancePurpose.Life);
        var care = new RandomStream(seed, traits.Number, ChancePurpose.Care);
        var chart = new Chart(world, seed, traits.Number);
        var devices = new DeviceLog(world, seed, traits);
        var truth = new PersonTruth(world, seed, traits);
        var state = LifeCourse.Begin(world, traits, life);
        truth.Record(state, default, 0);
        while (state.IsAlive && Calendar.Date(traits.Born, state.Month + 2) <= world.RecordEnd.AddDays(1))
        {
            var passed = LifeCourse.Advance(world, traits, state, life);
            var eventDay = EventDay(passed, chart.Chance);
            var context = new CareContext(world, traits, state, care, chart) { EventDay = eventDay };
            MonthOfCare.Advance(context, passed.Happened);
            devices.Month(state, passed.Happened, eventDay);
            truth.Record(state, passed, eventDay);
        }

        return new SimulatedPerson(world, seed, traits, truth) { Encounters = chart.Encounters, Entries = chart.Entries, Days = devices.Days };
    }

    private static int EventDay(MonthPassed passed, RandomStream chance)
    {
        if (passed.Happened == Happenings.None)
        {
            return 0;
        }

        return passed.Week is { } week ? (7 * week) + chance.Below(7) : chance.Below(DaysOfMonth);
    }
}
