using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Fhir.Writing;
using Phr.Planets.Access;
using Phr.Planets.Deferred;
using Phr.Planets.Http;
using Phr.Planets.Record.Versions;
using Phr.Planets.Search;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Record;

/// <summary>
/// <c>GET [base]/[type]/[id]/_history</c>, <c>[base]/[type]/_history</c> and <c>[base]/_history</c>, the newest version first, with
/// <c>_count</c>, <c>_since</c> and <c>_at</c>. R4 http.html#history.
/// </summary>
public static class History
{
    public static void Map(IEndpointRouteBuilder fhir)
    {
        fhir.MapGet("/{type:resource}/{id}/_history",
            (string type, string id, HttpContext http, HistoryParts parts, CancellationToken ct) =>
            Handle(new HistoryScope(type, id), http, parts, ct)).MayBeDeferred();
        fhir.MapGet("/{type:resource}/_history", (string type, HttpContext http, HistoryParts parts, CancellationToken ct) =>
            Handle(new HistoryScope(type, null), http, parts, ct)).MayBeDeferred();
        fhir.MapGet("/_history", (HttpContext http, HistoryParts parts, CancellationToken ct) =>
            Handle(new HistoryScope(null, null), http, parts, ct)).MayBeDeferred();
    }

    private static async Task<IResult> Handle(HistoryScope scope, HttpContext http, HistoryParts parts, CancellationToken ct)
    {
        if (http.Request.Formats(hasBody: false) is { } format)
            return FhirJson.Refused(format);
        // SMART App Launch 2, scopes: instance history is read, the others are search.
        var visibility = http.Visibility(scope.Id is null ? ScopeAccess.Search : ScopeAccess.Read, parts.Keys);
        if (visibility.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        var request = Read(scope, http, parts.Links);
        if (request.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var page = await parts.Run.Page(request.Value, visibility.Value, ct);
        var named = scope is { Type: { } type, Id: { } id } ? Record.Read.Named(type, id) : [];
        await parts.Journal.Record(
            Accesses.Of(http, scope.Interaction, scope.Type, named, [.. page.Entries.Select(entry => entry.Stream)]), ct);
        if (page.Entries.Count == 0 && scope.Id is not null && !await IsKnown(request.Value, page, visibility.Value, parts.Run, ct))
            return FhirJson.Refused(new Refusal(RefusalKind.NotFound, $"No such {scope.Type} is here for you.", null, "not-found"));
        long? total = page.Next is not null || request.Value.After is not null ? null : page.Entries.Count;
        return new BundleResult(
            new BundleHead("history", total) { Links = Links(request.Value, page, http, parts) },
            page.Entries.Select(entry => (Entry(entry, parts.Fhir), entry.Body)));
    }

    private static Answer<HistoryRequest> Read(HistoryScope scope, HttpContext http, PageLinks links)
    {
        var query = SearchQuery.Pairs(http.Request.QueryString.Value ?? "");
        if (query is not [{ Key: PageLinks.Parameter, Value: var text }])
            return HistoryRequest.Parse(scope, query, PlanetsServer.Zone, http.Request.Preference("handling") == "lenient");
        // The same words for a broken cursor and for somebody else's.
        if (links.Open(text, http.Caller()) is not { Values: [{ } at, ..] } cursor || cursor.Type != scope.Path)
            return new Refusal(RefusalKind.Invalid, "This is not the link to a further page that you were given.", null, "invalid");
        var request = HistoryRequest.Parse(scope, SearchQuery.Pairs(cursor.Query), PlanetsServer.Zone, isLenient: false);
        return request.IsRefused(out var refusal)
            ? refusal
            : request.Value with
            {
                After = new VersionPlace(
                    new DateTime(long.Parse(at, CultureInfo.InvariantCulture), DateTimeKind.Utc), cursor.Position,
                    cursor.Values is [_, { } version] ? int.Parse(version, CultureInfo.InvariantCulture) : 0),
            };
    }

    // Nothing on the page need not mean that there is nothing.
    private static async Task<bool> IsKnown(
        HistoryRequest request, HistoryPage page, Visibility visibility, HistoryRun run, CancellationToken ct)
    {
        var any = request with { Since = null, At = null, After = request.IsNarrowed ? null : page.Next, Count = 1 };
        while (request.IsNarrowed || any.After is not null)
        {
            var found = await run.Page(any, visibility, ct);
            if (found.Entries.Count > 0 || found.Next is null)
                return found.Entries.Count > 0;
            any = any with { After = found.Next };
        }
        return false;
    }

    private static List<KeyValuePair<string, string>> Links(HistoryRequest request, HistoryPage page, HttpContext http, HistoryParts parts)
    {
        var address = parts.Fhir.Url + request.Scope.Path;
        var self = request.After is null ? request.Self : (http.Request.QueryString.Value ?? "").TrimStart('?');
        var links = new List<KeyValuePair<string, string>> { new("self", self.Length == 0 ? address : $"{address}?{self}") };
        if (page.Next is { } last)
        {
            string[] values = [last.At.Ticks.ToString(CultureInfo.InvariantCulture), last.Version.ToString(CultureInfo.InvariantCulture)];
            var cursor = new PageCursor(request.Scope.Path, request.Self, 0, values, last.Position);
            links.Add(new("next", $"{address}?{PageLinks.Parameter}={parts.Links.Seal(cursor, http.Caller())}"));
        }
        return links;
    }

    private static BundleEntry Entry(VersionEntry entry, FhirEndpoint fhir)
    {
        var (method, status) = entry switch
        {
            { IsDeletion: true } => ("DELETE", "204 No Content"),
            // Only who creates by POST gets an id of ours, and only at first.
            { Version: 1 } when ResourceIds.IsOurs(entry.Id) => ("POST", "201 Created"),
            { IsCreation: true } => ("PUT", "201 Created"),
            _ => ("PUT", "200 OK"),
        };
        var address = $"{entry.Type}/{entry.Id}";
        return new BundleEntry(
            fhir.Url + address, null, new BundleRequest(method, method == "POST" ? entry.Type : address),
            new BundleResponse(status, null, ETags.Of(entry.Version), new DateTimeOffset(entry.Place.At, TimeSpan.Zero)));
    }
}

/// <summary>What a history is answered with.</summary>
public sealed record HistoryParts(HistoryRun Run, PageLinks Links, TokenKeys Keys, AccessJournal Journal, FhirEndpoint Fhir);
