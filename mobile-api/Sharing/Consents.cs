using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Mobile.Forwarding;
using Phr.Platform;
using Phr.Platform.Hosting;

namespace Phr.Mobile.Sharing;

/// <summary>
/// <c>GET /api/consents</c>: the person's active consents, each with the sentence that consent-service makes of the rules that are
/// enforced. <c>DELETE /api/consents/{id}</c> ends one; it stays in the record as inactive.
/// </summary>
internal static class Consents
{
    /// <summary>Consents that consent-service explains in one request.</summary>
    private const int ExplainedMax = 100;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/consents", List);
        api.MapDelete("/consents/{id}", End);
    }

    private static async Task<IResult> List(HttpContext context, OwnConsents consents, Upstreams upstreams, CancellationToken ct)
    {
        var active = await consents.Active(context, ct);
        if (active.IsRefused(out var refusal))
            return ProblemJson.Result(refusal);
        var shown = new JsonArray();
        foreach (var some in active.Value.Chunk(ExplainedMax))
        {
            var asked = new JsonObject { ["consents"] = new JsonArray([.. some.Select(consent => consent.DeepClone())]) };
            var explained = await upstreams.Consent.Ask(context, HttpMethod.Post, "people/me/sentences", asked, ct);
            if (explained.IsRefused(out refusal))
                return ProblemJson.Result(refusal);
            foreach (var (consent, meaning) in some.Zip((explained.Value["meanings"] as JsonArray ?? []).OfType<JsonObject>()))
                shown.Add(Shown(consent, meaning));
        }
        return Results.Json(new JsonObject { ["consents"] = shown });
    }

    private static async Task<IResult> End(string id, HttpContext context, OwnConsents consents, CancellationToken ct)
    {
        if (Identifiers.Fault(id, "id") is { } fault)
            return ProblemJson.Result(fault);
        var found = await consents.Find(context, id, ct);
        if (found.IsRefused(out var refusal))
            return ProblemJson.Result(refusal);
        // Ending it twice is no fault: it is as the person wants it.
        if (ConsentContent.Text(found.Value["status"]) != "active")
            return Results.NoContent();
        return await consents.Put(context, ConsentContent.Ended(found.Value), ct) is { } notStored
            ? ProblemJson.Result(notStored)
            : Results.NoContent();
    }

    private static JsonObject Shown(JsonObject consent, JsonObject meaning) => new()
    {
        ["id"] = consent["id"]?.DeepClone(),
        ["version"] = consent["meta"]?["versionId"]?.DeepClone(),
        ["dateTime"] = consent["dateTime"]?.DeepClone(),
        ["kind"] = meaning["kind"]?.DeepClone(),
        ["effect"] = consent["provision"]?["type"]?.DeepClone(),
        ["sentence"] = meaning["sentence"]?.DeepClone(),
        ["inForce"] = meaning["inForce"]?.DeepClone(),
    };
}
