using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Phr.Tests.Record;

namespace Phr.Tests.Subscriptions;

/// <summary>A client of notifications over a websocket.</summary>
internal static class SocketClient
{
    public static JsonObject Order(string criteria) => new()
    {
        ["resourceType"] = "Subscription", ["status"] = "requested", ["reason"] = "test", ["criteria"] = criteria,
        ["channel"] = new JsonObject
        {
            ["type"] = "websocket", ["payload"] = "application/fhir+json",
            ["_payload"] = Receiver.Extensions(("payload-content", "valueCode", "id-only")),
        },
    };

    public static async Task<ClientWebSocket> Connect(this RecordHost host)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(
            new Uri("ws" + host.Settings.Urls.Fhir.AbsoluteUri["http".Length..] + "/notifications"), default);
        return socket;
    }

    /// <summary>A socket bound to one subscription.</summary>
    public static async Task<ClientWebSocket> Bind(this RecordHost host, HttpClient http, string id)
    {
        var answer = await http.Search($"Subscription/{id}/$get-ws-binding-token");
        var token = answer["parameter"]!.AsArray().First(
            one => one!["name"]!.GetValue<string>() == "token")!["valueString"]!.GetValue<string>();
        var socket = await host.Connect();
        await socket.SendAsync(Encoding.UTF8.GetBytes("bind-with-token " + token), WebSocketMessageType.Text, true,
            default);
        return socket;
    }

    public static async Task<Received> Receive(ClientWebSocket socket)
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
