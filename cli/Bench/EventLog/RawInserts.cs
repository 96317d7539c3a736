using Npgsql;
using Phr.Platform.Database;

namespace Phr.Cli.Bench.EventLog;

/// <summary>Bare inserts of rows like the log's, into a table with the same columns and indexes: the limit for the log.</summary>
internal sealed class RawInserts
{
    private static readonly string CreateTable = Sql.Load(typeof(RawInserts), "Bench/EventLog/raw-table.sql");
    private static readonly string InsertRows = Sql.Load(typeof(RawInserts), "Bench/EventLog/raw-insert.sql");

    private readonly NpgsqlDataSource _database;
    private readonly byte[][] _bodies;
    private readonly byte[][] _hashes;
    private readonly int _rows;
    // The log's numbers: a stream is no higher than the positions in it.
    private long _position = 1000;

    private RawInserts(NpgsqlDataSource database, int rows, int bodyBytes)
    {
        // A sealed body carries 12 bytes of nonce and 16 of tag.
        (_database, _rows) = (database, rows);
        _bodies = [.. Enumerable.Range(0, rows).Select(row => Noise(row, bodyBytes + 28))];
        _hashes = [.. Enumerable.Range(0, rows).Select(row => Noise(row, 32))];
    }

    /// <param name="rows">Rows of one insert.</param>
    public static async Task<RawInserts> Create(NpgsqlDataSource database, int rows, int bodyBytes, CancellationToken ct)
    {
        await using var create = database.CreateCommand(CreateTable);
        await create.ExecuteNonQueryAsync(ct);
        return new RawInserts(database, rows, bodyBytes);
    }

    public async Task Insert(int stream, CancellationToken ct)
    {
        var first = Interlocked.Add(ref _position, _rows) - _rows + 1;
        long[] positions = [.. Enumerable.Range(0, _rows).Select(row => first + row)];
        await using var insert = _database.CreateCommand(InsertRows);
        insert.Parameters.Add(new() { Value = positions });
        insert.Parameters.Add(new() { Value = Enumerable.Repeat((long)stream + 1, _rows).ToArray() });
        insert.Parameters.Add(new() { Value = positions.Select(position => (int)position).ToArray() });
        insert.Parameters.Add(new() { Value = positions.Select(position => position.ToString()).ToArray() });
        insert.Parameters.Add(new() { Value = _bodies });
        insert.Parameters.Add(new() { Value = _hashes });
        await insert.ExecuteNonQueryAsync(ct);
    }

    // Ciphertext does not compress.
    private static byte[] Noise(int seed, int bytes)
    {
        var noise = new byte[bytes];
        new Random(seed).NextBytes(noise);
        return noise;
    }
}
