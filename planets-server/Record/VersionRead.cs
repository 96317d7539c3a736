using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Search;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Record;

/// <summary><c>GET [base]/[type]/[id]/_history/[vid]</c>. R4 http.html#vread.</summary>
public static class VersionRead
{
    public static void Map(IEndpointRouteBuilder fhir) => fhir.MapGet("/{type:resource}/{id}/_history/{version}", Handle);

    private static async Task<IResult> Handle(
        string type, string id, string version, HttpContext http, RecordReads reads, TokenKeys keys, AccessJournal journal,
            CancellationToken ct)
    {
        var visibility = http.Visibility(ScopeAccess.Read, keys);
        if (visibility.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        if (http.Request.Query.ContainsKey(AsOf.Parameter))
            return FhirJson.Refused(new Refusal(RefusalKind.Invalid, "A version is the same at all times: it takes no '_asOf'.",
                $"http.{AsOf.Parameter}", "not-supported"));
        if (!int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return Read.Answer(null, type, http.Request);
        var found = await reads.Version(type, id, number, visibility.Value, ct);
        await journal.Record(
            Accesses.Of(http, "vread", type, Read.Named(type, id), found is { IsDeletion: false } ? [found.Stream] : []), ct);
        return Read.Answer(found, type, http.Request);
    }
}
