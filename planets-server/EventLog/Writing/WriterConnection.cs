using System.Security.Cryptography;
using Npgsql;
using Phr.Platform.Database;

namespace Phr.EventLog;

/// <summary>
/// The writer's one connection. It has a name of its own in the database, so that after a broken one the writer can
/// make sure that nothing of it is still running before it looks whether the last group was committed.
/// </summary>
internal sealed class WriterConnection(NpgsqlDataSource database, string projectionSchema) : IAsyncDisposable
{
    private static readonly string NameConnection = Sql.Load(typeof(WriterConnection), "Writing/name-connection.sql");
    private static readonly string Fence = Sql.Load(typeof(WriterConnection), "Writing/fence.sql");
    private static readonly string HashAt = Sql.Load(typeof(WriterConnection), "Chain/hash-at.sql");

    private const int FenceAttemptsMax = 200;

    private NpgsqlConnection? _open;
    private string? _lostName;
    private string _name = "";

    /// <summary>
    /// The open connection; opens one, and ends what a lost one may still be doing, where there is none.
    /// </summary>
    public async ValueTask<NpgsqlConnection> Get(CancellationToken ct)
    {
        if (_open is { FullState: System.Data.ConnectionState.Open })
            return _open;
        await Lose();
        var connection = await database.OpenConnectionAsync(ct);
        try
        {
            var name = $"phr writer {RandomNumberGenerator.GetHexString(16, lowercase: true)}";
            await Execute(connection, NameConnection, [name, projectionSchema], ct);
            await EndLost(connection, ct);
            (_open, _name, _lostName) = (connection, name, null);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gives the connection up, because it is broken or nobody knows what it still does.</summary>
    public async ValueTask Lose()
    {
        if (_open is null)
            return;
        _lostName = _name;
        // Out of the pool: another user must not get it.
        NpgsqlConnection.ClearPool(_open);
        await _open.DisposeAsync();
        _open = null;
    }

    /// <returns>Whether the event at <paramref name="position"/> is there and has this hash.</returns>
    public async Task<bool> Holds(long position, ReadOnlyMemory<byte> hash, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(HashAt, await Get(ct));
        command.Parameters.Add(new() { Value = position });
        return await command.ExecuteScalarAsync(ct) is byte[] stored && stored.AsSpan().SequenceEqual(hash.Span);
    }

    public async Task EnterAlone(CancellationToken ct) => await Turn.Take(await Get(ct), TurnOf.Append, ct);

    public async Task LeaveAlone(CancellationToken ct)
    {
        if (_open is not null)
            await Turn.Leave(_open, TurnOf.Append, ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (_open is not null)
            await _open.ReturnCleared(CancellationToken.None);
    }

    private async Task EndLost(NpgsqlConnection connection, CancellationToken ct)
    {
        for (var attempt = 0; _lostName is not null; attempt++)
        {
            await using var command = new NpgsqlCommand(Fence, connection);
            command.Parameters.Add(new() { Value = _lostName });
            if (await command.ExecuteScalarAsync(ct) is null)
                return;
            if (attempt == FenceAttemptsMax)
                throw new NpgsqlException("A lost connection of the writer does not end.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), ct);
        }
    }

    private static async Task Execute(
        NpgsqlConnection connection, string sql, object[] parameters, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
            command.Parameters.Add(new() { Value = parameter });
        await command.ExecuteNonQueryAsync(ct);
    }
}
