using System.Diagnostics;

namespace Phr.Platform;

/// <summary>Runs other programs and reads what they print.</summary>
public static class Processes
{
    /// <summary>Standard output of a program that succeeds.</summary>
    /// <exception cref="ProcessException">It could not be started or ended with another status than 0.</exception>
    public static async Task<string> Output(string program, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new ProcessException($"{program} could not be started.");
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var error = process.StandardError.ReadToEndAsync(ct);
        try
        {
            await process.WaitForExitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        if (process.ExitCode != 0)
            throw new ProcessException($"{Path.GetFileName(program)} ended with status {process.ExitCode}: {(await error).Trim()}");
        return await output;
    }
}

/// <summary>A program that the platform needs failed; the text is what it said.</summary>
public sealed class ProcessException(string message) : Exception(message);
