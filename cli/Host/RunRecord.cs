using System.Text.Json;
using Phr.Platform;
using Phr.Platform.Hosting;

namespace Phr.Cli.Host;

/// <summary>What a running platform says of itself, in <c>run.json</c> of its data folder. Other commands find it by this.</summary>
/// <param name="Ports">The base of its ports; the next run on the same folder prefers it, because addresses are in tokens.</param>
/// <param name="Identity">0 where no identity provider was started.</param>
/// <param name="Postgres">0 where the database is not its own.</param>
/// <param name="Database">Connection string.</param>
internal sealed record RunRecord(ProcessMark Phr, int Ports, int Identity, int Postgres, string Database, bool Demo)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public ServiceUrls Urls => ServiceUrls.Loopback(Ports);

    /// <summary>As its services have them.</summary>
    public PlatformSettings Settings(DataFolder folder) => new() { Database = Database, DataFolder = folder.Path, Urls = Urls, Demo = Demo };

    /// <summary>The contract of <c>phr up --json</c>.</summary>
    public object Announcement => new
    {
        fhir = Urls.Fhir, mobile = Urls.Mobile, consent = Urls.Consent, identity = Urls.Issuer, model = Urls.Model,
        pids = new { phr = Phr.Pid, identity = Identity, postgres = Postgres },
    };

    /// <summary>Of the last run, which may have ended.</summary>
    public static RunRecord? Read(DataFolder folder)
    {
        try
        {
            return JsonSerializer.Deserialize<RunRecord>(File.ReadAllText(folder.RunFile), Format);
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <exception cref="CommandException">Nothing is up in this folder.</exception>
    public static RunRecord Running(DataFolder folder) =>
        Read(folder) is { Phr.IsAlive: true } running
            ? running
            : throw new CommandException($"no platform is up in {folder.Path}. Start one with ./phr up.");

    /// <summary>For commands that act as one of the demonstration's people or systems.</summary>
    /// <exception cref="CommandException">Nothing is up in this folder, or a site's own platform.</exception>
    public static RunRecord RunningDemonstration(DataFolder folder) =>
        Running(folder) is { Demo: true } running
            ? running
            : throw new CommandException("this platform is a site's own. Its people and systems sign in for themselves.");

    public void Write(DataFolder folder)
    {
        // The connection string holds a password.
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        var next = folder.RunFile + ".next";
        using (var file = new FileStream(next, options))
            JsonSerializer.Serialize(file, this, Format);
        File.Move(next, folder.RunFile, overwrite: true);
    }
}
