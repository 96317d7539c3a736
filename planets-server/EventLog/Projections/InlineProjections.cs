using Npgsql;
using Phr.Platform.Database;

namespace Phr.EventLog;

/// <summary>The inline projections of a log and the schema that their tables are in.</summary>
/// <param name="Schema">Lower-case identifier.</param>
/// <param name="MigrationsBeside">A type of the assembly that embeds the migrations.</param>
/// <param name="MigrationsFolder">Folder of the migrations, which name tables without schema.</param>
public sealed record InlineProjections(
    string Schema, Type MigrationsBeside, string MigrationsFolder, IReadOnlyList<IInlineProjection> All)
{
    private static readonly string CreateBuilt = Sql.Load(typeof(InlineProjections), "Projections/create-built.sql");
    private static readonly string ReadBuilt = Sql.Load(typeof(InlineProjections), "Projections/read-built.sql");
    private static readonly string MarkBuilt = Sql.Load(typeof(InlineProjections), "Projections/mark-built.sql");

    /// <summary>Makes the tables in a schema, this one or a scratch one.</summary>
    internal Task Create(NpgsqlDataSource database, string schema, CancellationToken ct) =>
        Migrations.Apply(database, SchemaName.Checked(schema), MigrationsBeside, MigrationsFolder, ct);

    /// <summary>
    /// Those whose rows are not what this version would make of the log: never built, or by another version.
    /// </summary>
    internal async Task<IReadOnlyList<IInlineProjection>> Outdated(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var create = database.CreateCommand(SchemaName.Into(CreateBuilt, Schema));
        await create.ExecuteNonQueryAsync(ct);
        await using var read = database.CreateCommand(SchemaName.Into(ReadBuilt, Schema));
        await using var rows = await read.ExecuteReaderAsync(ct);
        var built = new Dictionary<string, int>(StringComparer.Ordinal);
        while (await rows.ReadAsync(ct))
            built.Add(rows.GetString(0), rows.GetInt32(1));
        return [.. All.Where(projection => built.GetValueOrDefault(projection.Name, -1) != projection.Version)];
    }

    internal async Task Built(NpgsqlDataSource database, IInlineProjection projection, CancellationToken ct)
    {
        await using var mark = database.CreateCommand(SchemaName.Into(MarkBuilt, Schema));
        mark.Parameters.Add(new() { Value = projection.Name });
        mark.Parameters.Add(new() { Value = projection.Version });
        await mark.ExecuteNonQueryAsync(ct);
    }
}
