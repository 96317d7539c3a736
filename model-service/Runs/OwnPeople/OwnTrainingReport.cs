using System.Text.Json;
using System.Text.Json.Serialization;
using Phr.Model.Cohorts;
using Phr.Model.Evaluation;
using Phr.Model.Reports;
using Phr.Model.Scoring;

namespace Phr.Model.Runs.OwnPeople;

/// <summary>Everything that was found out about a model that learnt from a site's own people; <c>report.json</c>.</summary>
/// <param name="LeftOut">Questions that too few outcomes came of to be learnt.</param>
/// <param name="Evaluation">On the held-out people, against what came.</param>
public sealed record OwnTrainingReport(
    OwnTrainingPlan Plan, LearntRecords Learnt, string VocabularySha256, long Steps, DatasetSurvey Survey, IReadOnlyList<string> LeftOut,
    EvaluationReport Evaluation, IReadOnlyList<string> NotProvided)
{
    internal static readonly string[] Unknown =
    [
        "True hazards and true risks: nobody knows them of real people. The error to the true risk and the best risk knowable: not "
            + "provided; every figure is against what was recorded, with those who left before the horizon made up for.",
        "Explanation truth: nobody knows what truly contributes. The model has no clinical groups; its reasons are what an answer would be "
            + "without some entries, and how true they are is not provided.",
        "Intervals around single answers: not provided; the model gives none.",
        "A second world, negative controls, gains from context and from devices, effects of what-ifs on these people: not provided.",
        "The next visit: learnt where visits are recorded; how well is not provided.",
        "Whether it can be told from the model that somebody was learnt from: not provided. It is made from records of real people: "
            + "treat it so.",
        "External validation, prospective validation, use in care: not provided.",
    ];

    internal static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <param name="table">Of the held-out people.</param>
    public static OwnTrainingReport Of(
        OwnTrainingPlan plan, ModelArtefact model, DatasetSurvey survey, HeldOutTable table, long steps) => new(
        plan, model.Learnt!, model.Vocabulary.Digest, steps, survey,
        [.. survey.Outcomes.Where(outcome => !DatasetSurvey.IsLearnt(outcome, plan)).Select(outcome => outcome.Task)],
        new EvaluationReport(model.Digest, "Held-out people of the data set that it learnt from", table.People,
            [.. model.Definitions.Select((task, number) => Measured(task, number, model, table))]),
        Unknown);

    /// <summary>Writes the report in all its forms, and the card, into a model's folder, which must be sealed anew.</summary>
    public async Task Write(string folder, ModelArtefact model, CancellationToken ct)
    {
        await File.WriteAllBytesAsync(Path.Combine(folder, "report.json"), JsonSerializer.SerializeToUtf8Bytes(this, Options), ct);
        await File.WriteAllTextAsync(Path.Combine(folder, "report.md"), OwnReportFiles.Markdown(this), ct);
        await File.WriteAllTextAsync(Path.Combine(folder, "report.html"), OwnReportFiles.Html(this), ct);
        await File.WriteAllTextAsync(Path.Combine(folder, "card.md"), OwnModelCard.Of(model, this), ct);
    }

    private static TaskEvaluation Measured(TaskDefinition task, int number, ModelArtefact model, HeldOutTable table)
    {
        var rows = table.Answers(number, task.HorizonYears, model.EdgesYears, model.Calibration[task.Key]);
        var found = TrainingReport.Task(task, number, model, table);
        return found with
        {
            Baselines = found.Baselines.Where(pair => pair.Value.Rows > 0).ToDictionary(),
            Bounds = MeasureBounds.Of(task.HorizonYears, rows), Curve = Measures.Curve(task.HorizonYears, rows),
        };
    }
}
