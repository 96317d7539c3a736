using System.Diagnostics;

namespace Phr.Tests.Support;

/// <summary>
/// A scenario in a process of its own, for tests that kill it: this assembly, started as a program. So neither the
/// product carries a hidden command nor the solution another project.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly Dictionary<string, Func<string[], Task>> Scenarios = new()
    {
        ["append"] = EventLog.Support.AppendScenario.Run,
        ["crash"] = Cli.CrashReportTest.Crash,
    };

    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    public static async Task Main(string[] arguments) => await Scenarios[arguments[0]](arguments[1..]);

    public static ChildProcess Start(string scenario, params string[] arguments) =>
        Start(scenario, new Dictionary<string, string>(), arguments);

    /// <param name="variables">Set beside those of the tests' own process.</param>
    public static ChildProcess Start(string scenario, IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet")
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var argument in (string[])[typeof(ChildProcess).Assembly.Location, scenario, .. arguments])
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        return new ChildProcess(Process.Start(start)!);
    }

    /// <summary>The next line it prints; null when it has ended.</summary>
    public Task<string?> NextLine() => _process.StandardOutput.ReadLineAsync();

    /// <summary>kill -9.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Waits for its end.</summary>
    /// <returns>Exit status and what it wrote to standard error.</returns>
    public async Task<(int Status, string Error)> End()
    {
        var error = await _process.StandardError.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return (_process.ExitCode, error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }
}
