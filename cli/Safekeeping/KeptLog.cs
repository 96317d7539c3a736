using Npgsql;
using Phr.Cli.Host;
using Phr.Cli.Setup;
using Phr.EventLog;
using Phr.Planets;
using Phr.Platform.Database;

namespace Phr.Cli.Safekeeping;

/// <summary>
/// The log of a data folder with its keys, for commands about the whole of it: of the platform that is up there, or, when none is, with the
/// folder held and its database running for as long as the command takes.
/// </summary>
internal sealed class KeptLog : IAsyncDisposable
{
    private readonly Stack<Func<Task>> _closings = new();

    private KeptLog(DataFolder folder) => Keys = OpenLog.Keys(folder.Path);

    public KeyStore Keys { get; }

    public string ConnectionString { get; private set; } = "";

    public PostgresBinaries Binaries { get; private set; } = null!;

    /// <param name="database">Connection string of a site's own server; null for the folder's.</param>
    /// <exception cref="CommandException">There is no record in the folder.</exception>
    public static async Task<KeptLog> Open(DataFolder folder, string? database, CancellationToken ct)
    {
        if (!Directory.Exists(OpenLog.KeyFolder(folder.Path)))
            throw new CommandException($"there is no record in {folder.Path}: its keys are missing.");
        var kept = new KeptLog(folder) { Binaries = await Needs.Postgres(ct) };
        try
        {
            kept.ConnectionString = database ?? await kept.OwnDatabase(folder, ct);
            return kept;
        }
        catch
        {
            await kept.DisposeAsync();
            throw;
        }
    }

    /// <summary>Settings of the log in a database; the caller disposes that.</summary>
    public LogSettings Settings(NpgsqlDataSource database) => OpenLog.Settings(database, Keys, TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        while (_closings.TryPop(out var close))
            await close();
        Keys.Dispose();
    }

    private async Task<string> OwnDatabase(DataFolder folder, CancellationToken ct)
    {
        if (folder.Claim() is not { } claim)
            return RunRecord.Running(folder).Database;
        _closings.Push(() =>
        {
            claim.Dispose();
            return Task.CompletedTask;
        });
        // A database that a killed platform left running stays as it was.
        if (await PostgresCluster.Find(Binaries, folder.Postgres, ct) is { } left)
            return await left.Database(RunningPlatform.DatabaseName, ct);
        var cluster = await PostgresCluster.Start(Binaries, folder.Postgres, 0, ct);
        _closings.Push(() => cluster.Stop(CancellationToken.None));
        return await cluster.Database(RunningPlatform.DatabaseName, ct);
    }
}
