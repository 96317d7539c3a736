using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Conformance.Profiles;
using Phr.Fhir;
using Phr.Fhir.Structure;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Record;
using Phr.Planets.Search;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Validation;

/// <summary>
/// <c>POST [type]/$validate</c>, <c>POST [type]/[id]/$validate</c> with a resource, or Parameters with <c>resource</c>, <c>mode</c> and
/// <c>profile</c>; <c>GET [type]/[id]/$validate</c> of what is stored. The answer is 200 with an OperationOutcome whatever was found. R4
/// resource-operation-validate.html.
/// </summary>
public static class Validate
{
    /// <summary>Profiles asked for in one request.</summary>
    public const int ProfilesMax = 20;

    public static void Map(IEndpointRouteBuilder fhir)
    {
        fhir.MapPost("/$validate", (HttpContext http, ServerRulebook rulebook, CancellationToken ct) =>
            OfSent(http, null, null, rulebook, ct));
        fhir.MapPost(
            "/{type:resource}/$validate",
            (string type, HttpContext http, ServerRulebook rulebook, CancellationToken ct) => OfSent(http, type, null, rulebook, ct));
        fhir.MapPost("/{type:resource}/{id}/$validate", OfInstance);
        fhir.MapGet("/{type:resource}/{id}/$validate", OfInstance);
    }

    private static async Task<IResult> OfSent(HttpContext http, string? type, string? id, ServerRulebook rulebook, CancellationToken ct)
    {
        var asked = await Asked(http, ct);
        return asked.IsRefused(out var refusal) ? FhirJson.Refused(refusal) : await Sent(asked.Value, type, id, rulebook, ct);
    }

    // Without a resource it is about the one that is stored.
    private static async Task<IResult> OfInstance(
        string type, string id, HttpContext http, RecordReads reads, TokenKeys keys, AccessJournal journal, ServerRulebook rulebook,
        CancellationToken ct)
    {
        var asked = await Asked(http, ct);
        if (asked.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        return asked.Value is { Resource.IsEmpty: true, Mode: null or "profile" }
            ? await Stored(asked.Value, type, id, (http, reads, keys, journal), rulebook, ct)
            : await Sent(asked.Value, type, id, rulebook, ct);
    }

    private static async Task<Answer<ValidateRequest>> Asked(HttpContext http, CancellationToken ct)
    {
        var hasBody = HttpMethods.IsPost(http.Request.Method);
        if (http.Request.Formats(hasBody) is { } format)
            return format;
        return ValidateRequest.Read(hasBody ? await http.Request.Body(ct) : default, http.Request.Query);
    }

    private static async Task<IResult> Sent(ValidateRequest asked, string? type, string? id, ServerRulebook rulebook, CancellationToken ct)
    {
        if (asked.Mode == "delete")
            return FhirJson.Outcomes(StatusCodes.Status200OK, [Validator.AllWell]);
        if (asked.Resource.IsEmpty)
            return FhirJson.Refused(new Refusal(RefusalKind.Invalid, "A resource to validate is missing.", "resource", "required"));
        var parsed = FhirDocument.Parse(asked.Resource);
        using var document = parsed.Document;
        if (document is null)
            return FhirJson.Faulty(parsed.Issues, readable: false);
        var rules = await rulebook.Current(ct);
        return Outcome([.. parsed.Issues, .. AddressFaults(document.Root, type, id), .. rules.Validator.Check(document.Root,
            asked.Profiles)]);
    }

    private static async Task<IResult> Stored(
        ValidateRequest asked, string type, string id, (HttpContext Http, RecordReads Reads, TokenKeys Keys, AccessJournal Journal) reading,
        ServerRulebook rulebook, CancellationToken ct)
    {
        var (http, reads, keys, journal) = reading;
        var visibility = http.Visibility(ScopeAccess.Read, keys);
        if (visibility.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        var found = await reads.Present(type, id, visibility.Value, ct);
        await journal.Record(
            Accesses.Of(http, "validate", type, Record.Read.Named(type, id), found is { IsDeletion: false } ? [found.Stream] : []), ct);
        if (found is not { Body: { } body })
            return FhirJson.Refused(new Refusal(
                found is null ? RefusalKind.NotFound : RefusalKind.Gone,
                found is null ? $"No such {type} is here for you." : $"This {type} was deleted.", null, found is null
                    ? "not-found" : "deleted"));
        return Outcome((await rulebook.Current(ct)).Validator.Check(body, asked.Profiles));
    }

    private static IEnumerable<Issue> AddressFaults(Element resource, string? type, string? id)
    {
        if (type is not null && resource.Type?.Name != type)
            yield return new(
                IssueSeverity.Error, "invalid", "other-type", $"The resource is not a {type}, which the address names.",
                $"リソースがアドレスの示す {type} ではありません。", "");
        if (id is not null && resource.Child("id").Text is { } own && own != id)
            yield return new(
                IssueSeverity.Error, "invalid", "other-id", "The id of the resource is not the one that the address names.",
                "リソースの id がアドレスの id と違います。", $"{resource.Type?.Name}.id");
    }

    private static IResult Outcome(IReadOnlyList<Issue> issues) =>
        FhirJson.Outcomes(StatusCodes.Status200OK, issues.Count > 0 ? issues : [Validator.AllWell]);
}
