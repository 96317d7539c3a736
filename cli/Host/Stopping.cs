namespace Phr.Cli.Host;

/// <summary>The end of a command that runs until it is stopped.</summary>
internal static class Stopping
{
    /// <summary>Returns when the token is cancelled: for these commands that is no failure.</summary>
    public static async Task Wait(CancellationToken ct) =>
        await Task.Delay(Timeout.Infinite, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
