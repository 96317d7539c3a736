using System.Diagnostics;

namespace Phr.Platform.Database;

/// <summary>Where a PostgreSQL of at least version 15 lies on this machine, and who may run it.</summary>
/// <param name="Folder">Folder of <c>postgres</c>, <c>initdb</c>, <c>pg_ctl</c>, <c>pg_dump</c>.</param>
public sealed record PostgresBinaries(string Folder)
{
    public const int MajorVersionMin = 15;

    /// <summary>The newest installation that is complete and new enough; null when there is none.</summary>
    public static async Task<PostgresBinaries?> Find(CancellationToken ct)
    {
        foreach (var folder in Candidates())
        {
            if (!File.Exists(Path.Combine(folder, "initdb")) || !File.Exists(Path.Combine(folder, "pg_ctl")))
                continue;
            var version = await Processes.Output(Path.Combine(folder, "postgres"), ["--version"], ct);
            if (MajorVersion(version) >= MajorVersionMin)
                return new PostgresBinaries(folder);
        }
        return null;
    }

    public string this[string program] => Path.Combine(Folder, program);

    // "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"
    private static int MajorVersion(string text) =>
        text.Split(' ') is [_, "(PostgreSQL)", var number, ..] && int.TryParse(number.Split('.')[0], out var major) ? major : 0;

    private static IEnumerable<string> Candidates()
    {
        const string debian = "/usr/lib/postgresql";
        var versioned = Directory.Exists(debian) ? Directory.GetDirectories(debian) : [];
        return versioned
            .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var major) ? major : 0)
            .Select(folder => Path.Combine(folder, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries));
    }
}
