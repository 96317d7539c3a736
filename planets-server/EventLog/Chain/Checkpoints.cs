using Npgsql;
using Phr.Platform.Database;

namespace Phr.EventLog;

/// <summary>The signed checkpoints of a log.</summary>
public sealed class Checkpoints
{
    private static readonly string Insert = Sql.Load(typeof(Checkpoints), "Chain/insert-checkpoint.sql");
    private static readonly string LatestAt = Sql.Load(typeof(Checkpoints), "Chain/latest-checkpoint.sql");
    private static readonly string HashAt = Sql.Load(typeof(Checkpoints), "Chain/hash-at.sql");
    private static readonly string StreamsAt = Sql.Load(typeof(Checkpoints), "Chain/streams-at.sql");

    private readonly NpgsqlDataSource _database;
    private readonly KeyStore _keys;

    internal Checkpoints(NpgsqlDataSource database, KeyStore keys) => (_database, _keys) = (database, keys);

    /// <summary>Key that verifies signatures: ECDSA P-256, SubjectPublicKeyInfo.</summary>
    public ReadOnlyMemory<byte> PublicKey => _keys.PublicKey;

    /// <summary>The newest one, or null in a log that has none yet.</summary>
    public Task<Checkpoint?> Latest(CancellationToken ct) => LatestUpTo(long.MaxValue, ct);

    /// <summary>The newest one at or before a position.</summary>
    public async Task<Checkpoint?> LatestUpTo(long position, CancellationToken ct)
    {
        await using var command = _database.CreateCommand(LatestAt);
        command.Parameters.Add(new() { Value = position });
        await using var rows = await command.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct) ? Read(rows) : null;
    }

    /// <summary>Whether the log still says what a checkpoint, wherever it was kept, says.</summary>
    public async Task<CheckpointVerdict> Verify(Checkpoint checkpoint, CancellationToken ct)
    {
        if (!_keys.Verifies(checkpoint.SignedBytes(), checkpoint.Signature.Span))
            return CheckpointVerdict.NotSignedHere;
        await using var hashAt = _database.CreateCommand(HashAt);
        hashAt.Parameters.Add(new() { Value = checkpoint.Position });
        if (await hashAt.ExecuteScalarAsync(ct) is not byte[] hash)
            return CheckpointVerdict.LogIsShorter;
        await using var streamsAt = _database.CreateCommand(StreamsAt);
        streamsAt.Parameters.Add(new() { Value = checkpoint.Position });
        var streams = (long)(await streamsAt.ExecuteScalarAsync(ct))!;
        return hash.AsSpan().SequenceEqual(checkpoint.Hash.Span) && streams == checkpoint.Streams
            ? CheckpointVerdict.Holds
            : CheckpointVerdict.HistoryDiffers;
    }

    internal static Checkpoint Read(NpgsqlDataReader rows) => new(
        rows.GetInt64(0), rows.GetFieldValue<byte[]>(1), rows.GetInt64(2), rows.GetFieldValue<DateTimeOffset>(3),
        rows.GetFieldValue<byte[]>(4));

    internal static async Task Store(NpgsqlConnection connection, Checkpoint checkpoint, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Insert, connection)
        {
            Parameters =
            {
                new() { Value = checkpoint.Position },
                new() { Value = checkpoint.Hash },
                new() { Value = checkpoint.Streams },
                new() { Value = checkpoint.SignedAt },
                new() { Value = checkpoint.Signature },
            },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>What comparing a checkpoint with the log gives.</summary>
public enum CheckpointVerdict
{
    Holds,

    /// <summary>The signature is not of this log's key.</summary>
    NotSignedHere,

    /// <summary>The log does not reach that far: its end was cut off, or it is an older backup.</summary>
    LogIsShorter,

    /// <summary>Another event stands there than stood when it was signed.</summary>
    HistoryDiffers,
}
