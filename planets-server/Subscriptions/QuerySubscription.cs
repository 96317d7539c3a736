using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Fhir.Writing;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Operations;
using Phr.Planets.Search;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Subscriptions;

/// <summary>
/// <c>Subscription/[id]/$status</c>, <c>Subscription/$status</c> and <c>Subscription/[id]/$events</c> (R5 Backport
/// 1.1): where a subscription stands, and its events again. Events are given with the rights that the caller has now.
/// </summary>
public static class QuerySubscription
{
    public static void Map(IEndpointRouteBuilder fhir)
    {
        foreach (var method in (string[])["GET", "POST"])
        {
            fhir.MapMethods("/Subscription/{id}/$status", [method], Status);
            fhir.MapMethods("/Subscription/$status", [method], AllStatus);
            fhir.MapMethods("/Subscription/{id}/$events", [method], Events);
        }
    }

    private static async Task<IResult> Status(
        string id, HttpContext http, SubscriptionStore store, Notification notification, FhirEndpoint fhir,
            CancellationToken ct)
    {
        if (ManageSubscriptions.Scope(http, ScopeAccess.Read) is { } scope)
            return FhirJson.Refused(scope);
        var own = await ManageSubscriptions.Own(id, http, store, ct);
        return own.IsRefused(out var refusal) ? FhirJson.Refused(refusal) : Bundle([own.Value], notification, fhir);
    }

    private static async Task<IResult> AllStatus(
        HttpContext http, SubscriptionStore store, Notification notification, FhirEndpoint fhir, CancellationToken ct)
    {
        if (ManageSubscriptions.Scope(http, ScopeAccess.Read) is { } scope)
            return FhirJson.Refused(scope);
        var input = await OperationInput.Read(http.Request, ct);
        if (input.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        using var read = input.Value;
        var owned = await store.Owned(http.Caller().SubscriptionOwner(), ct);
        return Bundle([.. owned.Where(one => Named(read, "id", one.Id) && Named(read, "status", one.Status))], notification, fhir);
    }

    private static async Task<IResult> Events(
        string id, HttpContext http, SubscriptionStore store, EventReplay replay, TokenKeys keys, CancellationToken ct)
    {
        var visibility = http.Visibility(ScopeAccess.Search, keys);
        if (visibility.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        if (ManageSubscriptions.Scope(http, ScopeAccess.Read) is { } scope)
            return FhirJson.Refused(scope);
        var own = await ManageSubscriptions.Own(id, http, store, ct);
        if (own.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var input = await OperationInput.Read(http.Request, ct);
        if (input.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        using var read = input.Value;
        var range = EventRange.Read(read, own.Value.Order.Content);
        if (range.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var bundle = await replay.Of(own.Value, range.Value, (visibility.Value, http.Caller()), ct);
        return Results.Bytes(bundle, FhirJson.ContentType);
    }

    private static bool Named(OperationInput input, string name, string value)
    {
        var named = input.Parameters.Where(parameter => parameter.Name == name)
            .SelectMany(parameter => (parameter.Text ?? "").Split(',')).ToList();
        return named.Count == 0 || named.Contains(value);
    }

    private static BundleResult Bundle(IReadOnlyList<StoredSubscription> subscriptions, Notification notification,
        FhirEndpoint fhir) => new(
        new BundleHead("searchset", subscriptions.Count),
        subscriptions.Select(one => (new BundleEntry($"{fhir.Url}Subscription/{one.Id}/$status", "match"),
            notification.WriteStatus(one))));
}

/// <summary>Which events are asked for again.</summary>
/// <param name="From">First number.</param>
/// <param name="To">Last number.</param>
/// <param name="Position">Only what the log has from this position on.</param>
public sealed record EventRange(long From, long To, long Position, PayloadContent Content)
{
    /// <summary>
    /// <c>eventsSinceNumber</c>, <c>eventsUntilNumber</c>, <c>content</c> as the Backport has them, and <c>position</c>
    /// of the log.
    /// </summary>
    public static Answer<EventRange> Read(OperationInput input, PayloadContent usual)
    {
        if (input.Unfit(["content", "eventsSinceNumber", "eventsUntilNumber", "position"]) is { } unfit)
            return unfit;
        var range = new EventRange(1, long.MaxValue, 0, usual);
        foreach (var parameter in input.Parameters)
        {
            var name = parameter.Name;
            if (name == "content")
            {
                if (ContentOf(parameter.Text) is not { } content)
                    return parameter.Wrong("The content is one of empty, id-only, full-resource.") with { Code = "value" };
                range = range with { Content = content };
                continue;
            }
            if (!long.TryParse(parameter.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return parameter.Wrong($"The value of {name} is no number.") with { Code = "value" };
            range = name switch
            {
                "eventsSinceNumber" => range with { From = number },
                "eventsUntilNumber" => range with { To = number },
                _ => range with { Position = number },
            };
        }
        return range;
    }

    private static PayloadContent? ContentOf(string? text) => text switch
    {
        "empty" => PayloadContent.Empty,
        "id-only" => PayloadContent.IdOnly,
        "full-resource" => PayloadContent.FullResource,
        _ => null,
    };
}

/// <summary>Gives events again that have numbers.</summary>
public sealed class EventReplay(DeliveryTurn turn, EventQuery query, Notification notification, AccessJournal journal,
    TimeProvider clock)
{
    /// <summary>
    /// A Bundle of the first events of the range, <see cref="SubscriptionLimits.EventsMax"/> at most; further ones are
    /// asked for after the last.
    /// </summary>
    public async Task<byte[]> Of(
        StoredSubscription subscription, EventRange range, (Visibility Rights, Caller Caller) reader,
            CancellationToken ct)
    {
        var known = await turn.Events(subscription.Id, (range.From, range.To, range.Position),
            SubscriptionLimits.EventsMax, ct);
        var visible = await query.Visible([.. known.Select(one => one.Position)], reader.Rights, ct);
        var events = known.Select(one => new NumberedEvent(one.Number, one.At,
            visible.GetValueOrDefault(one.Position))).ToList();
        var shown = visible.Values.Select(row => row.Stream.Value).ToArray();
        await journal.Record(Accesses.Of(reader.Caller, clock.GetUtcNow(), "subscription-events", null, [], shown), ct);
        return notification.Write(subscription, Notification.QueryEvents, events, range.Content).ToArray();
    }
}
