using System.Net;
using System.Text.Json.Nodes;
using Phr.Planets.Deferred;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Record;

/// <summary>What callers prefer (R4 http.html#ops), and conditional reads (#cread).</summary>
public sealed class PreferTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Theory]
    [InlineData("return=minimal", "")]
    [InlineData("return=representation", "Patient")]
    [InlineData("return=OperationOutcome", "OperationOutcome")]
    [InlineData("respond-async; return=minimal", "")]
    [InlineData("return=\"minimal\"", "")]
    [InlineData("return=everything", "Patient")]
    public async Task A_write_is_answered_as_its_caller_prefers(string prefer, string type)
    {
        using var a = host.Hospital("hospital-a");

        var (status, body, response) = await a.Send(HttpMethod.Post, "Patient", Patient("Prefer"), ("Prefer", prefer));

        Assert.Equal((HttpStatusCode.Created, type), (status, body["resourceType"]?.GetValue<string>() ?? ""));
        Assert.NotNull(response.Headers.Location);
        Assert.NotNull(response.Headers.ETag);
    }

    [Theory]
    [InlineData("return=representation", true, false)]
    [InlineData("return=OperationOutcome", false, true)]
    [InlineData("return=minimal", false, false)]
    public async Task Entries_of_a_Bundle_are_answered_so_as_well(string prefer, bool hasResource, bool hasOutcome)
    {
        using var a = host.Hospital("hospital-a");
        foreach (var type in (string[])["batch", "transaction"])
        {
            var (status, answer, _) = await a.Send(HttpMethod.Post, "", Bundle(type, Entry(Patient("Prefer"))), ("Prefer", prefer));

            var entry = answer["entry"]![0]!.AsObject();
            Assert.Equal((HttpStatusCode.OK, hasResource), (status, entry.ContainsKey("resource")));
            Assert.Equal(hasOutcome, entry["response"]!.AsObject().ContainsKey("outcome"));
        }
    }

    [Fact]
    public async Task A_lenient_search_ignores_what_is_unknown_and_says_so()
    {
        using var a = host.Hospital("hospital-a");
        var id = await a.Create(Patient("Lenient"));

        var (strict, _, _) = await a.Send(HttpMethod.Get, "Patient?family=Lenient&colour=red", null, ("Prefer", "handling=strict"));
        var (byDefault, _, _) = await a.Send(HttpMethod.Get, "Patient?family=Lenient&colour=red");
        var (lenient, found, _) =
            await a.Send(HttpMethod.Get, "Patient?family=Lenient&colour=red&colour=blue", null, ("Prefer", "handling=lenient"));
        var (modifier, _, _) = await a.Send(HttpMethod.Get, "Patient?birthdate:colour=2020", null, ("Prefer", "handling=lenient"));
        var (value, _, _) = await a.Send(HttpMethod.Get, "Patient?birthdate=tomorrow", null, ("Prefer", "handling=lenient"));

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.OK), (strict, byDefault, lenient));
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (modifier, value));
        var entries = found["entry"]!.AsArray();
        Assert.Equal([id], entries.Where(entry => Mode(entry!) == "match").Select(entry => entry!["resource"]!["id"]!.GetValue<string>()));
        var outcome = Assert.Single(entries, entry => Mode(entry!) == "outcome")!["resource"]!;
        Assert.Equal("http.colour", Assert.Single(outcome["issue"]!.AsArray())!["expression"]![0]!.GetValue<string>());
        Assert.DoesNotContain("colour", found["link"]![0]!["url"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leniency_reaches_history_deferred_requests_and_entries_of_a_batch()
    {
        using var a = host.Hospital("hospital-a");
        const string Unknown = "Patient?colour=red";

        var (history, _, _) = await a.Send(HttpMethod.Get, "Patient/_history?colour=red", null, ("Prefer", "handling=lenient"));
        var (_, _, response) = await a.Send(HttpMethod.Get, Unknown, null, ("Prefer", "respond-async, handling=lenient"));
        var (_, deferred) = await Poll(a, response.Content.Headers.ContentLocation!.AbsoluteUri);
        var get = new JsonObject { ["request"] = new JsonObject { ["method"] = "GET", ["url"] = Unknown } };
        var (_, batch, _) = await a.Send(HttpMethod.Post, "", Bundle("batch", get), ("Prefer", "handling=lenient"));

        Assert.Equal(HttpStatusCode.OK, history);
        Assert.All([deferred, batch], bundle =>
            Assert.StartsWith("200", bundle["entry"]![0]!["response"]!["status"]!.GetValue<string>(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_read_of_what_the_caller_has_already_is_304()
    {
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        var id = await a.Create(Patient("Cached"));
        var (_, _, read) = await a.Send(HttpMethod.Get, $"Patient/{id}");
        var modified = read.Content.Headers.LastModified!.Value.ToString("R");

        Assert.Equal(HttpStatusCode.NotModified, await Status(a, id, ("If-None-Match", "W/\"1\"")));
        Assert.Equal(HttpStatusCode.NotModified, await Status(a, id, ("If-None-Match", "W/\"7\", W/\"1\"")));
        Assert.Equal(HttpStatusCode.NotModified, await Status(a, id, ("If-None-Match", "*")));
        Assert.Equal(HttpStatusCode.OK, await Status(a, id, ("If-None-Match", "W/\"2\"")));
        Assert.Equal(HttpStatusCode.NotModified, await Status(a, id, ("If-Modified-Since", modified)));
        Assert.Equal(HttpStatusCode.OK, await Status(a, id, ("If-Modified-Since", "Mon, 01 Jan 2001 00:00:00 GMT")));
        Assert.Equal(HttpStatusCode.OK, await Status(a, id, ("If-None-Match", "W/\"2\""), ("If-Modified-Since", modified)));
        // Of what is hidden nothing is told, whatever the caller guesses.
        Assert.Equal(HttpStatusCode.NotFound, await Status(b, id, ("If-None-Match", "W/\"1\"")));
        Assert.Equal(HttpStatusCode.NotFound, await Status(b, id, ("If-None-Match", "*")));
        Assert.Equal(HttpStatusCode.NotFound, await Status(b, id, ("If-Modified-Since", modified)));
    }

    [Theory]
    [InlineData("Patient?family=Deferred", "200", "searchset")]
    [InlineData("Patient/_history", "200", "history")]
    [InlineData("Patient/absent/$everything", "404", null)]
    public async Task A_request_is_deferred_and_its_answer_fetched_by_its_caller_alone(string address, string status, string? type)
    {
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");

        var (accepted, _, response) = await a.Send(HttpMethod.Get, address, null, ("Prefer", "respond-async"));
        var place = response.Content.Headers.ContentLocation!.AbsoluteUri;
        var (fetched, answer) = await Poll(a, place);

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.OK), (accepted, fetched));
        var entry = Assert.Single(answer["entry"]!.AsArray())!;
        Assert.StartsWith(status, entry["response"]!["status"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(type, entry["resource"]?["type"]?.GetValue<string>());
        Assert.Equal(HttpStatusCode.NotFound, (await b.Send(HttpMethod.Get, place)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await b.Send(HttpMethod.Delete, place)).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await a.Send(HttpMethod.Delete, place)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await a.Send(HttpMethod.Get, place)).Status);
    }

    [Fact]
    public async Task A_caller_defers_a_limited_number_of_requests()
    {
        using var c = host.Hospital("hospital-c");
        var places = new List<string>();
        for (var i = 0; i < DeferredAnswers.OfOneCallerMax; i++)
        {
            var (status, _, response) = await c.Send(HttpMethod.Get, "Patient", null, ("Prefer", "respond-async"));
            Assert.Equal(HttpStatusCode.Accepted, status);
            places.Add(response.Content.Headers.ContentLocation!.AbsoluteUri);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await c.Send(HttpMethod.Get, "Patient", null, ("Prefer", "respond-async"))).Status);
        await c.Send(HttpMethod.Delete, places[0]);
        Assert.Equal(HttpStatusCode.Accepted, (await c.Send(HttpMethod.Get, "Patient", null, ("Prefer", "respond-async"))).Status);
    }

    private static async Task<(HttpStatusCode Status, JsonObject Body)> Poll(HttpClient http, string place)
    {
        for (var tries = 0; ; tries++)
        {
            var (status, body, _) = await http.Send(HttpMethod.Get, place);
            if (status != HttpStatusCode.Accepted || tries == 200)
                return (status, body);
            await Task.Delay(50);
        }
    }

    private static async Task<HttpStatusCode> Status(HttpClient http, string id, params (string, string)[] headers) =>
        (await http.Send(HttpMethod.Get, $"Patient/{id}", null, headers)).Status;

    private static string Mode(JsonNode entry) => entry["search"]!["mode"]!.GetValue<string>();
}
