namespace Phr.Model.Cohorts;

/// <summary>
/// The true hazard of an outcome, and that of death before it, along the life that was lived, integrated from the first
/// boundary on: what only a simulator knows. Between two boundaries the hazard is constant.
/// </summary>
/// <param name="Outcome">Events to be expected up to each boundary.</param>
/// <param name="Death">Deaths that are not the outcome, to be expected up to each boundary.</param>
public sealed record HazardPath(IReadOnlyList<double> Outcome, IReadOnlyList<double> Death);

/// <summary>The paths of one person.</summary>
/// <param name="Days">Days of life of the boundaries, ascending, the same for all outcomes.</param>
/// <param name="Paths">By the name that task definitions use.</param>
public sealed record HazardPaths(IReadOnlyList<double> Days, IReadOnlyDictionary<string, HazardPath> Paths)
{
    public static HazardPaths None { get; } = new([], new Dictionary<string, HazardPath>());

    /// <summary>Whether every one of some tasks has a path: then all can be learnt from hazards.</summary>
    public bool Covers(IReadOnlyList<TaskDefinition> tasks) =>
        tasks.All(task => task.Truth is { } name && Paths.ContainsKey(name));
}
