using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Phr.EventLog;
using Phr.Planets.Http;
using Phr.Platform;
using Phr.Platform.Hosting;

namespace Phr.Planets.Subscriptions;

/// <summary>
/// <c>[base]/notifications</c>: a websocket. The client's first message is <c>bind-with-token TOKEN</c>; then it gets a
/// handshake and the events of each subscription from where it stood. What was sent counts as delivered; what a broken
/// connection swallowed is read again with <c>$events</c>.
/// </summary>
public static class NotificationSocket
{
    private const string Path = "/notifications";

    private const string Bind = "bind-with-token";

    private const int MessageBytesMax = 16 << 10;

    private static readonly TimeSpan BindWithin = TimeSpan.FromSeconds(10);

    public static void Map(IEndpointRouteBuilder fhir) => fhir.MapGet(Path, Handle).DisableRequestTimeout();

    /// <summary>Where clients connect to.</summary>
    public static string Url(FhirEndpoint fhir) => "ws" + fhir.Url["http".Length..].TrimEnd('/') + Path;

    private static async Task Handle(HttpContext http, BindingTokens tokens, SocketDelivery delivery)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            var refusal = new Refusal(
                RefusalKind.Invalid, "Here is a websocket; see Subscription/$get-ws-binding-token.", null, "invalid");
            await FhirJson.Refused(refusal).ExecuteAsync(http);
            return;
        }
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        try
        {
            if (await Bound(socket, tokens, http.RequestAborted) is { } subscriptions)
                await delivery.Serve(socket, subscriptions, http.RequestAborted);
            else
                await socket.CloseAsync(WebSocketCloseStatus.PolicyViolation, "bind-with-token TOKEN is expected.",
                    http.RequestAborted);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // The client went away: its events wait for the next one.
        }
    }

    private static async Task<IReadOnlyList<string>?> Bound(
        WebSocket socket, BindingTokens tokens, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(BindWithin);
        var buffer = new byte[MessageBytesMax];
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), patience.Token);
            length += part.Count;
            if (part.MessageType != WebSocketMessageType.Text || (length == buffer.Length && !part.EndOfMessage))
                return null;
            if (part.EndOfMessage)
                break;
        }
        var message = Encoding.UTF8.GetString(buffer, 0, length);
        return message.StartsWith(Bind, StringComparison.Ordinal)
            ? tokens.Open(message[Bind.Length..].TrimStart(':', ' ').Trim()) : null;
    }
}

/// <summary>Delivers subscriptions over one socket, each in its own order.</summary>
public sealed class SocketDelivery(Log log, DeliveryTurn turn, Delivery delivery, ILogger<SocketDelivery> logger)
{
    /// <summary>How often a subscription without news is looked at, and its turn kept.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    /// <summary>How long a client has to answer a close.</summary>
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(3);

    /// <summary>Until the client closes, or a turn is lost.</summary>
    public async Task Serve(WebSocket socket, IReadOnlyList<string> subscriptions, CancellationToken ct)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var oneAtATime = new SemaphoreSlim(1, 1);
        Task[] all =
        [
            UntilClosed(socket, ending.Token),
            .. subscriptions.Select(id => Deliver(id, Sender(socket, oneAtATime), ending.Token)),
        ];
        try
        {
            await Task.WhenAny(all);
            // A receive that is cancelled breaks the socket, so the close goes out first.
            await oneAtATime.WaitAsync(ct);
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "Bind again to go on.", ct);
            oneAtATime.Release();
            await Task.WhenAny(all[0], Task.Delay(CloseWithin, ct));
        }
        finally
        {
            // However the socket ended, no turn is kept.
            await ending.CancelAsync();
            await Task.WhenAll(all).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        foreach (var fault in all.SelectMany(one => one.Exception?.InnerExceptions ?? []).Where(fault => !IsGone(fault)))
            logger.LogError("A websocket's subscription could not be delivered: {Fault}", FaultText.Of(fault));
    }

    private static bool IsGone(Exception fault) => fault is WebSocketException or OperationCanceledException;

    private static SendNotification Sender(WebSocket socket, SemaphoreSlim oneAtATime) =>
        async (subscription, notification, ct) =>
    {
        await oneAtATime.WaitAsync(ct);
        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
            timeout.CancelAfter(TimeSpan.FromSeconds(subscription.Order.TimeoutSeconds));
            await socket.SendAsync(notification, WebSocketMessageType.Text, endOfMessage: true, timeout.Token);
            return default;
        }
        finally
        {
            oneAtATime.Release();
        }
    };

    private async Task Deliver(string id, SendNotification send, CancellationToken ct)
    {
        var holder = DeliveryTurn.NewHolder();
        if (!await turn.Claim(id, holder, ct))
            return;
        try
        {
            if (!await delivery.Greet(id, send, ct))
                return;
            var seen = 0L;
            while (true)
            {
                var head = (await log.Reader.Head(ct)).Position;
                if (!await delivery.Run(id, holder, send, ct))
                    return;
                seen = Math.Max(seen, head);
                await LookRhythm.Next(log, seen, LookAgain, ct);
            }
        }
        finally
        {
            await turn.Release(id, holder, CancellationToken.None);
        }
    }

    // Clients say nothing more; a message of theirs is read and dropped, so that a close is noticed.
    private static async Task UntilClosed(WebSocket socket, CancellationToken ct)
    {
        var buffer = new byte[256];
        while ((await socket.ReceiveAsync(buffer.AsMemory(), ct)).MessageType != WebSocketMessageType.Close)
            continue;
    }
}
