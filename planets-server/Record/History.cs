using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Fhir.Writing;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Search;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Record;

/// <summary><c>GET [base]/[type]/[id]/_history</c>, the newest version first. R4 http.html#history.</summary>
public static class History
{
    public static void Map(IEndpointRouteBuilder fhir) => fhir.MapGet("/{type:resource}/{id}/_history", Handle);

    private static async Task<IResult> Handle(
        string type, string id, HttpContext http, RecordReads reads, TokenKeys keys, AccessJournal journal, FhirEndpoint fhir,
            CancellationToken ct)
    {
        var visibility = http.Visibility(ScopeAccess.Read, keys);
        if (visibility.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        var versions = await reads.History(type, id, visibility.Value, ct);
        await journal.Record(
            Accesses.Of(http, "history-instance", type, Read.Named(type, id), [.. versions.Select(version => version.Stream)]), ct);
        if (versions.Count == 0)
            return FhirJson.Refused(new Refusal(RefusalKind.NotFound, $"No such {type} is here for you.", null, "not-found"));
        return new BundleResult(
            new BundleHead("history", versions.Count) { Links = [new("self", $"{fhir.Url}{type}/{id}/_history")] },
            versions.Select(version => Entry(version, type, id, fhir)));
    }

    private static (BundleEntry, ReadOnlyMemory<byte>) Entry(VersionFound version, string type, string id, FhirEndpoint fhir)
    {
        var (method, status) = version switch
        {
            { IsDeletion: true } => ("DELETE", "204 No Content"),
            { Version: 1 } => ("POST", "201 Created"),
            _ => ("PUT", "200 OK"),
        };
        var entry = new BundleEntry(
            $"{fhir.Url}{type}/{id}", null, new BundleRequest(method, method == "POST" ? type : $"{type}/{id}"),
            new BundleResponse(status, null, ETags.Of(version.Version), version.LastUpdated));
        return (entry, version.Body ?? default);
    }
}
