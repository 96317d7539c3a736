using System.Text.Json;
using Phr.Model.Cohorts;
using Phr.Model.Evaluation;
using Phr.Model.Scoring;

namespace Phr.Model.Runs;

/// <summary>What a run leaves in its work folder, so that it goes on where it was cut off; what else lies there stays.</summary>
/// <param name="path">May be missing.</param>
internal sealed class WorkFolder(string path)
{
    private const string SignatureName = "plan.json";

    /// <summary>What training leaves that a model ships.</summary>
    private static readonly string[] Shipped = ["forward.onnx", "explain.onnx", "transformer.onnx", "model.json", "golden.json"];

    /// <summary>Arrays of the people to learn from, and of those of them who are held out.</summary>
    public string Arrays => Path.Combine(path, "arrays");

    /// <summary>Checkpoint, graphs and tables.</summary>
    public string Output => Path.Combine(path, "output");

    public string Vocabulary => Path.Combine(Arrays, CohortFolder.VocabularyName);

    /// <summary>Arrays of people who are only evaluated on.</summary>
    public string EvaluationArrays(string cohort) => Path.Combine(path, $"evaluation-{cohort}");

    /// <summary>Whether the arrays of this very signature are there from a run that was cut off.</summary>
    public static bool IsWritten(string arrays, string signature) =>
        File.Exists(Path.Combine(arrays, SignatureName)) && File.ReadAllText(Path.Combine(arrays, SignatureName)) == signature;

    /// <summary>Says that arrays are whole: written last.</summary>
    public static Task Sign(string arrays, string signature, CancellationToken ct) =>
        File.WriteAllTextAsync(Path.Combine(arrays, SignatureName), signature, ct);

    /// <summary>Takes away what a run of another plan left.</summary>
    public void Clear()
    {
        if (!Directory.Exists(path))
            return;
        string[] own = [Arrays, Output, .. Directory.GetDirectories(path, "evaluation-*")];
        foreach (var folder in own.Where(Directory.Exists))
            Directory.Delete(folder, recursive: true);
    }

    public HeldOutTable Table(string name, ModelArtefact artefact) =>
        HeldOutTable.Load(TablePath(name), 2 * (artefact.EdgesYears.Count - 1));

    public string TablePath(string name) => Path.Combine(Output, $"{name}.npy");

    /// <summary>Steps of all people of the arrays.</summary>
    public long Steps()
    {
        using var meta = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Arrays, "meta.json")));
        return meta.RootElement.GetProperty("steps").GetInt64();
    }

    /// <summary>Puts what decides the trained model's answers into its folder, in place of a model that is there, and seals it.</summary>
    /// <exception cref="InvalidDataException">Something else than a model is there.</exception>
    public async Task Collect(string model, IReadOnlyList<TaskDefinition> tasks, CancellationToken ct)
    {
        Remove(model);
        Directory.CreateDirectory(model);
        foreach (var name in Shipped)
            File.Copy(Path.Combine(Output, name), Path.Combine(model, name));
        File.Copy(Vocabulary, Path.Combine(model, CohortFolder.VocabularyName));
        await File.WriteAllBytesAsync(Path.Combine(model, "tasks.json"), TaskDefinition.Store(tasks), ct);
        ModelArtefact.Seal(model);
    }

    /// <summary>A run that was cut off may have left a model without manifest, but never without its first file.</summary>
    private static void Remove(string model)
    {
        if (!Directory.Exists(model))
            return;
        if (Directory.EnumerateFileSystemEntries(model).Any() && !File.Exists(Path.Combine(model, Shipped[0])))
            throw new InvalidDataException($"{model} is there and is no model; nothing of it is overwritten.");
        Directory.Delete(model, recursive: true);
    }
}
