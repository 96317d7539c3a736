using System.Net;
using System.Text.Json.Nodes;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Record;

/// <summary>A transaction of which a read would fail stores nothing. R4 http.html#transaction.</summary>
public sealed class TransactionReadsTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Theory]
    [InlineData("Patient/nobody", HttpStatusCode.NotFound, "not-found")]
    [InlineData("Patient/nobody/_history/1", HttpStatusCode.NotFound, "not-found")]
    [InlineData("Patient/{other}", HttpStatusCode.NotFound, "not-found")]
    [InlineData("Patient?no-such=1", HttpStatusCode.BadRequest, "not-supported")]
    [InlineData("Nothing/1", HttpStatusCode.NotFound, "not-found")]
    [InlineData("Patient/{gone}", HttpStatusCode.Gone, "deleted")]
    public async Task A_read_that_fails_fails_it_before_anything_is_stored(string url, HttpStatusCode expected, string code)
    {
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        var gone = await a.Create(Patient("Gone"));
        await a.Send(HttpMethod.Delete, $"Patient/{gone}");
        url = url.Replace("{other}", await b.Create(Patient("Other")), StringComparison.Ordinal)
            .Replace("{gone}", gone, StringComparison.Ordinal);
        var (patient, id) = Named();

        foreach (var writes in (JsonObject[][])[[Put(id, patient)], []])
        {
            var (status, answer, _) = await a.Send(
                HttpMethod.Post, "", Bundle("transaction", [.. writes, Get("Patient?_count=1"), Get(url)]));

            Assert.Equal((expected, "OperationOutcome"), (status, (string?)answer["resourceType"]));
            var issue = answer["issue"]![0]!;
            Assert.Equal(code, (string?)issue["code"]);
            Assert.Equal($"Bundle.entry[{writes.Length + 1}].request.url", (string?)issue["expression"]![0]);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await a.Send(HttpMethod.Get, $"Patient/{id}")).Status);
    }

    [Fact]
    public async Task What_another_entry_deletes_cannot_be_read_and_its_history_can()
    {
        using var a = host.Hospital("hospital-a");
        var id = await a.Create(Patient("Sato"));
        var delete = new JsonObject { ["request"] = new JsonObject { ["method"] = "DELETE", ["url"] = $"Patient/{id}" } };

        var (status, _, _) = await a.Send(HttpMethod.Post, "", Bundle("transaction", delete.DeepClone().AsObject(), Get($"Patient/{id}")));
        Assert.Equal(HttpStatusCode.Gone, status);
        Assert.Equal(HttpStatusCode.OK, (await a.Send(HttpMethod.Get, $"Patient/{id}")).Status);

        var answer = await a.Post("", Bundle("transaction", delete, Get($"Patient/{id}/_history/1")));
        Assert.Equal(["204 No Content", "200 OK"], Statuses(answer));
    }

    [Fact]
    public async Task What_another_entry_writes_is_read_and_what_is_unchanged_is_no_failure()
    {
        using var a = host.Hospital("hospital-a");
        var (patient, id) = Named();
        var known = await a.Create(Patient("Ito"));
        var unchanged = Get($"Patient/{known}");
        unchanged["request"]!["ifNoneMatch"] = "W/\"1\"";

        var answer = await a.Post("", Bundle(
            "transaction", Get($"Patient/{id}"), Put(id, patient), unchanged, Get($"Patient/{id}/_history"), Get($"Patient?_id={id}")));

        Assert.Equal(["200 OK", "201 Created", "304 Not Modified", "200 OK", "200 OK"], Statuses(answer));
        Assert.Single(answer["entry"]![4]!["resource"]!["entry"]!.AsArray());
    }

    [Fact]
    public async Task A_batch_answers_each_read_by_itself()
    {
        using var a = host.Hospital("hospital-a");
        var (patient, id) = Named();

        var answer = await a.Post("", Bundle("batch", Put(id, patient), Get("Patient/nobody")));

        Assert.Equal(["201 Created", "404 Not Found"], Statuses(answer));
    }

    private static (JsonObject Patient, string Id) Named()
    {
        var (patient, id) = (Patient("Hara"), $"hara-{Guid.NewGuid()}");
        patient["id"] = id;
        return (patient, id);
    }

    private static JsonObject Put(string id, JsonObject patient) => new()
    {
        ["resource"] = patient.DeepClone(), ["request"] = new JsonObject { ["method"] = "PUT", ["url"] = $"Patient/{id}" },
    };

    private static JsonObject Get(string url) => new() { ["request"] = new JsonObject { ["method"] = "GET", ["url"] = url } };

    private static IReadOnlyList<string?> Statuses(JsonObject answer) =>
        [.. answer["entry"]!.AsArray().Select(entry => (string?)entry!["response"]!["status"])];
}
