using System.CommandLine;
using Npgsql;
using Phr.Cli.Host;
using Phr.EventLog;
using Phr.Planets;

namespace Phr.Cli.Safekeeping;

/// <summary>
/// <c>phr restore FILE</c>: a backup into a data folder whose database holds no log yet. What the key store knows to be erased is erased
/// first; then everything derived is rebuilt.
/// </summary>
internal static class Restore
{
    public static Command Verb()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "What phr backup wrote." };
        var keys = new Option<DirectoryInfo?>("--keys") { Description = "A backup of the keys, for those that the folder lacks." };
        var database = new Option<string?>("--database") { Description = "PostgreSQL connection string instead of the folder's own." };
        var verb = new Command("restore", "Reads a backup into an empty database and rebuilds what is derived from it.")
        {
            file, keys, database, SharedOptions.Data,
        };
        verb.SetAction(async (parsed, ct) =>
        {
            var folder = DataFolder.Choose(parsed.GetValue(SharedOptions.Data));
            var from = parsed.GetValue(file)!;
            if (!from.Exists)
                throw new CommandException($"{from.FullName} is not there.");
            if (parsed.GetValue(keys) is { } backup)
                KeyBackup.Restore(backup.FullName, OpenLog.KeyFolder(folder.Path));
            await using var kept = await KeptLog.Open(folder, parsed.GetValue(database), ct);
            var events = await Terminal.Status(
                (say, stop) => Read(kept, kept.ConnectionString, from.FullName, say, stop), ct);
            Console.WriteLine(Words.Pick($"{events:N0} 件の出来事が戻りました。", $"{events:N0} events are back."));
            return 0;
        });
        return verb;
    }

    /// <summary>Restores into the database of a connection string, with the keys of a kept log.</summary>
    /// <returns>The position that the log stands at.</returns>
    /// <exception cref="CommandException">The database holds a log already.</exception>
    public static async Task<long> Read(KeptLog kept, string connection, string file, Action<string> say, CancellationToken ct)
    {
        say(Words.Pick("控えを読んでいます", "reading the backup"));
        if (await LogBackup.Restore(kept.Binaries, connection, file, ct) is { } refusal)
            throw new CommandException(refusal.Reason);
        await using var database = NpgsqlDataSource.Create(connection);
        var rebuilt = new Rebuilt(position => say(Words.Pick($"再構築 {position:N0}", $"rebuilding {position:N0}")));
        await using var log = await Log.Open(kept.Settings(database), rebuilt, ct);
        return (await log.Reader.Head(ct)).Position;
    }

    private sealed class Rebuilt(Action<long> say) : IProgress<long>
    {
        public void Report(long value) => say(value);
    }
}
