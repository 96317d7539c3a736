using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Phr.Model.Runs;

/// <summary>Python failed or is not there; the message is its last line.</summary>
public sealed class PythonTrainingException(string message) : Exception(message);

/// <summary>Runs <c>training/phr_training</c> and passes its lines of progress on.</summary>
/// <param name="interpreter">Debian's Python: another one on the path need not see Debian's packages.</param>
/// <param name="folder">The folder <c>model-service/training</c>.</param>
public sealed class PythonTraining(string interpreter, string folder)
{
    public const string DebianInterpreter = "/usr/bin/python3";

    /// <summary>
    /// What apt must install. BLAS is named because without recommends PyTorch would sit on the slow reference one.
    /// </summary>
    public static IReadOnlyList<string> DebianPackages { get; } =
        ["python3-torch", "python3-onnx", "python3-numpy", "python3-sklearn", "python3-xgboost",
            "libopenblas0-pthread"];

    /// <summary>Whether the interpreter sees everything that training imports.</summary>
    public async Task<bool> IsComplete(CancellationToken ct)
    {
        try
        {
            using var process = Start(["-c", "import torch, onnx, numpy, sklearn, xgboost"]);
            await process.WaitForExitAsync(ct);
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    /// <exception cref="PythonTrainingException">It ended with an error.</exception>
    public Task Run(string arrays, string output, LearningPlan plan, IProgress<TrainingProgress>? progress,
        CancellationToken ct) => Run(
        [
            "-m", "phr_training", Path.GetFullPath(arrays), Path.GetFullPath(output), "--size", plan.Size,
            "--epochs", plan.Epochs.ToString(CultureInfo.InvariantCulture),
            "--steps", plan.Steps.ToString(CultureInfo.InvariantCulture),
            "--seed", plan.Seed.ToString(CultureInfo.InvariantCulture),
        ], progress, ct);

    /// <summary>Asks the model that was trained into <paramref name="output"/>; its answers go there as NAME.npy.</summary>
    /// <param name="options">"--sweeps"; "--split" and the number of a <see cref="Cohorts.CohortSplit"/>.</param>
    /// <exception cref="PythonTrainingException">It ended with an error.</exception>
    public Task Evaluate(string arrays, string output, string name, string[] options,
        IProgress<TrainingProgress>? progress, CancellationToken ct) => Run(
        ["-m", "phr_training.evaluate", Path.GetFullPath(arrays), Path.GetFullPath(output), name, .. options],
        progress, ct);

    private async Task Run(string[] arguments, IProgress<TrainingProgress>? progress, CancellationToken ct)
    {
        using var process = Start(["-W", "ignore", .. arguments]);
        await using var stop = ct.Register(() => process.Kill(entireProcessTree: true));
        var errors = process.StandardError.ReadToEndAsync(ct);
        while (await process.StandardOutput.ReadLineAsync(ct) is { } line)
            Report(line, progress);
        await process.WaitForExitAsync(ct);
        if (process.ExitCode != 0)
            throw new PythonTrainingException((await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .LastOrDefault() ?? "Python ended with an error.");
    }

    private static void Report(string line, IProgress<TrainingProgress>? progress)
    {
        if (!line.StartsWith('{'))
            return;
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        progress?.Report(new TrainingProgress(root.GetProperty("stage").GetString()!, root.GetProperty("done")
            .GetInt32(), root.GetProperty("of").GetInt32()));
    }

    private Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo(interpreter, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        // One thread: with more, OpenBLAS spins at barriers and sums in another order each time.
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        return Process.Start(start) ?? throw new PythonTrainingException("Python did not start.");
    }
}
