namespace Phr.Model.Cohorts;

/// <summary>
/// What each clinical group truly contributes to the log-hazard of an outcome, counted from a typical person of the same age and sex: what
/// only a simulator knows.
/// </summary>
/// <param name="Groups">Keys of the groups, in the order of the contributions.</param>
/// <param name="Days">Days of life at which the contributions hold, ascending, the same for all outcomes.</param>
/// <param name="Outcomes">By the name that task definitions use: one contribution a group for each day; null where the outcome cannot happen
/// (any more).</param>
public sealed record GroupPaths(
    IReadOnlyList<string> Groups, IReadOnlyList<double> Days, IReadOnlyDictionary<string, IReadOnlyList<double[]?>> Outcomes)
{
    public static GroupPaths None { get; } = new([], [], new Dictionary<string, IReadOnlyList<double[]?>>());

    /// <summary>Whether the contributions to the outcome of every one of some tasks are known.</summary>
    public bool Covers(IReadOnlyList<TaskDefinition> tasks) =>
        Days.Count > 0 && tasks.All(task => task.Truth is { } name && Outcomes.ContainsKey(name));
}
