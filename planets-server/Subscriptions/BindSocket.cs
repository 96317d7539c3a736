using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Fhir.Writing;
using Phr.Planets.Http;
using Phr.Planets.Operations;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Subscriptions;

/// <summary>
/// <c>Subscription/$get-ws-binding-token</c> (R5 Backport 1.1), for one subscription or, with <c>id</c>, several;
/// without any, for all of the caller's that are active websockets.
/// </summary>
public static class BindSocket
{
    /// <summary>Subscriptions of one socket.</summary>
    public const int SubscriptionsMax = 50;

    private const string Operation = "/$get-ws-binding-token";

    public static void Map(IEndpointRouteBuilder fhir)
    {
        string[] methods = ["GET", "POST"];
        fhir.MapMethods("/Subscription/{id}" + Operation, methods, OfOne);
        fhir.MapMethods("/Subscription" + Operation, methods, OfSeveral);
    }

    private static Task<IResult> OfOne(
        string id, HttpContext http, SubscriptionStore store, BindingTokens tokens, FhirEndpoint fhir, CancellationToken ct) =>
        Answer([id], http, (store, tokens, fhir), ct);

    private static async Task<IResult> OfSeveral(
        HttpContext http, SubscriptionStore store, BindingTokens tokens, FhirEndpoint fhir, CancellationToken ct)
    {
        var input = await OperationInput.Read(http.Request, ct);
        if (input.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        using var read = input.Value;
        string[] ids = [.. read.Parameters.Where(parameter => parameter.Name == "id").Select(parameter => parameter.Text ?? "")];
        return await Answer(ids, http, (store, tokens, fhir), ct);
    }

    private static async Task<IResult> Answer(
        IReadOnlyList<string> ids, HttpContext http, (SubscriptionStore Store, BindingTokens Tokens, FhirEndpoint Fhir) parts,
        CancellationToken ct)
    {
        if (ManageSubscriptions.Scope(http, ScopeAccess.Read) is { } scope)
            return FhirJson.Refused(scope);
        var sockets = (await parts.Store.Owned(http.Caller().SubscriptionOwner(), ct))
            .Where(one => one is { Order.Channel: "websocket", Status: "active" }
                && (ids.Count == 0 || ids.Contains(one.Id)))
            .Select(one => one.Id).ToList();
        if (sockets.Count == 0 || ids.Any(id => !sockets.Contains(id)))
        {
            return FhirJson.Refused(new Refusal(
                RefusalKind.NotFound, "No such active Subscription with a websocket is here for you.", null, "not-found"));
        }
        if (sockets.Count > SubscriptionsMax)
        {
            return FhirJson.Refused(new Refusal(
                RefusalKind.Invalid, $"A socket serves at most {SubscriptionsMax} subscriptions.", null, "too-costly"));
        }
        var (token, expires) = parts.Tokens.Issue(sockets);
        return OperationAnswer.Parameters(
        [
            OperationAnswer.Parameter("token", "String", token),
            OperationAnswer.Parameter("expiration", "DateTime", Instant.Format(expires)),
            .. sockets.Select(id => OperationAnswer.Parameter("subscription", "String", id)),
            OperationAnswer.Parameter("websocket-url", "Url", NotificationSocket.Url(parts.Fhir)),
        ]);
    }
}
