using Npgsql;

namespace Phr.Platform.Database;

/// <summary>Connections of a service: made for many small statements, each of a few shapes.</summary>
public static class ServiceDatabase
{
    /// <summary>
    /// A plan is made once for each prepared statement, not for each of its values: planning costs more than most of
    /// these statements do, and they are written so that one plan fits all values (PostgreSQL 15 §20.7.4, plan_cache_mode).
    /// </summary>
    private const string OnePlan = "-c plan_cache_mode=force_generic_plan";

    private const int BufferBytes = 64 << 10;

    /// <param name="service">Name that the database shows the connections under.</param>
    public static NpgsqlDataSource Open(string connectionString, string service)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = $"phr-{service}",
            // Whoever changes a session clears it (ReturnCleared): a reset at each use would cost as much as a read.
            NoResetOnClose = true,
            // A page of a search, or a group of writes, in one or two system calls instead of a dozen.
            ReadBufferSize = BufferBytes,
            WriteBufferSize = BufferBytes,
        };
        settings.Options = settings.Options is { Length: > 0 } own ? $"{own} {OnePlan}" : OnePlan;
        return NpgsqlDataSource.Create(settings);
    }

    /// <summary>Gives a connection back to the pool without what its session was told, listens to or has locked.</summary>
    public static async Task ReturnCleared(this NpgsqlConnection connection, CancellationToken ct)
    {
        await using var returned = connection;
        if (connection.FullState != System.Data.ConnectionState.Open)
            return;
        await using var clear = new NpgsqlBatch(connection)
        {
            BatchCommands = { new("reset all"), new("unlisten *"), new("select pg_advisory_unlock_all()") },
        };
        await clear.ExecuteNonQueryAsync(ct);
    }
}
