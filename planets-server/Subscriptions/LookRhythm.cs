using Phr.EventLog;

namespace Phr.Planets.Subscriptions;

/// <summary>When the log is looked at again for subscribers: at once where it goes on after a quiet time, but not at every commit.</summary>
internal static class LookRhythm
{
    // A look costs as much as a small commit, and under load commits come by the hundred a second.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(25);

    /// <param name="seen">Position up to which it was looked at just now.</param>
    /// <param name="again">How long a quiet log is left alone.</param>
    public static async Task Next(Log log, long seen, TimeSpan again, CancellationToken ct)
    {
        await Task.Delay(Rest, ct);
        await log.WaitBeyond(seen, again, ct);
    }
}
