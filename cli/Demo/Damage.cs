using Npgsql;
using Phr.Platform.Database;

namespace Phr.Cli.Demo;

/// <summary>What somebody could do who owns the database and means no good. For copies.</summary>
internal static class Damage
{
    private static readonly string DisableGuard = Sql.Load(typeof(Damage), "Demo/disable-guard.sql");
    private static readonly string FlipByte = Sql.Load(typeof(Damage), "Demo/flip-byte.sql");

    /// <returns>Position of the event whose body is no longer what it was.</returns>
    public static async Task<long> Do(NpgsqlDataSource copy, long from, CancellationToken ct)
    {
        await using (var disable = copy.CreateCommand(DisableGuard))
            await disable.ExecuteNonQueryAsync(ct);
        await using var flip = copy.CreateCommand(FlipByte);
        flip.Parameters.Add(new() { Value = from });
        return (long)(await flip.ExecuteScalarAsync(ct))!;
    }
}
