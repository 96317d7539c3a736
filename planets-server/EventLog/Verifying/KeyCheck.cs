using Npgsql;
using Phr.Platform.Database;

namespace Phr.EventLog;

/// <summary>Compares what the log says of keys and erasures with what the key store says.</summary>
internal sealed class KeyCheck(NpgsqlDataSource database, KeyStore keys, FaultList faults)
{
    private static readonly string ReadKeys = Sql.Load(typeof(KeyCheck), "Verifying/read-keys.sql");
    private static readonly string ReadCertificates = Sql.Load(typeof(KeyCheck), "Verifying/read-certificates.sql");

    /// <returns>Number of keys that no stream has.</returns>
    public async Task<long> Run(CancellationToken ct)
    {
        await CheckCertificates(ct);
        var listed = keys.Erasures.Select(erased => erased.Key).ToHashSet();
        var used = await CheckStreams(listed, ct);
        return keys.Folder.StreamKeys().LongCount(key => !used.Contains(key));
    }

    private async Task<HashSet<KeyId>> CheckStreams(HashSet<KeyId> listed, CancellationToken ct)
    {
        var used = new HashSet<KeyId>();
        await using var command = database.CreateCommand(ReadKeys);
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var (stream, key) = (new StreamId(rows.GetInt64(0)), new KeyId(rows.GetGuid(1)));
            var (erased, certified) = (rows.GetBoolean(2), rows.GetBoolean(3));
            used.Add(key);
            if (certified && keys.Holds(key))
                faults.Add(null, stream, "The stream was erased, but the key store still has its key.");
            if (certified && !listed.Contains(key))
                faults.Add(null, stream, "The stream was erased, but the key store's list does not name it.");
            if (!erased && listed.Contains(key))
                faults.Add(null, stream, "The key store gave up the key of the stream, but the log does not say so.");
        }
        return used;
    }

    private async Task CheckCertificates(CancellationToken ct)
    {
        await using var command = database.CreateCommand(ReadCertificates);
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var stream = new StreamId(rows.GetInt64(0));
            if (!keys.Verifies(rows.GetFieldValue<byte[]>(1), rows.GetFieldValue<byte[]>(2)))
                faults.Add(null, stream, "The certificate of the erasure is not signed by this log's key.");
        }
    }
}
