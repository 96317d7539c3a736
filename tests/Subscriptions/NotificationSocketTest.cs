using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Subscriptions;

/// <summary>Notifications over a websocket.</summary>
public sealed class NotificationSocketTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task A_bound_socket_gets_a_handshake_and_its_events_and_the_next_one_goes_on_where_it_ended()
    {
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Socket"));
        var id = (await a.Post("Subscription", Socket($"Condition?patient={patient}")))["id"]!.GetValue<string>();
        var before = await a.Create(Condition(patient, "I10"));

        using (var socket = await Bound(a, id))
        {
            Assert.Equal("handshake", (await Receive(socket)).Kind);
            Assert.Equal([before], (await Receive(socket)).Focus);
            var live = await a.Create(Condition(patient, "I10"));
            Assert.Equal([live], (await Receive(socket)).Focus);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
        }
        var between = await a.Create(Condition(patient, "I10"));
        using var next = await Bound(a, id);
        Assert.Equal("handshake", (await Receive(next)).Kind);
        var last = await Receive(next);

        Assert.Equal([between], last.Focus);
        Assert.Equal([3], last.Numbers);
    }

    [Theory]
    [InlineData("bind-with-token nothing")]
    [InlineData("bind-with-token")]
    [InlineData("bind 1")]
    public async Task A_socket_without_a_token_is_closed(string message)
    {
        using var socket = await Connect();
        await socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, default);

        var answer = await socket.ReceiveAsync(new byte[100], default);

        Assert.Equal(WebSocketCloseStatus.PolicyViolation, answer.CloseStatus);
    }

    [Fact]
    public async Task A_token_is_for_ones_own_active_sockets()
    {
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        var id = (await a.Post("Subscription", Socket("Condition")))["id"]!.GetValue<string>();

        Assert.Equal(HttpStatusCode.NotFound, (await b.Send(HttpMethod.Get,
            $"Subscription/{id}/$get-ws-binding-token")).Status);
        var token = await a.Search($"Subscription/$get-ws-binding-token?id={id}");
        Assert.Contains(token["parameter"]!.AsArray(), one => one!["name"]!.GetValue<string>() == "websocket-url");
        Assert.Equal(HttpStatusCode.BadRequest, (await host.Anonymous().GetAsync("notifications")).StatusCode);
    }

    [Fact]
    public async Task Only_one_socket_at_a_time_gets_the_events_of_a_subscription()
    {
        using var a = host.Hospital("hospital-a");
        var id = (await a.Post("Subscription", Socket("Condition")))["id"]!.GetValue<string>();
        using var first = await Bound(a, id);
        Assert.Equal("handshake", (await Receive(first)).Kind);

        using var second = await Bound(a, id);
        var answer = await second.ReceiveAsync(new byte[100], default);

        Assert.Equal(WebSocketMessageType.Close, answer.MessageType);
        Assert.Equal(WebSocketState.Open, first.State);
    }

    private static JsonObject Socket(string criteria) => new()
    {
        ["resourceType"] = "Subscription", ["status"] = "requested", ["reason"] = "test", ["criteria"] = criteria,
        ["channel"] = new JsonObject
        {
            ["type"] = "websocket", ["payload"] = "application/fhir+json",
            ["_payload"] = Receiver.Extensions(("payload-content", "valueCode", "id-only")),
        },
    };

    private async Task<ClientWebSocket> Connect()
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(
            new Uri("ws" + host.Settings.Urls.Fhir.AbsoluteUri["http".Length..] + "/notifications"), default);
        return socket;
    }

    private async Task<ClientWebSocket> Bound(HttpClient http, string id)
    {
        var answer = await http.Search($"Subscription/{id}/$get-ws-binding-token");
        var token = answer["parameter"]!.AsArray().First(
            one => one!["name"]!.GetValue<string>() == "token")!["valueString"]!.GetValue<string>();
        var socket = await Connect();
        await socket.SendAsync(Encoding.UTF8.GetBytes("bind-with-token " + token), WebSocketMessageType.Text, true,
            default);
        return socket;
    }

    private static async Task<Received> Receive(ClientWebSocket socket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var buffer = new byte[64 << 10];
        var length = 0;
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(length), patience.Token);
            length += part.Count;
        }
        while (!part.EndOfMessage);
        return new Received(Encoding.UTF8.GetString(buffer, 0, length), null!);
    }
}
