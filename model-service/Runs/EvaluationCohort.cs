using System.Runtime.CompilerServices;
using Phr.Model.Cohorts;
using Phr.Simulator;

namespace Phr.Model.Runs;

/// <summary>People who are simulated only to evaluate a model on: none of them was learnt from.</summary>
/// <param name="Key">Name of their folder and tables.</param>
public sealed record EvaluationCohort(string Key, World World, PopulationRange Range)
{
    public const string Shipped = "shipped";
    public const string Second = "second";

    /// <summary>Nothing acts long after it was recorded: a longer context can bring no gain.</summary>
    public const string NothingOld = "nothing-old";

    /// <summary>Devices report a typical person: they can bring no gain.</summary>
    public const string DullDevices = "dull-devices";

    /// <summary>The world that was learnt, another one, and two negative controls; their people follow the plan's.</summary>
    public static IReadOnlyList<EvaluationCohort> Of(TrainingPlan plan) =>
    [
        new(Shipped, World.Shipped, Share(plan, 0.15)),
        new(Second, World.Second, Share(plan, 0.08)),
        new(NothingOld, World.Shipped with { Name = NothingOld, LongRange = 0 }, Share(plan, 0.08)),
        new(DullDevices, World.Shipped with { Name = DullDevices, WearablesInformative = false }, Share(plan, 0.08)),
    ];

    public async IAsyncEnumerable<CohortPerson> People(int seed, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var person in Population.Stream(World, (ulong)seed, Range, null, ct))
            yield return SimulatedCohort.Of(person);
    }

    private static PopulationRange Share(TrainingPlan plan, double share) => new(plan.People, (int)(plan.People * share));
}
