using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using Phr.Fhir.Writing;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Search;
using Phr.Platform;
using Phr.Platform.Database;
using Phr.Platform.Identity;

namespace Phr.Planets.Operations;

/// <summary>
/// <c>GET [base]/Patient/[id]/$everything</c>: all entries of the person, over all linked sources, as far as the reader may see them, with the
/// facilities, people and products that they name. Parameters <c>_count</c>, <c>_type</c>, <c>_since</c>. R4 patient-operation-everything.html.
/// </summary>
public static class Everything
{
    /// <summary>Entries of one page unless <c>_count</c> asks for fewer.</summary>
    public const int CountMax = 1_000;

    public static void Map(IEndpointRouteBuilder fhir) => fhir.MapGet("/Patient/{id}/$everything", Handle);

    private static async Task<IResult> Handle(string id, HttpContext http, EverythingRun run, AccessJournal journal, CancellationToken ct)
    {
        var visibility = http.Visibility(ScopeAccess.Read, run.Keys);
        if (visibility.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        var start = EverythingStart.Read(id, http.Request, http.Caller(), run.Links);
        if (start.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var page = await run.Page(start.Value, visibility.Value, ct);
        await journal.Record(
            Accesses.Of(http, "everything", null, [id], [.. page.Rows.Select(row => row.Stream.Value)]), ct);
        if (page.Rows.Count == 0 && start.Value.After == 0)
            return FhirJson.Refused(new Refusal(RefusalKind.NotFound, "No such Patient is here for you.", null, "not-found"));
        var links = new List<KeyValuePair<string, string>>();
        if (page.Next is { } next)
            links.Add(new("next", $"{run.Base.Url}Patient/{id}/$everything?{PageLinks.Parameter}={next.Seal(run.Links, http.Caller())}"));
        return new BundleResult(
            new BundleHead("searchset", page.Next is null && start.Value.After == 0 ? page.Rows.Count : null) { Links = links },
            page.Rows.Select(row => (new BundleEntry($"{run.Base.Url}{row.Type}/{row.Id}", "match"), row.Body)));
    }
}
