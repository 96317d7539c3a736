using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Mobile.Forwarding;
using Phr.Platform;
using Phr.Platform.Hosting;

namespace Phr.Mobile.Sharing;

/// <summary>
/// <c>GET /api/studies</c>, <c>PUT /api/studies/{study} {"in":bool}</c>: which studies may use the person's record. None may until the
/// person says so; each yes is a Consent of category study.
/// </summary>
internal static class Studies
{
    private static readonly Refusal NoState = new(RefusalKind.Invalid, "One is in a study: true or false.", "in");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/studies", List);
        api.MapPut("/studies/{study}", Turn).WithMetadata(RequestBody.Small);
    }

    private static async Task<IResult> List(HttpContext context, OwnConsents consents, Upstreams upstreams, CancellationToken ct)
    {
        var parties = await upstreams.Consent.Ask(context, HttpMethod.Get, "parties", body: null, ct);
        if (parties.IsRefused(out var refusal))
            return ProblemJson.Result(refusal);
        var active = await consents.Active(context, ct);
        if (active.IsRefused(out refusal))
            return ProblemJson.Result(refusal);
        var joined = active.Value.SelectMany(ConsentContent.Studies).ToHashSet(StringComparer.Ordinal);
        var studies = (parties.Value["parties"] as JsonArray ?? []).OfType<JsonObject>()
            .Where(party => party["isStudy"]?.GetValueKind() == System.Text.Json.JsonValueKind.True)
            .Select(study => new JsonObject
            {
                ["study"] = study["code"]?.DeepClone(), ["name"] = study["name"]?.DeepClone(),
                ["in"] = joined.Contains(ConsentContent.Text(study["code"]) ?? ""),
            });
        return Results.Json(new JsonObject { ["studies"] = new JsonArray([.. studies]) });
    }

    private static async Task<IResult> Turn(
        string study, Membership wanted, HttpContext context, OwnConsents consents, CancellationToken ct)
    {
        if (Identifiers.Fault(study, "study") is { } fault)
            return ProblemJson.Result(fault);
        if (wanted.In is not { } isIn)
            return ProblemJson.Result(NoState);
        var active = await consents.Active(context, ct);
        if (active.IsRefused(out var refusal))
            return ProblemJson.Result(refusal);
        var naming = active.Value.Where(consent => ConsentContent.Studies(consent).Contains(study)).ToList();
        return isIn ? await Join(study, naming, context, consents, ct) : await Leave(study, naming, context, consents, ct);
    }

    private static async Task<IResult> Join(
        string study, List<JsonObject> naming, HttpContext context, OwnConsents consents, CancellationToken ct)
    {
        if (naming.Count > 0)
            return Done(study, isIn: true);
        // An unknown study is refused by consent-service, before anything is stored.
        var stored = await consents.Create(context, author => ConsentDraft.Study(author, study), ct);
        return stored.IsRefused(out var refusal) ? ProblemJson.Result(refusal) : Done(study, isIn: true);
    }

    private static async Task<IResult> Leave(
        string study, List<JsonObject> naming, HttpContext context, OwnConsents consents, CancellationToken ct)
    {
        foreach (var consent in naming)
        {
            if (await consents.Put(context, ConsentContent.WithoutStudy(consent, study), ct) is { } notEnded)
                return ProblemJson.Result(notEnded);
        }
        return Done(study, isIn: false);
    }

    private static IResult Done(string study, bool isIn) => Results.Json(new JsonObject { ["study"] = study, ["in"] = isIn });

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record Membership(bool? In);
}
