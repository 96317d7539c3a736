using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Phr.Fhir;
using Phr.Fhir.Structure;
using Phr.Planets.Access;
using Phr.Planets.Search.Criteria;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Subscriptions;

/// <summary>A Subscription as it was sent, checked and ready to be kept.</summary>
/// <param name="Status">requested (it will be activated), active (a websocket, which waits for its client) or
/// off.</param>
/// <param name="Resource">Without headers.</param>
/// <param name="Headers">Null where it brought none.</param>
/// <param name="Types">Resource types that it may be about.</param>
public sealed record SubscriptionDraft(
    Requester Subscriber, SubscriptionOrder Order, string Status, JsonObject Resource, ReceiverHeaders? Headers,
        IReadOnlyList<string> Types)
{
    /// <summary>Reads a body whose structure holds.</summary>
    public static Answer<SubscriptionDraft> Read(Element root, Caller caller, CriterionParser parser,
        ReceiverAddresses receivers)
    {
        if (RecordReader.Of(caller) is null)
            return new Refusal(RefusalKind.Forbidden, "This token is not for reading records.");
        var resource = JsonNode.Parse(root.RawJson)!.AsObject();
        var headers = ReceiverHeaders.Take(resource["channel"]!.AsObject());
        if (headers.IsRefused(out var refusal))
            return refusal;
        var order = SubscriptionOrder.Read(resource);
        if (order.IsRefused(out refusal))
            return refusal;
        if (order.Value.Endpoint is { } endpoint && receivers.Refuses(endpoint) is { } address)
            return address;
        var match = EventMatch.Parse(order.Value.Criteria, order.Value.Filters, parser);
        if (match.IsRefused(out refusal))
            return refusal;
        if (match.Value.Types.All(type => caller.Permissions.For(type, ScopeAccess.Search).IsNothing))
            return new Refusal(
                RefusalKind.Forbidden, "The scopes of this token do not permit searching what this is about.", null,
                "forbidden");
        var status = resource["status"]!.GetValue<string>();
        if (status == "error")
            return new Refusal(RefusalKind.Unprocessable, "A subscription is asked for as requested, or switched off.",
                "Subscription.status", "value");
        return new SubscriptionDraft(
            Requester.Of(caller), order.Value, status == "off" ? status : order.Value.Channel == "websocket"
                ? "active" : "requested",
            resource, headers.Value, match.Value.Types);
    }

    /// <summary>Why notifications could not be signed; null where they can.</summary>
    public static Refusal? Unsigned(SubscriptionDraft draft, ReceiverHeaders headers) =>
        draft.Order.Channel == "rest-hook" && headers.Secret is null
            ? new Refusal(
                RefusalKind.Unprocessable,
                $"A rest-hook brings the secret that its notifications are signed with, as a header '{ReceiverHeaders.SecretName}: …' of its channel.",
                "Subscription.channel.header", "required")
            : null;
}
