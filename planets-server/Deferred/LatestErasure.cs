using Npgsql;
using Phr.Platform.Database;

namespace Phr.Planets.Deferred;

/// <summary>The newest erasure of all nodes: an answer that was begun before it may hold what was erased.</summary>
public sealed class LatestErasure(NpgsqlDataSource database)
{
    private static readonly string Latest = Sql.Load(typeof(LatestErasure), "Deferred/latest-erasure.sql");

    /// <summary>Its position in the log; 0 before the first.</summary>
    public async Task<long> Position(CancellationToken ct)
    {
        await using var command = database.CreateCommand(Latest);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
