using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Mobile.Forwarding;
using Phr.Mobile.Sharing;
using Phr.Platform;
using Phr.Platform.Hosting;

namespace Phr.Mobile.Risk;

/// <summary>
/// <c>GET /api/switches</c>, <c>PUT /api/switches/{outcome} {"on":bool}</c>: which outcomes the model may compute for this person. Off
/// until the person says otherwise: some prefer not to know. Each switch is a Consent of category model-use.
/// </summary>
internal static class Switches
{
    /// <summary>Outcomes that the model may be asked for (consent-service/README.md).</summary>
    public static readonly string[] Outcomes =
        ["type-2-diabetes", "cardiovascular-event", "kidney-decline", "heart-failure-decompensation"];

    private static readonly Refusal Unknown = new(RefusalKind.NotFound, "The model knows no such outcome.", "outcome");
    private static readonly Refusal NoState = new(RefusalKind.Invalid, "A switch is on: true or false.", "on");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/switches", List);
        api.MapPut("/switches/{outcome}", Turn).WithMetadata(RequestBody.Small);
    }

    private static async Task<IResult> List(HttpContext context, OwnConsents consents, CancellationToken ct)
    {
        var active = await consents.Active(context, ct);
        return active.IsRefused(out var refusal)
            ? ProblemJson.Result(refusal)
            : Results.Json(new { switches = Outcomes.Select(outcome => new { outcome, on = IsOn(active.Value, outcome) }) });
    }

    private static async Task<IResult> Turn(string outcome, State wanted, HttpContext context, OwnConsents consents, CancellationToken ct)
    {
        if (!Outcomes.Contains(outcome))
            return ProblemJson.Result(Unknown);
        if (wanted.On is not { } on)
            return ProblemJson.Result(NoState);
        var active = await consents.Active(context, ct);
        if (active.IsRefused(out var refusal))
            return ProblemJson.Result(refusal);
        // What says the contrary ends first: a refusal that stayed would win over the permission.
        foreach (var contrary in active.Value.Where(consent => ConsentContent.Outcomes(consent, permitted: !on).Contains(outcome)))
        {
            if (await consents.Put(context, ConsentContent.WithoutOutcome(contrary, outcome), ct) is { } notEnded)
                return ProblemJson.Result(notEnded);
        }
        if (on && !IsPermitted(active.Value, outcome))
        {
            var stored = await consents.Create(context, author => ConsentDraft.ModelUse(author, outcome), ct);
            if (stored.IsRefused(out refusal))
                return ProblemJson.Result(refusal);
        }
        return Results.Json(new { outcome, on });
    }

    private static bool IsOn(IReadOnlyList<JsonObject> active, string outcome) =>
        IsPermitted(active, outcome) && !active.Any(consent => ConsentContent.Outcomes(consent, permitted: false).Contains(outcome));

    private static bool IsPermitted(IReadOnlyList<JsonObject> active, string outcome) =>
        active.Any(consent => ConsentContent.Outcomes(consent, permitted: true).Contains(outcome));

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record State(bool? On);
}
