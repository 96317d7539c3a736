using Npgsql;
using Phr.Platform.Database;

namespace Phr.EventLog;

/// <summary>
/// What one node at a time does. The numbers are the second key of PostgreSQL advisory locks; the first is "PhrL".
/// </summary>
internal enum TurnOf
{
    /// <summary>Appending without others in between: rebuilds, snapshots, a node that lost too many races.</summary>
    Append = 1,

    /// <summary>Opening a log: what is missing is made once.</summary>
    Open = 3,
}

/// <summary>
/// A turn that this node has until it is disposed of, on a connection of its own; it ends with the connection at the
/// latest.
/// </summary>
internal sealed class Turn : IAsyncDisposable
{
    private static readonly string TakeTurn = Sql.Load(typeof(Turn), "Writing/take-turn.sql");
    private static readonly string LeaveTurn = Sql.Load(typeof(Turn), "Writing/leave-turn.sql");

    private readonly NpgsqlConnection _connection;
    private readonly TurnOf _kind;

    private Turn(NpgsqlConnection connection, TurnOf kind) => (_connection, _kind) = (connection, kind);

    /// <summary>Waits for it as long as it takes: another node may be rebuilding.</summary>
    public static async Task<Turn> Take(NpgsqlDataSource database, TurnOf kind, CancellationToken ct)
    {
        var connection = await database.OpenConnectionAsync(ct);
        try
        {
            await Take(connection, kind, ct);
            return new Turn(connection, kind);
        }
        catch
        {
            // Whoever gave up while the lock was granted holds it.
            await connection.ReturnCleared(CancellationToken.None);
            throw;
        }
    }

    public static Task Take(NpgsqlConnection connection, TurnOf kind, CancellationToken ct) =>
        Run(connection, TakeTurn, kind, ct);

    public static Task Leave(NpgsqlConnection connection, TurnOf kind, CancellationToken ct) =>
        Run(connection, LeaveTurn, kind, ct);

    public async ValueTask DisposeAsync()
    {
        if (_connection.FullState == System.Data.ConnectionState.Open)
            await Leave(_connection, _kind, CancellationToken.None);
        await _connection.DisposeAsync();
    }

    private static async Task Run(NpgsqlConnection connection, string sql, TurnOf kind, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.Parameters.Add(new() { Value = (int)kind });
        await command.ExecuteNonQueryAsync(ct);
    }
}
