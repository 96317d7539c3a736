using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Record.Writing;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Record;

/// <summary><c>DELETE [base]/[type]/[id]</c>: it holds no longer, its history stays. R4 http.html#delete.</summary>
public static class Delete
{
    public static void Map(IEndpointRouteBuilder fhir) => fhir.MapDelete("/{type:resource}/{id}", Handle);

    private static async Task<IResult> Handle(string type, string id, HttpContext http, RecordWriter writer, CancellationToken ct)
    {
        var origin = RecordWriter.OriginOf(http.Caller());
        if (origin.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        if (!WriteScopes.PermitDelete(http.Caller(), type))
            return FhirJson.Refused(NoScope(type));
        var ifMatch = http.Request.IfMatch();
        if (ifMatch.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var written = await writer.Write(origin.Value, new Interaction.Delete(type, id, ifMatch.Value), ct);
        return written.IsRefused(out refusal) ? FhirJson.Refused(refusal) : new WrittenResult(written.Value);
    }

    internal static Refusal NoScope(string type) => new(
        RefusalKind.Forbidden, $"The scopes of this token do not permit that on {type}.", null, "forbidden");
}
