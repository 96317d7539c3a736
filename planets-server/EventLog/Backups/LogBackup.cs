using System.Text;
using Npgsql;
using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.EventLog;

/// <summary>
/// A backup is schema <c>log</c> alone: everything else is derived from it. It holds sealed bodies and no key, so
/// what was erased stays unreadable when an older backup is restored.
/// </summary>
public static class LogBackup
{
    private static readonly string LogExists = Sql.Load(typeof(LogBackup), "Backups/log-exists.sql");

    /// <summary>Writes a consistent backup of a log, also while it is in use, into one file.</summary>
    /// <param name="connectionString">With its password.</param>
    /// <exception cref="ProcessException">pg_dump failed; the text is what it said. No file is left.</exception>
    public static async Task Write(
        PostgresBinaries binaries, string connectionString, string file, CancellationToken ct)
    {
        var partial = file + ".partial";
        try
        {
            using var target = new PostgresTarget(connectionString);
            string[] arguments =
                ["--format=custom", "--schema=log", "--no-owner", "--no-privileges", $"--file={partial}", target.Text];
            await Processes.Output(binaries["pg_dump"], arguments, ct);
            File.Move(partial, file, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>
    /// Restores a backup into a database that holds no log yet, all or nothing. The next <see cref="Log.Open"/> says
    /// again the erasures that the backup is too old to know and rebuilds the inline projections.
    /// </summary>
    /// <returns>A refusal (Conflict) when there is a log already; null when it was restored.</returns>
    /// <exception cref="ProcessException">pg_restore failed; the text is what it said. Nothing is left.</exception>
    public static async Task<Refusal?> Restore(
        PostgresBinaries binaries, string connectionString, string file, CancellationToken ct)
    {
        await using (var database = NpgsqlDataSource.Create(connectionString))
        await using (var exists = database.CreateCommand(LogExists))
        {
            if (await exists.ExecuteScalarAsync(ct) is true)
                return new Refusal(RefusalKind.Conflict, "The database holds a log already: restore into an empty one.");
        }
        using var target = new PostgresTarget(connectionString);
        string[] arguments = ["--single-transaction", "--exit-on-error", "--no-owner", $"--dbname={target.Text}", file];
        await Processes.Output(binaries["pg_restore"], arguments, ct);
        return null;
    }

    /// <summary>
    /// Names a database to a PostgreSQL program; the password goes by a file that only we may read, never by the
    /// command line.
    /// </summary>
    private sealed class PostgresTarget : IDisposable
    {
        private readonly string _passwordFile;

        public PostgresTarget(string connectionString)
        {
            var parts = new NpgsqlConnectionStringBuilder(connectionString);
            _passwordFile = Path.Combine(Path.GetTempPath(), $"phr-{Path.GetRandomFileName()}.pgpass");
            DurableFile.Create(_passwordFile, Encoding.UTF8.GetBytes($"*:*:*:*:{Escape(parts.Password ?? "")}\n"));
            Text = $"host='{Quote(parts.Host)}' port={parts.Port} user='{Quote(parts.Username)}' "
                + $"dbname='{Quote(parts.Database)}' passfile='{_passwordFile}'";
        }

        public string Text { get; }

        public void Dispose() => File.Delete(_passwordFile);

        // libpq password file: colon and backslash are escaped.
        private static string Escape(string text) =>
            text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace(":", @"\:", StringComparison.Ordinal);

        // libpq connection string: backslash and quote are escaped.
        private static string Quote(string? text) =>
            (text ?? "").Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal);
    }
}
