using System.CommandLine;
using Phr.Platform.Database;

namespace Phr.Cli.Host;

/// <summary><c>phr down</c>: stops the platform of a data folder, and what a killed one left behind.</summary>
internal static class Down
{
    // Requests in flight have 20 s in each of four services, then the database checkpoints.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    public static Command Verb()
    {
        var verb = new Command("down", "Stops the platform.") { SharedOptions.Data };
        verb.SetAction((parsed, ct) => Run(DataFolder.Choose(parsed.GetValue(SharedOptions.Data)), ct));
        return verb;
    }

    private static async Task<int> Run(DataFolder folder, CancellationToken ct)
    {
        var record = RunRecord.Read(folder);
        if (record is { Phr.IsAlive: true })
        {
            if (!await record.Phr.Terminate(Patience, ct))
                throw new CommandException($"process {record.Phr.Pid} was asked to stop and still runs after {Patience.TotalSeconds:0} s.");
            await Console.Error.WriteLineAsync("phr: stopped.");
            return 0;
        }
        var left = await StopLeftovers(folder, ct);
        await Console.Error.WriteLineAsync(
            left ? "phr: stopped what a killed platform had left running." : $"phr: nothing is up in {folder.Path}.");
        return 0;
    }

    /// <summary>Ends what a killed platform left running.</summary>
    /// <returns>Whether there was anything.</returns>
    public static async Task<bool> StopLeftovers(DataFolder folder, CancellationToken ct) =>
        await new DetachedProcess(PlatformParts.IdentityName, folder).Stop(ct) | await StopDatabase(folder, ct);

    private static async Task<bool> StopDatabase(DataFolder folder, CancellationToken ct)
    {
        if (await PostgresBinaries.Find(ct) is not { } binaries)
            return false;
        if (await PostgresCluster.Find(binaries, folder.Postgres, ct) is not { } left)
            return false;
        await left.Stop(ct);
        return true;
    }
}
