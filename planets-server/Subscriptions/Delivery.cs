using Phr.Planets.Access;
using Phr.Planets.Search;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Planets.Subscriptions;

/// <summary>How a notification goes out: by HTTP or over a socket.</summary>
public delegate Task<Receipt> SendNotification(StoredSubscription subscription, ReadOnlyMemory<byte> notification,
    CancellationToken ct);

/// <summary>
/// Delivers one subscription from the log, in order and at least once. What its receiver does not take stays where it
/// is: the log is the queue, and only events that were sent at least once have numbers.
/// </summary>
public sealed class Delivery(
    SubscriptionStore store, DeliveryTurn turn, EventQuery query, SubscriberStanding standing, AccessJournal journal,
        Notification notification,
    SubscriptionReading reading, TokenKeys keys, PushSettings settings, TimeProvider clock)
{
    private const double AskAgainSeconds = 5;

    /// <summary>After which an index that is far behind is looked at again.</summary>
    private const double IndexSeconds = 1;

    /// <summary>Sends until there is nothing more, it is not taken, or the turn is lost.</summary>
    /// <returns>Whether it ended because there was nothing more to send.</returns>
    public async Task<bool> Run(string id, Guid holder, SendNotification send, CancellationToken ct)
    {
        while (await store.Find(id, ct) is { Status: "requested" or "active" } subscription
            && await turn.Hold(id, holder, ct))
        {
            if (await Rights(subscription, holder, ct) is not { } rights)
                return false;
            var (kind, events) = subscription.Status == "requested"
                ? (Notification.Handshake, [])
                : await Events(subscription, holder, rights, ct);
            if (kind is null)
                return true;
            if (kind.Length == 0)
                continue;
            if (!await Send(subscription, holder, (kind, events), (rights, send), ct))
                return false;
        }
        return false;
    }

    /// <summary>Says that a receiver is there, before anything else is sent to it.</summary>
    public async Task<bool> Greet(string id, SendNotification send, CancellationToken ct) =>
        await store.Find(id, ct) is { } subscription
            && (await send(subscription, notification.Write(subscription, Notification.Handshake, []), ct)).IsTaken;

    // The rights of this moment; null where there are none.
    private async Task<Visibility?> Rights(StoredSubscription subscription, Guid holder, CancellationToken ct)
    {
        if (subscription.Order.Ends <= clock.GetUtcNow())
        {
            await turn.Stop(subscription.Id, holder, (null, clock.GetUtcNow()), ct);
            return null;
        }
        switch (await standing.Of(subscription.Subscriber, ct))
        {
            case Standing.Holds holds when RecordReader.Of(
                (subscription.Subscriber with { Scopes = holds.Scopes }).ToCaller()) is { } reader:
                return new Visibility(reader, ScopeSet.Parse(holds.Scopes), ScopeAccess.Search, keys);
            case Standing.Unknown:
                await turn.Postpone(subscription.Id, holder, AskAgainSeconds, ct);
                return null;
            default:
                await turn.Stop(subscription.Id, holder, ("The client or the account that asked for it is closed.",
                    clock.GetUtcNow()), ct);
                return null;
        }
    }

    // What is to be sent: no kind where there is nothing, an empty one where the log has to be looked through further.
    private async Task<(string? Kind, IReadOnlyList<NumberedEvent> Events)> Events(
        StoredSubscription subscription, Guid holder, Visibility rights, CancellationToken ct)
    {
        if (subscription.Numbered > subscription.Delivered)
            return (Notification.Events, await Numbered(subscription, rights, ct));
        var match = await reading.Match(subscription.Order, ct);
        if (match.IsRefused(out var refusal))
        {
            await turn.Stop(subscription.Id, holder, (refusal.Reason, clock.GetUtcNow()), ct);
            return (null, []);
        }
        var (found, upTo, isBehind) = await query.Next(match.Value, rights, subscription.Position, subscription.Order.EventsMax, ct);
        if (upTo > subscription.Position)
        {
            await turn.Number(subscription.Id, holder, found, upTo, ct);
            return ("", []);
        }
        if (isBehind)
            await turn.Postpone(subscription.Id, holder, IndexSeconds, ct);
        var isSilent = subscription.Order.Heartbeat is { } period
            && subscription.Sent?.AddSeconds(period) <= clock.GetUtcNow();
        return (isSilent ? Notification.Heartbeat : null, []);
    }

    private async Task<IReadOnlyList<NumberedEvent>> Numbered(
        StoredSubscription subscription, Visibility rights, CancellationToken ct)
    {
        var range = (subscription.Delivered + 1, subscription.Numbered, 0L);
        var pending = await turn.Events(subscription.Id, range, subscription.Order.EventsMax, ct);
        var visible = await query.Visible([.. pending.Select(one => one.Position)], rights, ct);
        var events = new List<NumberedEvent>(pending.Count);
        var bytes = 0L;
        foreach (var (number, position, at) in pending)
        {
            var row = visible.GetValueOrDefault(position);
            bytes += row?.Body.Length ?? 0;
            if (events.Count > 0 && bytes > SubscriptionLimits.ResourceBytesMax)
                break;
            events.Add(new NumberedEvent(number, at, row));
        }
        return events;
    }

    private async Task<bool> Send(
        StoredSubscription subscription, Guid holder, (string Kind, IReadOnlyList<NumberedEvent> Events) what,
        (Visibility Rights, SendNotification Send) how, CancellationToken ct)
    {
        var shown = what.Events.Where(one => one.Row is not null).Select(one => one.Row!.Stream.Value).ToArray();
        var caller = subscription.Subscriber.ToCaller();
        await journal.Record(Accesses.Of(caller, clock.GetUtcNow(), "subscription", null, [], shown), ct);
        var receipt = await how.Send(subscription, notification.Write(subscription, what.Kind, what.Events), ct);
        if (receipt.IsTaken)
        {
            var number = what.Events.Count > 0 ? what.Events[^1].Number : subscription.Delivered;
            return await turn.Delivered(subscription.Id, holder, number, clock.GetUtcNow(), ct);
        }
        var wait = Math.Min(settings.RetrySecondsMax, settings.FirstRetrySeconds * Math.Pow(
            2, Math.Min(subscription.Failures, 30)));
        await turn.Failed(subscription.Id, holder, (wait, receipt.IsFinal ? 1 : settings.FailuresMax, receipt.Why!), ct);
        return false;
    }
}
