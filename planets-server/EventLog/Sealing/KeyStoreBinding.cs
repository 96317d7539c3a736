using Npgsql;
using Phr.Platform.Database;

namespace Phr.EventLog;

/// <summary>A log remembers which key store it began with: with another one every body would look erased.</summary>
internal static class KeyStoreBinding
{
    private static readonly string Bind = Sql.Load(typeof(KeyStoreBinding), "Sealing/bind-key-store.sql");
    private static readonly string ReadBound = Sql.Load(typeof(KeyStoreBinding), "Sealing/read-key-store.sql");

    /// <exception cref="KeyStoreException">The log began with another key store.</exception>
    public static async Task Require(NpgsqlDataSource database, KeyStore keys, CancellationToken ct)
    {
        await using var bind = database.CreateCommand(Bind);
        bind.Parameters.Add(new() { Value = keys.Id });
        await bind.ExecuteNonQueryAsync(ct);
        await using var read = database.CreateCommand(ReadBound);
        var bound = (Guid)(await read.ExecuteScalarAsync(ct))!;
        if (bound != keys.Id)
        {
            throw new KeyStoreException(
                $"The key store in {keys.Folder.Path} is not the one that this log was begun with.");
        }
    }
}
