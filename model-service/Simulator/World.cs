using Phr.Simulator.Codes;
using Phr.Simulator.Hazards;
using Phr.Simulator.Life;
using Phr.Simulator.Observation;
using Phr.Simulator.Physiology;

namespace Phr.Simulator;

/// <summary>
/// Everything that could be otherwise: coefficients, effects, habits of care and coding. A world and a seed determine
/// every record and every truth. Its digest is written beside what it made.
/// </summary>
public sealed record World
{
    /// <summary>The version of the simulator. Any change that changes a byte of what a world makes raises it.</summary>
    public const string Version = "1.2";

    public required string Name { get; init; }

    public PhysiologyCoefficients Physiology { get; init; } = new();

    public HazardCoefficients Hazards { get; init; } = new();

    public TreatmentEffects Effects { get; init; } = new();

    public EventCoefficients Events { get; init; } = new();

    public ObservationHabits Observation { get; init; } = new();

    /// <summary>
    /// Weight of what acts long after it was recorded: 1 in life, 0 as a negative control, in which older context can
    /// bring no gain.
    /// </summary>
    public double LongRange { get; init; } = 1;

    /// <summary>
    /// Whether what devices report is the wearer's own. As a negative control they report those of a typical person of
    /// the same age and sex, and wearables can bring no gain.
    /// </summary>
    public bool WearablesInformative { get; init; } = true;

    /// <summary>The last day of all records.</summary>
    public DateOnly RecordEnd { get; init; } = new(2026, 3, 31);

    /// <summary>The world that the shipped model is trained on.</summary>
    public static World Shipped { get; } = new() { Name = "shipped" };

    /// <summary>Another world, kept for evaluation.</summary>
    public static World Second { get; } = SecondWorld.Make(Shipped);
}
