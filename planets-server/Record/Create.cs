using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Fhir;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Record.Writing;
using Phr.Planets.Search.Criteria;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Record;

/// <summary><c>POST [base]/[type]</c>, with <c>If-None-Exist</c> conditionally. R4 http.html#create, #ccreate.</summary>
public static class Create
{
    public static void Map(IEndpointRouteBuilder fhir) => fhir.MapPost("/{type:resource}", Handle);

    private static async Task<IResult> Handle(string type, HttpContext http, RecordWriter writer, ConditionReading conditions,
        CancellationToken ct)
    {
        if (http.Request.Formats(hasBody: true) is { } format)
            return FhirJson.Refused(format);
        var origin = RecordWriter.OriginOf(http.Caller());
        if (origin.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        var condition = await Condition(type, http, conditions, ct);
        if (condition.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var provenance = AttachedProvenance.Read(http.Request, http.Caller());
        if (provenance.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var parsed = FhirDocument.Parse(await http.Request.Body(ct));
        using var document = parsed.Document;
        if (!parsed.IsValid)
            return FhirJson.Faulty(parsed.Issues, readable: document is not null);
        if (document!.Root.Type!.Name != type)
            return FhirJson.Refused(WrongType(type));
        var id = ResourceIds.Fresh();
        var from = IsAccount(http.Caller(), type) ? origin.Value with { Source = Authors.Phone(id) } : origin.Value;
        var resource = await writer.Prepare(http.Caller(), from, document.Root, id, ScopeAccess.Create, UnitLinks.None, ct);
        if (resource.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var written = await writer.Write(
            http.Caller(), from, new Interaction.Create(resource.Value, condition.Value), provenance.Value, ct);
        return written.IsRefused(out refusal) ? FhirJson.Refused(refusal) : new WrittenResult(written.Value);
    }

    internal static Refusal WrongType(string type) => new(
        RefusalKind.Invalid, $"The body is not a {type}, which the address names.", "resourceType", "invalid");

    // consent-service makes the Patient of a new account: it founds the stream of the person's own phone.
    private static bool IsAccount(Caller caller, string type) =>
        type == "Patient" && caller is { Role: CallerRole.Service, Client: Authors.Accounts };

    private static async ValueTask<Answer<WriteCondition?>> Condition(
        string type, HttpContext http, ConditionReading conditions, CancellationToken ct)
    {
        // An empty one is a condition without criteria, which is refused, and not none.
        if (http.Request.Headers["If-None-Exist"] is not { Count: > 0 } sent)
            return (WriteCondition?)null;
        var condition = await conditions.Of(type, sent.ToString(), http.Caller(), ct);
        return condition.IsRefused(out var refusal) ? refusal : condition.Value;
    }
}
