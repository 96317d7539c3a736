using System.Diagnostics;
using Phr.Platform;

namespace Phr.Cli.Host;

/// <summary><c>phr serve identity</c>: the identity provider in the foreground, configured by the same variables as a service.</summary>
internal static class ServeIdentity
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    /// <returns>0 when it was stopped, or the status that it ended with by itself.</returns>
    public static async Task<int> Run(ProcessStartInfo program, CancellationToken ct)
    {
        using var provider = Process.Start(program) ?? throw new CommandException($"{program.FileName} could not be started.");
        var mark = ProcessMark.Of(provider.Id);
        var ended = provider.WaitForExitAsync(CancellationToken.None);
        await Task.WhenAny(ended, Stopping.Wait(ct));
        if (!ct.IsCancellationRequested)
            return provider.ExitCode;
        if (mark is not null)
            await mark.End(StopPatience, CancellationToken.None);
        await ended;
        return 0;
    }
}
