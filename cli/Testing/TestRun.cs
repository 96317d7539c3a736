using System.Diagnostics;
using System.Xml.Linq;

namespace Phr.Cli.Testing;

/// <summary>One test and how it ended.</summary>
/// <param name="Outcome">As the runner says it: <c>Passed</c>, <c>Failed</c>, <c>NotExecuted</c>.</param>
/// <param name="Message">Why it failed or was skipped.</param>
internal sealed record TestResult(string Name, string Outcome, string? Message, TimeSpan Duration);

/// <summary>Builds the test project and runs it with the .NET test platform.</summary>
internal static class TestRun
{
    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    private static string Project => Repository.Path("tests", "Phr.Tests.csproj");

    /// <exception cref="CommandException">It does not compile; the compiler's errors are on standard error.</exception>
    public static async Task Build(CancellationToken ct)
    {
        await Console.Error.WriteLineAsync("phr: building the tests …");
        var errors = new SortedSet<string>(StringComparer.Ordinal);
        var status = await Lines(
            ["build", Project, "-c", "Release", "--nologo", "-v", "quiet"],
            line =>
            {
                if (line.Contains("error", StringComparison.Ordinal))
                    errors.Add(line.Trim());
            },
            new Dictionary<string, string>(), ct);
        if (status == 0)
            return;
        foreach (var error in errors)
            await Console.Error.WriteLineAsync(error);
        throw new CommandException("the tests do not build.");
    }

    /// <summary>The results of all tests that the filter selects. Progress goes to standard error, failures as they happen.</summary>
    public static async Task<IReadOnlyList<TestResult>> Run(string? filter, CancellationToken ct)
    {
        var folder = Directory.CreateDirectory(Repository.Path("artifacts", "test-results", $"{Environment.ProcessId}")).FullName;
        var file = Path.Combine(folder, "results.trx");
        string[] command =
        [
            "test", Project, "-c", "Release", "--no-build", "--nologo", "--results-directory", folder,
            "--logger", $"trx;LogFileName={file}", "--logger", "console;verbosity=normal",
            "--blame-hang-timeout", "10m", "--blame-hang-dump-type", "none",
            .. filter is null ? (string[])[] : ["--filter", Expression(filter)],
        ];
        var progress = new TestProgress(Console.Error, moving: !Console.IsErrorRedirected);
        var status = await Lines(command, progress.Read, CrashReport.Variables(folder), ct);
        progress.Close();
        var results = File.Exists(file) ? Read(file) : [];
        // A crash or a hang ends the run early, and the tests that never ran are not in the file.
        if (status != 0 && results.All(result => result.Outcome is "Passed" or "NotExecuted"))
        {
            foreach (var frame in CrashReport.Read(folder))
                await Console.Error.WriteLineAsync(frame);
            return [.. results, new TestResult("the test run", "Aborted", $"it ended with status {status}; see {folder}", TimeSpan.Zero)];
        }
        Directory.Delete(folder, recursive: true);
        return results;
    }

    // A bare word is part of a name; anything with an operator is an expression already.
    private static string Expression(string filter) => filter.AsSpan().ContainsAny("=~!&|") ? filter : $"FullyQualifiedName~{filter}";

    private static async Task<int> Lines(
        string[] arguments, Action<string> line, IReadOnlyDictionary<string, string> variables, CancellationToken ct)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, WorkingDirectory = Repository.Root };
        // Its texts are parsed.
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new CommandException("dotnet could not be started.");
        try
        {
            while (await process.StandardOutput.ReadLineAsync(ct) is { } text)
                line(text);
            await process.WaitForExitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        return process.ExitCode;
    }

    private static IReadOnlyList<TestResult> Read(string file) =>
        [.. XDocument.Load(file).Descendants(Trx + "UnitTestResult").Select(result => new TestResult(
            (string?)result.Attribute("testName") ?? "",
            (string?)result.Attribute("outcome") ?? "",
            result.Descendants(Trx + "Message").FirstOrDefault()?.Value ?? result.Descendants(Trx + "StdOut").FirstOrDefault()?.Value,
            TimeSpan.TryParse((string?)result.Attribute("duration"), out var duration) ? duration : TimeSpan.Zero))];
}
