using System.CommandLine;
using Phr.Cli.Host;
using Phr.EventLog;

namespace Phr.Cli.Safekeeping;

/// <summary><c>phr backup FILE</c>: the log alone, sealed as it is, also while the platform is up. Keys are kept apart from it.</summary>
internal static class Backup
{
    public static Command Verb()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The backup, one file." };
        var keys = new Option<DirectoryInfo?>("--keys") { Description = "Also backs up the keys, into this folder: keep it apart and not for long." };
        var database = new Option<string?>("--database") { Description = "PostgreSQL connection string instead of the folder's own." };
        var verb = new Command("backup", "Writes the event log into one file.") { file, keys, database, SharedOptions.Data };
        verb.SetAction(async (parsed, ct) =>
        {
            await using var kept = await KeptLog.Open(
                DataFolder.Choose(parsed.GetValue(SharedOptions.Data)), parsed.GetValue(database), ct);
            await Write(kept, parsed.GetValue(file)!, parsed.GetValue(keys), ct);
            return 0;
        });
        return verb;
    }

    private static async Task Write(KeptLog kept, FileInfo file, DirectoryInfo? keys, CancellationToken ct)
    {
        if (file.Directory is { Exists: false })
            throw new CommandException($"{file.Directory.FullName} is not there.");
        await Terminal.Status(async (say, stop) =>
        {
            say(Words.Pick("控えを書いています", "writing the backup"));
            await LogBackup.Write(kept.Binaries, kept.ConnectionString, file.FullName, stop);
            return true;
        }, ct);
        file.Refresh();
        Console.WriteLine($"{file.FullName} ({file.Length:N0} bytes)");
        if (keys is not null)
            Console.WriteLine(KeyBackup.Write(kept.Keys, keys.FullName, DateTimeOffset.UtcNow));
    }
}
