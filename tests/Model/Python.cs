using System.Diagnostics;

namespace Phr.Tests.Model;

/// <summary>
/// Debian's Python with the packages that training needs; tests that want it skip visibly where it is not there.
/// </summary>
internal static class Python
{
    private const string Interpreter = "/usr/bin/python3";

    private static readonly Lazy<bool> IsThere = new(() =>
        File.Exists(Interpreter) && Start(["-c", "import torch, onnx, numpy, sklearn, xgboost"]).Code == 0);

    /// <summary>Runs a script or module in the training folder; returns its standard output.</summary>
    public static string Run(params string[] arguments)
    {
        Skip.IfNot(IsThere.Value,
            "Debian's python3-torch, python3-onnx, python3-sklearn and python3-xgboost are not installed.");
        var (code, output, errors) = Start(arguments);
        Assert.True(code == 0, errors);
        return output;
    }

    private static (int Code, string Output, string Errors) Start(string[] arguments)
    {
        var start = new ProcessStartInfo(Interpreter, ["-W", "ignore", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.Combine(Records.Root(), "model-service", "training"),
        };
        foreach (var variable in (string[])["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"])
            start.Environment[variable] = "1";
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.GetAwaiter().GetResult());
    }
}
