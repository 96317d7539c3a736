using System.Text.Json;
using System.Text.Json.Serialization;
using Phr.Model.Assessments;
using Phr.Model.Cohorts;
using Phr.Model.Evaluation;
using Phr.Model.Reports;
using Phr.Model.Scoring;
using Phr.Simulator;

namespace Phr.Model.Runs;

/// <summary>Everything a training run found out about its model on held-out people; <c>report.json</c>.</summary>
/// <param name="WorldDigest">Digest of the simulated world: what the model was trained on.</param>
public sealed record TrainingReport(
    TrainingPlan Plan, string World, string WorldDigest, string VocabularySha256, int Steps,
    EvaluationReport Evaluation, IReadOnlyList<TrueRiskComparison> TrueRisk)
{
    /// <summary>Worlds, sweeps, explanations and goals; null in reports of models that were made before there were any.</summary>
    public ModelReport? Details { get; init; }

    private const string FileName = "report.json";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public byte[] Json() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    /// <summary>The report of a model's folder.</summary>
    /// <exception cref="InvalidDataException">It has none, or not one of this form.</exception>
    public static TrainingReport Load(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<TrainingReport>(File.ReadAllBytes(Path.Combine(folder, FileName)), Options)
                ?? throw new InvalidDataException($"{folder} has an empty report.");
        }
        catch (Exception e) when (e is JsonException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidDataException($"{folder} has no report to read: {e.Message}", e);
        }
    }

    /// <summary>Writes the report in all its forms, and the card, into a model's folder, which must be sealed anew.</summary>
    public async Task Write(string folder, ModelArtefact model, CancellationToken ct)
    {
        await File.WriteAllBytesAsync(Path.Combine(folder, FileName), Json(), ct);
        await File.WriteAllTextAsync(Path.Combine(folder, "report.md"), ReportFiles.Markdown(Plan.Name, Details!, TrueRisk), ct);
        await File.WriteAllTextAsync(Path.Combine(folder, "report.html"), ReportFiles.Html(Plan.Name, Details!, TrueRisk), ct);
        await File.WriteAllTextAsync(Path.Combine(folder, "card.md"), ModelCard.Of(model, this), ct);
    }

    /// <param name="table">Of held-out people.</param>
    public static TrainingReport Of(TrainingPlan plan, World world, ModelArtefact model, HeldOutTable table, long steps)
    {
        var evaluation = new EvaluationReport(model.Digest, $"Held-out people of the simulated world {world.Name}",
            table.People, [.. model.Definitions.Select((task, number) => Task(task, number, model, table))]);
        return new TrainingReport(plan, world.Name, Simulator.WorldDigest.Of(world), model.Vocabulary.Digest,
            (int)Math.Min(int.MaxValue, steps), evaluation, TrueRisks(plan, world, model, table));
    }

    /// <summary>The answers of a table to each question beside the true risks; questions without a truth are left out.</summary>
    internal static IReadOnlyList<TrueRiskComparison> TrueRisks(TrainingPlan plan, World world, ModelArtefact model, HeldOutTable table) =>
    [
        .. model.Definitions.Select((task, number) => TrueRiskComparison.Of(
            task, TrueRiskComparison.Pairs(plan, world, table, number, task, model), model.Intervals)).OfType<TrueRiskComparison>(),
    ];

    /// <summary>One question against what came, beside the baselines.</summary>
    internal static TaskEvaluation Task(TaskDefinition task, int number, ModelArtefact model, HeldOutTable table) => EvaluationReport.Task(
        task,
        horizon => table.Answers(number, horizon, model.EdgesYears, model.Calibration[task.Key]),
        HeldOutTable.Baselines.ToDictionary(name => name, name => table.BaselineAnswers(number, name)));

    /// <summary>How far true risks of the tuning split's people lie from the answers.</summary>
    /// <param name="table">Of the tuning split.</param>
    public static RiskIntervals Intervals(TrainingPlan plan, World world, ModelArtefact model, HeldOutTable table) => new(
        model.Definitions.Select((task, number) => (task.Key, Band: RiskIntervals.Band(
            TrueRiskComparison.Pairs(plan, world, table, number, task, model))))
        .Where(task => task.Band is not null).ToDictionary(task => task.Key, task => task.Band!));

    /// <summary>
    /// Mean answers by sex and age over held-out moments. None of a question at a moment of a stay: who is in hospital is not compared with
    /// everybody of their age.
    /// </summary>
    public static PeerRisks Peers(ModelArtefact model, HeldOutTable table) => new(
    [
        .. model.Definitions.Index().Where(asked => asked.Item.Moment is null)
            .SelectMany(asked => Peers(asked.Item, asked.Index, model, table)),
    ]);

    private static IEnumerable<PeerRisk> Peers(TaskDefinition task, int number, ModelArtefact model, HeldOutTable table) => table
        .Answers(number, task.HorizonYears, model.EdgesYears, model.Calibration[task.Key])
        .Where(row => row.Sex is not null)
        .GroupBy(row => (row.Sex, Band: (int)(row.AgeYears / PeerRisks.BandYears) * PeerRisks.BandYears))
        .OrderBy(group => group.Key.Sex, StringComparer.Ordinal).ThenBy(group => group.Key.Band)
        .Select(group => new PeerRisk(task.Key, group.Key.Sex!, group.Key.Band,
            group.Average(row => row.Probability), group.Count()));
}
