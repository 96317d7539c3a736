using System.Runtime.CompilerServices;
using System.Text.Json;
using Phr.Model.Cohorts;
using Phr.Model.Evaluation;
using Phr.Model.Scoring;
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

    /// <summary>What training leaves that a model ships.</summary>
    private static readonly string[] Shipped = ["forward.onnx", "explain.onnx", "model.json", "golden.json"];

    private string Arrays => Path.Combine(folders.Work, "arrays");

    private string Output => Path.Combine(folders.Work, "output");

    /// <exception cref="ArgumentException">The plan cannot be run.</exception>
    /// <exception cref="PythonTrainingException">Training ended with an error.</exception>
    public async Task<TrainingReport> Run(IProgress<TrainingProgress>? progress, CancellationToken ct)
    {
        if (plan.Fault() is { } fault)
            throw new ArgumentException(fault);
        var tasks = TaskDefinition.Load(Path.Combine(folders.Training, "tasks"));
        if (!IsWritten())
            await WriteArrays(tasks, progress, ct);
        await python.Run(Arrays, Output, plan, progress, ct);
        return Seal(tasks);
    }

    /// <summary>Whether the arrays of this very plan and world are there from a run that was cut off.</summary>
    private bool IsWritten() =>
        File.Exists(Path.Combine(Arrays, PlanName)) && File.ReadAllText(Path.Combine(Arrays, PlanName)) == Signature();

    private string Signature() =>
        JsonSerializer.Serialize(new { plan.People, plan.Seed, World = WorldDigest.Of(World.Shipped),
        Format = CohortArrays.Format });

    private async Task WriteArrays(IReadOnlyList<TaskDefinition> tasks, IProgress<TrainingProgress>? progress,
        CancellationToken ct)
    {
        if (Directory.Exists(folders.Work))
            Directory.Delete(folders.Work, recursive: true);
        var seen = progress is null ? null
            : new Progress<int>(done => progress.Report(new TrainingProgress("records", done, 2 * plan.People)));
        await CohortFolder.Write(Arrays, tasks, People, seen, ct);
        await File.WriteAllTextAsync(Path.Combine(Arrays, PlanName), Signature(), ct);
    }

    private async IAsyncEnumerable<CohortPerson> People([EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var person in Population.Stream(World.Shipped, (ulong)plan.Seed,
            new PopulationRange(0, plan.People), null, ct))
            yield return SimulatedCohort.Of(person);
    }

    /// <summary>Collects what ships, reports on it, and seals it. The folder is replaced as a whole.</summary>
    private TrainingReport Seal(IReadOnlyList<TaskDefinition> tasks)
    {
        var folder = Path.Combine(folders.Models, plan.Name);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        foreach (var name in Shipped)
            File.Copy(Path.Combine(Output, name), Path.Combine(folder, name));
        File.Copy(Path.Combine(Arrays, CohortFolder.VocabularyName), Path.Combine(folder, CohortFolder.VocabularyName));
        File.WriteAllBytes(Path.Combine(folder, "tasks.json"), TaskDefinition.Store(tasks));
        // Card, peers and report are made by the model itself: they join the manifest after it and are not part of its
        // digest.
        ModelArtefact.Seal(folder);
        var model = ModelArtefact.Load(folder);
        var table = HeldOutTable.Load(Path.Combine(Output, "held_out.npy"), 2 * (model.EdgesYears.Count - 1));
        var report = TrainingReport.Of(plan, World.Shipped, model, table, Steps());
        File.WriteAllBytes(Path.Combine(folder, "peers.json"), TrainingReport.Peers(model, table).Store());
        File.WriteAllBytes(Path.Combine(folder, "report.json"), report.Json());
        File.WriteAllText(Path.Combine(folder, "card.md"), ModelCard.Of(model, report));
        ModelArtefact.Seal(folder);
        return report;
    }

    private long Steps()
    {
        using var meta = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Arrays, "meta.json")));
        return meta.RootElement.GetProperty("steps").GetInt64();
    }
}
