using System.Text.Json;
using Phr.Model.Assessments;
using Phr.Model.Cohorts;
using Phr.Model.Evaluation;
using Phr.Model.Explanations;
using Phr.Model.Reports;
using Phr.Model.Scoring;
using Phr.Model.Tokens;
using Phr.Simulator;

namespace Phr.Model.Runs;

/// <summary>Where a run reads and writes.</summary>
/// <param name="Training">The folder <c>model-service/training</c>: task definitions and Python.</param>
/// <param name="Work">Arrays, checkpoint and tables; a run that was cut off goes on from what it finds there.</param>
/// <param name="Models">Folder that gets the new model's folder.</param>
public sealed record TrainingFolders(string Training, string Work, string Models)
{
    /// <summary>Definitions of the shipped model's questions.</summary>
    public string Tasks => Path.Combine(Training, "tasks");

    /// <summary>Of those that are asked beside them of a site's own people alone.</summary>
    public string OwnTasks => Path.Combine(Tasks, "own");
}

/// <summary>From simulated people to a sealed model: arrays, Python, report, card, manifest.</summary>
public sealed class TrainingRun(TrainingPlan plan, TrainingFolders folders, PythonTraining python)
{
    internal const string HeldOut = "held_out";

    private const string Tuning = "tuning";

    private readonly WorkFolder _work = new(folders.Work);

    /// <exception cref="ArgumentException">The plan cannot be run.</exception>
    /// <exception cref="PythonTrainingException">Training ended with an error.</exception>
    public async Task<TrainingReport> Run(IProgress<TrainingProgress>? progress, CancellationToken ct)
    {
        if (plan.Fault() is { } fault)
            throw new ArgumentException(fault);
        var tasks = TaskDefinition.Load(folders.Tasks);
        if (!WorkFolder.IsWritten(_work.Arrays, Signature(World.Shipped)))
            await WriteArrays(tasks, progress, ct);
        var cohorts = EvaluationCohort.Of(plan);
        foreach (var cohort in cohorts)
            await WriteArrays(cohort, tasks, progress, ct);
        await python.Run(_work.Arrays, _work.Output, plan.Learning, progress, ct);
        foreach (var (name, split) in new[] { (HeldOut, CohortSplit.HeldOut), (Tuning, CohortSplit.Tuning) })
            await python.Evaluate(_work.Arrays, _work.Output, name, ["--split", $"{(int)split}"], progress, ct);
        foreach (var cohort in cohorts)
            await python.Evaluate(_work.EvaluationArrays(cohort.Key), _work.Output, cohort.Key, ["--sweeps"], progress, ct);
        return await Seal(tasks, ct);
    }

    private string Signature(World world) =>
        JsonSerializer.Serialize(new { plan.People, plan.Seed, World = WorldDigest.Of(world), CohortArrays.Format });

    private async Task WriteArrays(IReadOnlyList<TaskDefinition> tasks, IProgress<TrainingProgress>? progress,
        CancellationToken ct)
    {
        _work.Clear();
        var learnt = new EvaluationCohort(plan.Name, World.Shipped, new PopulationRange(0, plan.People));
        await CohortFolder.Write(_work.Arrays, tasks, token => learnt.People(plan.Seed, token),
            Progress("records", plan.People, progress), ct);
        await WorkFolder.Sign(_work.Arrays, Signature(World.Shipped), ct);
    }

    /// <summary>Writes a cohort's arrays in the words of the model's vocabulary.</summary>
    private async Task WriteArrays(EvaluationCohort cohort, IReadOnlyList<TaskDefinition> tasks,
        IProgress<TrainingProgress>? progress, CancellationToken ct)
    {
        var arrays = _work.EvaluationArrays(cohort.Key);
        var vocabulary = await File.ReadAllBytesAsync(_work.Vocabulary, ct);
        var signature = $"{Signature(cohort.World)} {cohort.Range.First} {cohort.Range.Count} {Vocabulary.Load(vocabulary).Digest}";
        if (WorkFolder.IsWritten(arrays, signature))
            return;
        await CohortFolder.Write(arrays, vocabulary, tasks, cohort.People(plan.Seed, ct),
            Progress(cohort.Key, cohort.Range.Count, progress), ct);
        await WorkFolder.Sign(arrays, signature, ct);
    }

    internal static Progress<int>? Progress(string part, int whole, IProgress<TrainingProgress>? progress) =>
        progress is null ? null : new Progress<int>(done => progress.Report(new TrainingProgress(part, done, whole)));

    /// <summary>Collects what ships, reports on it, and seals it. The folder is replaced as a whole.</summary>
    private async Task<TrainingReport> Seal(IReadOnlyList<TaskDefinition> tasks, CancellationToken ct)
    {
        var folder = Path.Combine(folders.Models, plan.Name);
        await _work.Collect(folder, tasks, ct);
        // What is shown beside its answers the model makes itself, and each joins its digest; card and report name that digest.
        var artefact = await WithDirections(folder, await WithIntervals(folder, ct), ct);
        HeldOutTable Table(string name) => _work.Table(name, artefact);
        var table = Table(HeldOut);
        artefact = await Sealed(folder, PeerRisks.FileName, TrainingReport.Peers(artefact, table).Store(), ct);
        var report = TrainingReport.Of(plan, World.Shipped, artefact, table, _work.Steps());
        using (var model = await RiskModel.Start(artefact, new InferenceLimits(), ct))
            report = report with { Details = await new ModelReports(model, plan, Table).Of(table, report.TrueRisk, ct) };
        await report.Write(folder, artefact, ct);
        ModelArtefact.Seal(folder);
        return report;
    }

    /// <summary>The sealed model with the intervals that its answers to the tuning split's people give.</summary>
    private async Task<ModelArtefact> WithIntervals(string folder, CancellationToken ct)
    {
        var artefact = ModelArtefact.Load(folder);
        var intervals = TrainingReport.Intervals(plan, World.Shipped, artefact, _work.Table(Tuning, artefact));
        return await Sealed(folder, RiskIntervals.FileName, intervals.Store(), ct);
    }

    /// <summary>The same with the directions of drivers that may be told; a model without groups is told of as it explains.</summary>
    private async Task<ModelArtefact> WithDirections(string folder, ModelArtefact artefact, CancellationToken ct)
    {
        if (artefact.Groups.Count == 0)
            return artefact;
        using var model = await RiskModel.Start(artefact, new InferenceLimits(), ct);
        var directions = await new ExplanationSection(model, World.Shipped, plan).Directions(_work.Table(Tuning, artefact), ct);
        return await Sealed(folder, DriverDirections.FileName, directions.Store(), ct);
    }

    internal static async Task<ModelArtefact> Sealed(string folder, string name, byte[] content, CancellationToken ct)
    {
        await File.WriteAllBytesAsync(Path.Combine(folder, name), content, ct);
        ModelArtefact.Seal(folder);
        return ModelArtefact.Load(folder);
    }
}
