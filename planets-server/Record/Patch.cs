using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Planets.Http;
using Phr.Planets.Record.Writing;
using Phr.Planets.Search.Criteria;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Record;

/// <summary>
/// <c>PATCH [base]/[type]/[id]</c> and <c>PATCH [base]/[type]?criteria</c>, with a JSON Patch (RFC 6902) or a FHIRPath
/// Patch. What comes of it
/// is checked like an update. R4 http.html#patch, fhirpatch.html.
/// </summary>
public static class Patch
{
    public static void Map(IEndpointRouteBuilder fhir)
    {
        fhir.MapPatch("/{type:resource}/{id}", (string type, string id, HttpContext http, PatchRun run, CancellationToken ct) =>
            Handle(type, id, null, http, run, ct));
        fhir.MapPatch("/{type:resource}",
            async (string type, HttpContext http, PatchRun run, ConditionReading conditions, CancellationToken ct) =>
        {
            var condition = await conditions.Of(type, http.Request.QueryString.Value ?? "", http.Caller(), ct);
            return condition.IsRefused(out var refusal) ? FhirJson.Refused(refusal)
                : await Handle(type, null, condition.Value, http, run, ct);
        });
    }

    private static async Task<IResult> Handle(
        string type, string? id, WriteCondition? condition, HttpContext http, PatchRun run, CancellationToken ct)
    {
        if (http.Request.Formats(hasBody: false) is { } format)
            return FhirJson.Refused(format);
        var origin = RecordWriter.OriginOf(http.Caller());
        if (origin.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        var ifMatch = http.Request.IfMatch();
        if (ifMatch.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var provenance = AttachedProvenance.Read(http.Request, http.Caller());
        if (provenance.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var patch = PatchBody.Read(await http.Request.Body(ct), http.Request.ContentType);
        if (patch.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var request = new PatchRequest(type, id, condition, patch.Value, ifMatch.Value) { Provenance = provenance.Value };
        var written = await run.Run(http.Caller(), origin.Value, request, ct);
        return written.IsRefused(out refusal) ? FhirJson.Refused(refusal) : new WrittenResult(written.Value);
    }
}
