using Npgsql;
using Phr.Planets.Access;
using Phr.Planets.Bulk.Files;
using Phr.Planets.Search;
using Phr.Platform.Database;

namespace Phr.Planets.Bulk.Export;

/// <summary>
/// What of an export its reader may have at the moment of fetching it: lines of versions that they could read now, one statement a page.
/// Refused, withdrawn, parted or erased since, a version's lines are left out.
/// </summary>
public sealed class PermittedLines(NpgsqlDataSource database)
{
    /// <exception cref="IOException">The page does not say what all of its lines come of.</exception>
    public async Task<BulkPage> Of(BulkPage page, Visibility visibility, CancellationToken ct)
    {
        if (page.Sources.Count == 0)
            throw new IOException("A page of an export does not say what its lines come of.");
        var versions = page.Sources.Select(source => source.Version).Where(version => version > 0).Distinct().ToArray();
        return versions.Length == 0 ? page : page.Without(await Hidden(versions, visibility, ct));
    }

    private async Task<HashSet<long>> Hidden(long[] versions, Visibility visibility, CancellationToken ct)
    {
        var sql = new SqlText().Append(RecordTables.Ever.Load("Bulk/Export/hidden-versions.sql"), Binding.Longs("versions", versions));
        (visibility with { HoldsPast = true }).AppendTo(sql);
        sql.Append(")");
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = sql.ToCommand(connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var hidden = new HashSet<long>();
        while (await rows.ReadAsync(ct))
            hidden.Add(rows.GetInt64(0));
        return hidden;
    }
}
