using Phr.Simulator.Devices;
using Phr.Simulator.Observation;
using Phr.Simulator.Physiology;
using Phr.Simulator.Truth;

namespace Phr.Simulator;

/// <summary>
/// One person: what the sites wrote, what the devices measured, and the truth beside. The record ends at death or at
/// the world's <see cref="World.RecordEnd"/>.
/// </summary>
public sealed class SimulatedPerson
{
    internal SimulatedPerson(World world, ulong seed, PersonTraits traits, PersonTruth truth)
    {
        World = world;
        Seed = seed;
        Traits = traits;
        Truth = truth;
    }

    public World World { get; }

    public ulong Seed { get; }

    public long Number => Traits.Number;

    public PersonTraits Traits { get; }

    public PersonTruth Truth { get; }

    /// <summary>Visits and stays in the order of opening.</summary>
    public required IReadOnlyList<Encounter> Encounters { get; init; }

    /// <summary>What the sites wrote, in the order of writing; times within a month can run back by days.</summary>
    public required IReadOnlyList<RecordEntry> Entries { get; init; }

    /// <summary>What the devices measured, a day each, in order; empty for people without devices.</summary>
    public required IReadOnlyList<DeviceDay> Days { get; init; }
}
