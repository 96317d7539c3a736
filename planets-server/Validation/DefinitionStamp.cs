using Npgsql;
using Phr.Platform.Database;

namespace Phr.Planets.Validation;

/// <summary>Changes whenever a resource of some types that are about nobody is stored or deleted. It is asked every second.</summary>
/// <param name="Newest">Position of the last one that was stored: positions only grow.</param>
public readonly record struct DefinitionStamp(long Count, long Newest)
{
    private static readonly string Statement = Sql.Load(typeof(DefinitionStamp), "Validation/definitions-stamp.sql");

    public static async Task<DefinitionStamp> Read(NpgsqlConnection connection, short[] types, CancellationToken ct)
    {
        await using var command = new SqlText().Append(Statement, Binding.Shorts("types", types)).ToCommand(connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new DefinitionStamp(reader.GetInt64(0), reader.GetInt64(1));
    }
}
