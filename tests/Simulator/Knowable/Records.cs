using Phr.Simulator;
using Phr.Simulator.Devices;
using Phr.Simulator.Observation;

namespace Phr.Tests.Simulator.Knowable;

/// <summary>People with a record of the test's own making.</summary>
internal static class Records
{
    public static SimulatedPerson With(SimulatedPerson person, IReadOnlyList<RecordEntry> entries) =>
        Of(person, person.Encounters, entries, person.Days);

    public static SimulatedPerson Of(
        SimulatedPerson person, IReadOnlyList<Encounter> encounters, IReadOnlyList<RecordEntry> entries, IReadOnlyList<DeviceDay> days) =>
        new(person.World, person.Seed, person.Traits, person.Truth) { Encounters = encounters, Entries = entries, Days = days };
}
