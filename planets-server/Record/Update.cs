using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Fhir;
using Phr.Planets.Http;
using Phr.Planets.Record.Writing;
using Phr.Planets.Search.Criteria;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Record;

/// <summary>
/// <c>PUT [base]/[type]/[id]</c>, also of an id that nothing has yet, and <c>PUT [base]/[type]?criteria</c>. R4
/// http.html#update, #cond-update,
/// #concurrency.
/// </summary>
public static class Update
{
    public static void Map(IEndpointRouteBuilder fhir)
    {
        fhir.MapPut("/{type:resource}/{id}", (string type, string id, HttpContext http, RecordWriter writer, CancellationToken ct) =>
            Handle(type, id, null, http, writer, ct));
        fhir.MapPut("/{type:resource}",
            async (string type, HttpContext http, RecordWriter writer, ConditionReading conditions, CancellationToken ct) =>
        {
            var condition = await conditions.Of(type, http.Request.QueryString.Value ?? "", http.Caller(), ct);
            return condition.IsRefused(out var refusal) ? FhirJson.Refused(refusal)
                : await Handle(type, null, condition.Value, http, writer, ct);
        });
    }

    private static async Task<IResult> Handle(
        string type, string? id, WriteCondition? condition, HttpContext http, RecordWriter writer, CancellationToken ct)
    {
        if (http.Request.Formats(hasBody: true) is { } format)
            return FhirJson.Refused(format);
        var origin = RecordWriter.OriginOf(http.Caller());
        if (origin.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        var ifMatch = http.Request.IfMatch();
        if (ifMatch.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var ifNoneMatch = http.Request.IfNoneMatchAny();
        if (ifNoneMatch.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var provenance = AttachedProvenance.Read(http.Request, http.Caller());
        if (provenance.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var parsed = FhirDocument.Parse(await http.Request.Body(ct));
        using var document = parsed.Document;
        if (!parsed.IsValid)
            return FhirJson.Faulty(parsed.Issues, readable: document is not null);
        if (document!.Root.Type!.Name != type)
            return FhirJson.Refused(Create.WrongType(type));
        var sentId = document.Root.Child("id").Text;
        if (condition is null && sentId != id)
            return FhirJson.Refused(WrongId(type));
        var resource = await writer.Prepare(
            http.Caller(), origin.Value, document.Root, sentId ?? ResourceIds.Fresh(), ScopeAccess.Update, UnitLinks.None, ct);
        if (resource.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        Interaction update = condition is null
            ? new Interaction.Update(resource.Value, ifMatch.Value) { IfNoneMatch = ifNoneMatch.Value }
            : new Interaction.UpdateWhere(resource.Value, condition, sentId is not null, ifMatch.Value) { IfNoneMatch = ifNoneMatch.Value };
        var written = await writer.Write(http.Caller(), origin.Value, update, provenance.Value, ct);
        return written.IsRefused(out refusal) ? FhirJson.Refused(refusal) : new WrittenResult(written.Value);
    }

    internal static Refusal WrongId(string type) => new(
        RefusalKind.Invalid, "The id of the body is not the one that the address names.", $"{type}.id", "invalid");
}
