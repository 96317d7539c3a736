using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Record;
using Phr.Planets.Search;
using Phr.Platform;
using Phr.Platform.Database;
using Phr.Platform.Identity;

namespace Phr.Planets.Operations.Labelling;

/// <summary>
/// <c>$meta</c> of a resource, of one version of it, of a type and of the system: profiles, tags and labels of what the reader may see. R4
/// resource-operation-meta.html.
/// </summary>
public static class ReadMeta
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Post];

    public static void Map(IEndpointRouteBuilder fhir)
    {
        fhir.MapMethods("/{type:resource}/{id}/$meta", Methods, (
            string type, string id, HttpContext http, RecordReads reads, TokenKeys keys, AccessJournal journal, CancellationToken ct) =>
            OfOne(type, id, http, visibility => reads.Present(type, id, visibility, ct), keys, journal, ct));
        fhir.MapMethods("/{type:resource}/{id}/_history/{version:int}/$meta", Methods, (
            string type, string id, int version, HttpContext http, RecordReads reads, TokenKeys keys, AccessJournal journal,
            CancellationToken ct) =>
            OfOne(type, id, http, visibility => reads.Version(type, id, version, visibility, ct), keys, journal, ct));
        fhir.MapMethods("/{type:resource}/$meta", Methods, (
            string type, HttpContext http, MetaInUse inUse, TokenKeys keys, AccessJournal journal, CancellationToken ct) =>
            OfAll(type, http, inUse, keys, journal, ct));
        fhir.MapMethods(
            "/$meta", Methods, (HttpContext http, MetaInUse inUse, TokenKeys keys, AccessJournal journal, CancellationToken ct) =>
            OfAll(null, http, inUse, keys, journal, ct));
    }

    private static async Task<IResult> OfOne(
        string type, string id, HttpContext http, Func<Visibility, Task<VersionFound?>> read, TokenKeys keys, AccessJournal journal,
        CancellationToken ct)
    {
        var visibility = http.Visibility(ScopeAccess.Read, keys);
        if (visibility.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        var found = await read(visibility.Value);
        await journal.Record(
            Accesses.Of(http, "meta", type, Record.Read.Named(type, id), found is { IsDeletion: false } ? [found.Stream] : []), ct);
        return found is { Body: { } body }
            ? OperationAnswer.Parameters(OperationAnswer.Parameter("return", "Meta", MetaWords.In(body)!))
            : Record.Read.Answer(found, type, http.Request);
    }

    private static async Task<IResult> OfAll(
        string? type, HttpContext http, MetaInUse inUse, TokenKeys keys, AccessJournal journal, CancellationToken ct)
    {
        var visibility = http.Visibility(ScopeAccess.Read, keys);
        if (visibility.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        var streams = new List<long>();
        var words = await inUse.Of(type, visibility.Value, streams, ct);
        if (words.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        await journal.Record(Accesses.Of(http, "meta", type, [], streams), ct);
        return OperationAnswer.Parameters(OperationAnswer.Parameter("return", "Meta", words.Value.ToMeta()));
    }
}

/// <summary>Collects the profiles, tags and labels of many resources.</summary>
public sealed class MetaInUse(NpgsqlDataSource database, RowReader rows, TokenKeys keys, OperationOptions options)
{
    private const int PageRows = 1_000;

    /// <param name="type">Null for all.</param>
    /// <param name="streams">Gets the stream of each resource that was read.</param>
    /// <returns>Refused where there are more than <see cref="OperationOptions.MetaResourcesMax"/>.</returns>
    public async Task<Answer<MetaWords>> Of(string? type, Visibility visibility, List<long> streams, CancellationToken ct)
    {
        var words = new MetaWords();
        var after = 0L;
        while (true)
        {
            var page = await Page(type, after, visibility, ct);
            if (streams.Count + page.Count > options.MetaResourcesMax)
            {
                return new Refusal(
                    RefusalKind.Unprocessable,
                    $"More than {options.MetaResourcesMax} resources have profiles, tags or labels: ask for one type or resource.", null,
                    "too-costly");
            }
            foreach (var row in page)
            {
                words.Add(MetaWords.In(row.Body));
                streams.Add(row.Stream.Value);
                after = row.Position;
            }
            if (page.Count < PageRows)
                return words;
        }
    }

    private async Task<List<FoundRow>> Page(string? type, long after, Visibility visibility, CancellationToken ct)
    {
        var sql = new SqlText().Append(
            RecordTables.Now.Load("Operations/Labelling/meta-in-use.sql"),
            new Binding("type", type is null ? null : ResourceTypes.Number(type), NpgsqlTypes.NpgsqlDbType.Smallint),
            Binding.Longs("present", [keys.Present("_profile"), keys.Present("_security"), keys.Present("_tag")]),
            Binding.Long("after", after));
        (type is null ? visibility : visibility.Of(ResourceTypes.Number(type))).AppendTo(sql);
        sql.Append(
            RecordTables.Now.Load("Operations/Labelling/meta-in-use-end.sql"),
            new Binding("limit", PageRows, NpgsqlTypes.NpgsqlDbType.Integer));
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = sql.ToCommand(connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await rows.ReadAll(reader, ct);
    }
}
