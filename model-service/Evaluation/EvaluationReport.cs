using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Phr.Model.Cohorts;
using Phr.Model.Meds;
using Phr.Model.Scoring;

namespace Phr.Model.Evaluation;

/// <summary>A subgroup with its measures.</summary>
public sealed record SubgroupMeasures(string Name, Measures Measures);

/// <summary>
/// One task at its own horizon: all rows, subgroups, the other horizons, and baselines on the same rows.
/// </summary>
public sealed record TaskEvaluation(
    string Task, double HorizonYears, Measures All, IReadOnlyList<SubgroupMeasures> Subgroups,
    IReadOnlyDictionary<string, Measures> Baselines, IReadOnlyList<SubgroupMeasures> Horizons)
{
    /// <summary>Of the measures over all rows; null where none were drawn.</summary>
    public MeasureBounds? Bounds { get; init; }

    /// <summary>Ten bins of equal size, in the order of the answers; none of fewer rows.</summary>
    public IReadOnlyList<ObservedBin> Curve { get; init; } = [];
}

/// <summary>The mean answer of some rows, and the share to which the outcome came, made up for those who left before the horizon.</summary>
public sealed record ObservedBin(double Answer, double Observed);

/// <summary>Measures with their bounds.</summary>
public sealed record MeasureBounds(Interval Auroc, Interval ObservedOverExpected, Interval Slope, Interval Ece)
{
    public static MeasureBounds Of(double horizonYears, IReadOnlyList<EvaluationRow> rows)
    {
        var found = Measures.Of(horizonYears, rows);
        var drawn = Bootstrap.Resample(rows, row => row.Person).Select(sample => Measures.Of(horizonYears, sample)).ToList();
        return new MeasureBounds(
            Bootstrap.Around(found, drawn, of => of.Auroc), Bootstrap.Around(found, drawn, of => of.ObservedOverExpected),
            Bootstrap.Around(found, drawn, of => of.Slope), Bootstrap.Around(found, drawn, of => of.Ece));
    }
}

/// <summary>A task with a calibration that was fitted to half of the site's people, measured on the other half.</summary>
/// <param name="FittedPeople">That it was fitted on; none of them is among those measured.</param>
public sealed record RecalibratedTask(HazardCalibration Calibration, int FittedPeople, TaskEvaluation Measured);

/// <summary>What a model was found to do on some people's records.</summary>
/// <param name="Cohort">Whose records, in words.</param>
public sealed record EvaluationReport(string ModelDigest, string Cohort, int People,
    IReadOnlyList<TaskEvaluation> Tasks)
{
    /// <summary>Tasks that enough outcomes came of to calibrate the model anew; empty where that was not tried.</summary>
    public IReadOnlyList<RecalibratedTask> Recalibrated { get; init; } = [];

    /// <summary>How the data set was read, and who of it is not among the people; null where there was none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MedsReading? Reading { get; init; }

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>SHA-256 of <see cref="Json"/>, lower-case hexadecimal.</summary>
    [JsonIgnore]
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Json()));

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
