using System.Text.Json;
using Phr.Model.Cohorts;

namespace Phr.Model.Evaluation;

/// <summary>A subgroup with its measures.</summary>
public sealed record SubgroupMeasures(string Name, Measures Measures);

/// <summary>
/// One task at its own horizon: all rows, subgroups, the other horizons, and baselines on the same rows.
/// </summary>
public sealed record TaskEvaluation(
    string Task, double HorizonYears, Measures All, IReadOnlyList<SubgroupMeasures> Subgroups,
    IReadOnlyDictionary<string, Measures> Baselines, IReadOnlyList<SubgroupMeasures> Horizons);

/// <summary>What a model was found to do on some people's records.</summary>
/// <param name="Cohort">Whose records, in words.</param>
public sealed record EvaluationReport(string ModelDigest, string Cohort, int People,
    IReadOnlyList<TaskEvaluation> Tasks)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public byte[] Json() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    /// <param name="horizon">Rows with the model's answer at a horizon in years.</param>
    /// <param name="baselines">Rows with each baseline's answer at the task's own horizon.</param>
    public static TaskEvaluation Task(
        TaskDefinition task, Func<double, IReadOnlyList<EvaluationRow>> horizon,
        IReadOnlyDictionary<string, IReadOnlyList<EvaluationRow>> baselines)
    {
        var rows = horizon(task.HorizonYears);
        return new TaskEvaluation(
            task.Key, task.HorizonYears, Measures.Of(task.HorizonYears, rows),
            [.. Subgroups.All.Select(group =>
                new SubgroupMeasures(group.Name, Measures.Of(task.HorizonYears, [.. rows.Where(group.Has)])))],
            baselines.ToDictionary(pair => pair.Key, pair => Measures.Of(task.HorizonYears, pair.Value)),
            [.. task.HorizonsYears.Select(years =>
                new SubgroupMeasures($"{years:0.##} years", Measures.Of(years, horizon(years))))]);
    }
}
