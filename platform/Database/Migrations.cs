using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Phr.Platform.Database;

/// <summary>
/// Brings one schema forward, never back: files <c>FOLDER/NNN-name.sql</c>, each applied once, in order, in a transaction of
/// its own. A file that was applied may not change any more: a start with a changed one is refused.
/// </summary>
public static class Migrations
{
    // Advisory locks share one key space in a database; this prefix ("PhrM") keeps ours apart from a site's own.
    private const int LockSpace = 0x5068724D;

    /// <param name="schema">Schema that the files create their tables in; made when it is not there.</param>
    /// <param name="beside">A type of the assembly that embeds the files.</param>
    /// <param name="folder">Folder of the files inside the project, for example <c>Migrations</c>.</param>
    /// <exception cref="MigrationException">An applied file was changed or is missing.</exception>
    public static async Task Apply(NpgsqlDataSource database, string schema, Type beside, string folder, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await Run(connection, $"select pg_advisory_lock({LockSpace}, hashtext('{schema}'))", ct);
        try
        {
            await Run(connection, Journal(schema), ct);
            var applied = await Applied(connection, schema, ct);
            var files = Sql.List(beside, folder);
            foreach (var missing in applied.Keys.Except(files))
            {
                throw new MigrationException(
                    $"Schema {schema} has migration {missing}, which this version does not know: it was made by a newer one.");
            }
            foreach (var file in files)
                await ApplyOne(connection, schema, beside, file, applied.GetValueOrDefault(file), ct);
        }
        finally
        {
            await Run(connection, $"select pg_advisory_unlock({LockSpace}, hashtext('{schema}'))", CancellationToken.None);
        }
    }

    private static async Task ApplyOne(
        NpgsqlConnection connection, string schema, Type beside, string file, string? appliedDigest, CancellationToken ct)
    {
        var text = Sql.Load(beside, file);
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        if (appliedDigest == digest)
            return;
        if (appliedDigest is not null)
            throw new MigrationException($"Migration {file} of schema {schema} was changed after it had been applied.");
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Run(connection, $"set local search_path to {schema}", ct);
        await Run(connection, text, ct);
        await using var record = new NpgsqlCommand($"insert into {schema}.migration (file, sha256) values ($1, $2)", connection)
        {
            Parameters = { new() { Value = file }, new() { Value = digest } },
        };
        await record.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private static async Task<Dictionary<string, string>> Applied(NpgsqlConnection connection, string schema, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select file, sha256 from {schema}.migration", connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var applied = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await rows.ReadAsync(ct))
            applied.Add(rows.GetString(0), rows.GetString(1));
        return applied;
    }

    private static string Journal(string schema) => $"""
        create schema if not exists {schema};
        create table if not exists {schema}.migration (
          file text primary key,
          sha256 text not null,
          applied_at timestamptz not null default now());
        """;

    private static async Task Run(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>The schema in the database and the one this version brings do not fit together.</summary>
public sealed class MigrationException(string message) : Exception(message);
