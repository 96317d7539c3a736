using Npgsql;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Search;
using Phr.Platform.Database;

namespace Phr.Planets.Operations;

/// <param name="Next">Null on the last page.</param>
public sealed record EverythingPage(IReadOnlyList<FoundRow> Rows, EverythingStart? Next);

/// <summary>Reads all of a person, page by page, from one position of the log: no duplicate and no gap while others write.</summary>
public sealed class EverythingRun(
    NpgsqlDataSource database, RowReader rows, SampledRows samples, TokenKeys keys, PageLinks links, FhirEndpoint fhir)
{
    public TokenKeys Keys => keys;

    public PageLinks Links => links;

    public FhirEndpoint Base => fhir;

    public async Task<EverythingPage> Page(EverythingStart start, Visibility visibility, CancellationToken ct)
    {
        var tables = start.AsOf is null ? RecordTables.Now : RecordTables.Past;
        var sql = new SqlText()
            .Share(Binding.Long("after", start.After))
            .Share(Binding.Shorts("types", [.. start.Types.Select(ResourceTypes.Number)]));
        if (start.AsOf is { } asOf)
            sql.Share(Binding.Long("asof", asOf));
        sql.Append(
            tables.Load("Operations/everything.sql"), Binding.Text("patient_named", start.Patient), Binding.Instant("since", start.Since));
        visibility.AppendTo(sql);
        sql.Append(tables.Load("Operations/everything-end.sql"), new Binding("limit", start.Count + 1, NpgsqlTypes.NpgsqlDbType.Integer));
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = sql.ToCommand(connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var (found, head) = await rows.ReadPage(reader, ct);
        var hasMore = found.Count > start.Count;
        if (hasMore)
            found.RemoveAt(found.Count - 1);
        var (all, taken) = await samples.Into(found, start.AsOf, ct);
        return hasMore || taken < found.Count
            ? new EverythingPage(all, start with { AsOf = start.AsOf ?? head, After = all[^1].Position })
            : new EverythingPage(all, null);
    }
}
