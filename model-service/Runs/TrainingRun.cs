using System.Text.Json;
using Phr.Model.Cohorts;
using Phr.Model.Evaluation;
using Phr.Model.Reports;
using Phr.Model.Scoring;
using Phr.Model.Tokens;
using Phr.Simulator;

namespace Phr.Model.Runs;

/// <summary>Where a run reads and writes.</summary>
/// <param name="Training">The folder <c>model-service/training</c>: task definitions and Python.</param>
/// <param name="Work">Arrays, checkpoint and tables; a run that was cut off goes on from what it finds there.</param>
/// <param name="Models">Folder that gets the new model's folder.</param>
public sealed record TrainingFolders(string Training, string Work, string Models);

/// <summary>From simulated people to a sealed model: arrays, Python, report, card, manifest.</summary>
public sealed class TrainingRun(TrainingPlan plan, TrainingFolders folders, PythonTraining python)
{
    private const string PlanName = "plan.json";

    internal const string HeldOut = "held_out";

    private const string Tuning = "tuning";

    /// <summary>What training leaves that a model ships.</summary>
    private static readonly string[] Shipped = ["forward.onnx", "explain.onnx", "transformer.onnx", "model.json", "golden.json"];

    private string Arrays => Path.Combine(folders.Work, "arrays");

    private string Output => Path.Combine(folders.Work, "output");

    /// <exception cref="ArgumentException">The plan cannot be run.</exception>
    /// <exception cref="PythonTrainingException">Training ended with an error.</exception>
    public async Task<TrainingReport> Run(IProgress<TrainingProgress>? progress, CancellationToken ct)
    {
        if (plan.Fault() is { } fault)
            throw new ArgumentException(fault);
        var tasks = TaskDefinition.Load(Path.Combine(folders.Training, "tasks"));
        if (!IsWritten(Arrays, Signature(World.Shipped)))
            await WriteArrays(tasks, progress, ct);
        var cohorts = EvaluationCohort.Of(plan);
        foreach (var cohort in cohorts)
            await WriteArrays(cohort, tasks, progress, ct);
        await python.Run(Arrays, Output, plan, progress, ct);
        foreach (var (name, split) in new[] { (HeldOut, CohortSplit.HeldOut), (Tuning, CohortSplit.Tuning) })
            await python.Evaluate(Arrays, Output, name, ["--split", $"{(int)split}"], progress, ct);
        foreach (var cohort in cohorts)
            await python.Evaluate(ArraysOf(cohort), Output, cohort.Key, cohort.HasSweeps ? ["--sweeps"] : [], progress, ct);
        return await Seal(tasks, ct);
    }

    /// <summary>Whether the arrays of this very plan and world are there from a run that was cut off.</summary>
    private static bool IsWritten(string arrays, string signature) =>
        File.Exists(Path.Combine(arrays, PlanName)) && File.ReadAllText(Path.Combine(arrays, PlanName)) == signature;

    private string Signature(World world) =>
        JsonSerializer.Serialize(new { plan.People, plan.Seed, World = WorldDigest.Of(world), CohortArrays.Format });

    private async Task WriteArrays(IReadOnlyList<TaskDefinition> tasks, IProgress<TrainingProgress>? progress,
        CancellationToken ct)
    {
        if (Directory.Exists(folders.Work))
            Directory.Delete(folders.Work, recursive: true);
        var learnt = new EvaluationCohort(plan.Name, World.Shipped, new PopulationRange(0, plan.People), false);
        await CohortFolder.Write(Arrays, tasks, token => learnt.People(plan.Seed, token),
            Progress("records", plan.People, progress), ct);
        await File.WriteAllTextAsync(Path.Combine(Arrays, PlanName), Signature(World.Shipped), ct);
    }

    /// <summary>Writes a cohort's arrays in the words of the model's vocabulary.</summary>
    private async Task WriteArrays(EvaluationCohort cohort, IReadOnlyList<TaskDefinition> tasks,
        IProgress<TrainingProgress>? progress, CancellationToken ct)
    {
        var vocabulary = await File.ReadAllBytesAsync(Path.Combine(Arrays, CohortFolder.VocabularyName), ct);
        var signature = $"{Signature(cohort.World)} {cohort.Range.First} {cohort.Range.Count} {Vocabulary.Load(vocabulary).Digest}";
        if (IsWritten(ArraysOf(cohort), signature))
            return;
        await CohortFolder.Write(ArraysOf(cohort), vocabulary, tasks, cohort.People(plan.Seed, ct),
            Progress(cohort.Key, cohort.Range.Count, progress), ct);
        await File.WriteAllTextAsync(Path.Combine(ArraysOf(cohort), PlanName), signature, ct);
    }

    private string ArraysOf(EvaluationCohort cohort) => Path.Combine(folders.Work, $"evaluation-{cohort.Key}");

    private static Progress<int>? Progress(string part, int whole, IProgress<TrainingProgress>? progress) =>
        progress is null ? null : new Progress<int>(done => progress.Report(new TrainingProgress(part, done, whole)));

    /// <summary>Collects what ships, reports on it, and seals it. The folder is replaced as a whole.</summary>
    private async Task<TrainingReport> Seal(IReadOnlyList<TaskDefinition> tasks, CancellationToken ct)
    {
        var folder = Path.Combine(folders.Models, plan.Name);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        foreach (var name in Shipped)
            File.Copy(Path.Combine(Output, name), Path.Combine(folder, name));
        File.Copy(Path.Combine(Arrays, CohortFolder.VocabularyName), Path.Combine(folder, CohortFolder.VocabularyName));
        await File.WriteAllBytesAsync(Path.Combine(folder, "tasks.json"), TaskDefinition.Store(tasks), ct);
        // Intervals, directions, card, peers and report are made by the model itself: they join the manifest after it and are not part
        // of its digest.
        ModelArtefact.Seal(folder);
        var artefact = await WithDirections(folder, await WithIntervals(folder, ct), ct);
        HeldOutTable Table(string name) => TableOf(name, artefact);
        var table = Table(HeldOut);
        var report = TrainingReport.Of(plan, World.Shipped, artefact, table, Steps());
        using (var model = await RiskModel.Start(artefact, new InferenceLimits(), ct))
            report = report with { Details = await new ModelReports(model, plan, Table).Of(table, report.TrueRisk, ct) };
        await File.WriteAllBytesAsync(Path.Combine(folder, "peers.json"), TrainingReport.Peers(artefact, table).Store(), ct);
        await report.Write(folder, artefact, ct);
        ModelArtefact.Seal(folder);
        return report;
    }

    /// <summary>The sealed model with the intervals that its answers to the tuning split's people give.</summary>
    private async Task<ModelArtefact> WithIntervals(string folder, CancellationToken ct)
    {
        var artefact = ModelArtefact.Load(folder);
        var intervals = TrainingReport.Intervals(plan, World.Shipped, artefact, TableOf(Tuning, artefact));
        return await Sealed(folder, "intervals.json", intervals.Store(), ct);
    }

    /// <summary>The same with the directions of drivers that may be told; a model without groups is told of as it explains.</summary>
    private async Task<ModelArtefact> WithDirections(string folder, ModelArtefact artefact, CancellationToken ct)
    {
        if (artefact.Groups.Count == 0)
            return artefact;
        using var model = await RiskModel.Start(artefact, new InferenceLimits(), ct);
        var directions = await new ExplanationSection(model, World.Shipped, plan).Directions(TableOf(Tuning, artefact), ct);
        return await Sealed(folder, "directions.json", directions.Store(), ct);
    }

    private static async Task<ModelArtefact> Sealed(string folder, string name, byte[] content, CancellationToken ct)
    {
        await File.WriteAllBytesAsync(Path.Combine(folder, name), content, ct);
        ModelArtefact.Seal(folder);
        return ModelArtefact.Load(folder);
    }

    private HeldOutTable TableOf(string name, ModelArtefact artefact) =>
        HeldOutTable.Load(Path.Combine(Output, $"{name}.npy"), 2 * (artefact.EdgesYears.Count - 1));

    private long Steps()
    {
        using var meta = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Arrays, "meta.json")));
        return meta.RootElement.GetProperty("steps").GetInt64();
    }
}
