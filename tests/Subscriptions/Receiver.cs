using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Phr.Planets.Subscriptions;

namespace Phr.Tests.Subscriptions;

/// <summary>One notification as a receiver got it.</summary>
internal sealed record Received(string Text, IHeaderDictionary Headers)
{
    public JsonObject Bundle { get; } = JsonNode.Parse(Text)!.AsObject();

    public JsonArray Status => Bundle["entry"]![0]!["resource"]!["parameter"]!.AsArray();

    public string Kind => Parameter("type")["valueCode"]!.GetValue<string>();

    public IReadOnlyList<long> Numbers =>
        [.. Status.Where(one => one!["name"]!.GetValue<string>() == "notification-event")
        .Select(one => long.Parse(one!["part"]![0]!["valueString"]!.GetValue<string>()))];

    /// <summary>Ids of the resources that it names.</summary>
    public IReadOnlyList<string> Focus =>
        [.. Status.Where(one => one!["name"]!.GetValue<string>() == "notification-event")
        .SelectMany(one => one!["part"]!.AsArray()).Where(part => part!["name"]!.GetValue<string>() == "focus")
        .Select(part => part!["valueReference"]!["reference"]!.GetValue<string>().Split('/')[^1])];

    public JsonNode Parameter(string name) => Status.First(one => one!["name"]!.GetValue<string>() == name)!;
}

/// <summary>A receiver on loopback that keeps what it got and answers as it is told.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    public const string Secret = "0123456789abcdef0123456789abcdef";

    private readonly WebApplication _app;

    private Receiver(WebApplication app) => _app = app;

    public ConcurrentQueue<Received> All { get; } = new();

    /// <summary>
    /// Status that it answers with; what it does not answer with 2xx it forgets, as one that is broken would.
    /// </summary>
    public int Answers { get; set; } = 200;

    public TimeSpan Waits { get; set; }

    /// <summary>Attempts, taken or not.</summary>
    public int Attempts;

    public string Url => _app.Urls.First() + "/hook";

    public IEnumerable<Received> Events => All.Where(one => one.Kind == "event-notification");

    public IReadOnlyList<string> Focus => [.. Events.SelectMany(one => one.Focus)];

    public static async Task<Receiver> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.MapPost("/hook", receiver.Take);
        await app.StartAsync();
        return receiver;
    }

    public JsonObject Subscription(string criteria, string content = "id-only", params string[] filters)
    {
        var subscription = new JsonObject
        {
            ["resourceType"] = "Subscription", ["status"] = "requested", ["reason"] = "test", ["criteria"] = criteria,
            ["channel"] = new JsonObject
            {
                ["type"] = "rest-hook", ["endpoint"] = Url, ["payload"] = "application/fhir+json",
                ["_payload"] = Extensions(("payload-content", "valueCode", content)),
                ["header"] = new JsonArray($"{ReceiverHeaders.SecretName}: {Secret}",
                    "Authorization: Bearer of-the-receiver"),
            },
        };
        if (filters.Length > 0)
            subscription["_criteria"] = Extensions(
                [.. filters.Select(filter => ("filter-criteria", "valueString", filter))]);
        return subscription;
    }

    public static JsonObject Extensions(params IEnumerable<(string Name, string Kind, JsonNode Value)> extensions) =>
        new()
    {
        ["extension"] = new JsonArray([.. extensions.Select(one => new JsonObject
        {
            ["url"] = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-" + one.Name,
                [one.Kind] = one.Value,
        })]),
    };

    public async Task Until(Func<bool> holds, string what)
    {
        for (var i = 0; i < 600 && !holds(); i++)
            await Task.Delay(25);
        Assert.True(
            holds(),
            $"{what}; got: {string.Join(" | ", All.Select(one => one.Kind + " " + string.Join(',', one.Numbers)))}");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> Take(HttpRequest request)
    {
        Interlocked.Increment(ref Attempts);
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync();
        await Task.Delay(Waits);
        if (Answers is >= 200 and < 300)
            All.Enqueue(new Received(text, new HeaderDictionary(request.Headers.ToDictionary())));
        return Answers == 302 ? Results.Redirect("http://127.0.0.1:1/elsewhere") : Results.StatusCode(Answers);
    }
}
