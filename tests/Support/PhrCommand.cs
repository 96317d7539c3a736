using System.Diagnostics;

namespace Phr.Tests.Support;

/// <summary>The <c>phr</c> command as a process, as scripts see it.</summary>
internal sealed class PhrCommand : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;

    private PhrCommand(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
    }

    public int Pid => _process.Id;

    /// <param name="variables">Set beside those of the tests' own process.</param>
    public static PhrCommand Start(IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "phr.dll"), .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        return new PhrCommand(Process.Start(start)!);
    }

    public static PhrCommand Start(params string[] arguments) => Start(new Dictionary<string, string>(), arguments);

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int Status, string Output, string Error)> Run(params string[] arguments)
    {
        using var phr = Start(arguments);
        phr._process.StandardInput.Close();
        return await phr.End();
    }

    public static async Task<(int Status, string Output, string Error)> RunWithInput(string input, params string[] arguments)
    {
        using var phr = Start(arguments);
        await phr._process.StandardInput.WriteAsync(input);
        phr._process.StandardInput.Close();
        return await phr.End();
    }

    /// <summary>The next line of its standard output.</summary>
    /// <exception cref="InvalidOperationException">It ended; the text is what it said on standard error.</exception>
    public async Task<string> NextLine() =>
        await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"phr ended: {await _error}");

    public void Kill() => _process.Kill();

    public Task Terminate() => Phr.Platform.Processes.Output("kill", ["-TERM", $"{Pid}"], default);

    public async Task<(int Status, string Output, string Error)> End()
    {
        var output = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return (_process.ExitCode, output, await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
