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
        var id = (await a.Post("Subscription", SocketClient.Order($"Condition?patient={patient}")))["id"]!.GetValue<string>();
        var before = await a.Create(Condition(patient, "I10"));

        using (var socket = await host.Bind(a, id))
        {
            Assert.Equal("handshake", (await SocketClient.Receive(socket)).Kind);
            Assert.Equal([before], (await SocketClient.Receive(socket)).Focus);
            var live = await a.Create(Condition(patient, "I10"));
            Assert.Equal([live], (await SocketClient.Receive(socket)).Focus);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
        }
        var between = await a.Create(Condition(patient, "I10"));
        using var next = await host.Bind(a, id);
        Assert.Equal("handshake", (await SocketClient.Receive(next)).Kind);
        var last = await SocketClient.Receive(next);

        Assert.Equal([between], last.Focus);
        Assert.Equal([3], last.Numbers);
    }

    [Theory]
    [InlineData("bind-with-token nothing")]
    [InlineData("bind-with-token")]
    [InlineData("bind 1")]
    public async Task A_socket_without_a_token_is_closed(string message)
    {
        using var socket = await host.Connect();
        await socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, default);

        var answer = await socket.ReceiveAsync(new byte[100], default);

        Assert.Equal(WebSocketCloseStatus.PolicyViolation, answer.CloseStatus);
    }

    [Fact]
    public async Task A_token_is_for_ones_own_active_sockets()
    {
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        var id = (await a.Post("Subscription", SocketClient.Order("Condition")))["id"]!.GetValue<string>();

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
        var id = (await a.Post("Subscription", SocketClient.Order("Condition")))["id"]!.GetValue<string>();
        using var first = await host.Bind(a, id);
        Assert.Equal("handshake", (await SocketClient.Receive(first)).Kind);

        using var second = await host.Bind(a, id);
        var answer = await second.ReceiveAsync(new byte[100], default);

        Assert.Equal(WebSocketMessageType.Close, answer.MessageType);
        Assert.Equal(WebSocketState.Open, first.State);
    }
}
