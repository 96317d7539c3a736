using Npgsql;
using Phr.Platform.Database;

namespace Phr.Cli.Bench.Main;

/// <summary>
/// The limit of transactions: the rows that one of the product's left in log, state and index, inserted into tables
/// with the same indexes by bare <c>unnest</c> statements, one commit for each.
/// </summary>
internal sealed class RawTransactions
{
    private static readonly string[] Sources =
    [
        "log.event", "record.state", "record.clinical", "record.ix_date", "record.ix_quantity", "record.ix_string", "record.ix_composite",
        "record.ix_place",
    ];

    private static readonly string CloneSchema = Sql.Load(typeof(RawTransactions), "Bench/Main/clone-schema.sql");

    private readonly NpgsqlDataSource _database;
    private readonly IReadOnlyList<RawTable> _tables;
    private readonly long _events;
    private long _moved;

    private RawTransactions(NpgsqlDataSource database, IReadOnlyList<RawTable> tables, long events) =>
        (_database, _tables, _events) = (database, tables, events);

    /// <summary>Rows of one transaction over all tables.</summary>
    public int Rows => _tables.Sum(table => table.Rows);

    /// <param name="after">Position before the transaction that is copied.</param>
    /// <param name="upTo">Its last position.</param>
    public static async Task<RawTransactions> Copy(NpgsqlDataSource database, long after, long upTo, CancellationToken ct)
    {
        await using (var create = database.CreateCommand(CloneSchema))
            await create.ExecuteNonQueryAsync(ct);
        var tables = new List<RawTable>();
        foreach (var source in Sources)
            tables.Add(await RawTable.Copy(database, source, after, upTo, ct));
        return new RawTransactions(database, tables, upTo - after);
    }

    public async Task Insert(CancellationToken ct)
    {
        var offset = Interlocked.Add(ref _moved, _events);
        await using var connection = await _database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var table in _tables)
            table.AddTo(batch, offset);
        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
