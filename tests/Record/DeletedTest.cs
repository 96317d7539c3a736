using System.Net;
using System.Text.Json.Nodes;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Record;

/// <summary>What deletes are answered, and what they tell of what others deleted. R4 http.html#delete.</summary>
public sealed class DeletedTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task A_delete_tells_strangers_nothing_of_what_its_writer_deleted()
    {
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        var id = await a.Create(Observation(await a.Create(Patient("Iwata")), "8480-6", 120m));
        await a.Send(HttpMethod.Delete, $"Observation/{id}");

        var (there, _, once) = await b.Send(HttpMethod.Delete, $"Observation/{id}");
        var (never, _, not) = await b.Send(HttpMethod.Delete, "Observation/never-there");
        var entries = (await b.Post("", Bundle("batch", Deletion($"Observation/{id}"), Deletion("Observation/never-there"))))["entry"]!;
        var unit = (await b.Post("", Bundle("transaction", Deletion($"Observation/{id}"), Deletion("Observation/never-there"))))["entry"]!;
        var (lost, _, _) = await b.Send(HttpMethod.Delete, $"Observation/{id}", null, ("If-Match", "W/\"2\""));

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent, HttpStatusCode.PreconditionFailed), (there, never, lost));
        Assert.Equal((null, null), (once.Headers.ETag, once.Content.Headers.LastModified));
        Assert.Equal((null, null), (not.Headers.ETag, not.Content.Headers.LastModified));
        Assert.Equal(entries[1]!.ToJsonString(), entries[0]!.ToJsonString());
        Assert.Equal(unit[1]!.ToJsonString(), unit[0]!.ToJsonString());
    }

    [Fact]
    public async Task A_second_delete_is_answered_to_its_writer_with_the_time_of_the_first()
    {
        using var a = host.Hospital("hospital-a");
        var id = await a.Create(Observation(await a.Create(Patient("Iwata")), "8480-6", 120m));
        var (_, _, first) = await a.Send(HttpMethod.Delete, $"Observation/{id}");
        await Task.Delay(TimeSpan.FromSeconds(1.1));

        var (_, _, second) = await a.Send(HttpMethod.Delete, $"Observation/{id}");

        Assert.Equal("W/\"2\"", second.Headers.ETag!.ToString());
        Assert.Equal(first.Content.Headers.LastModified, second.Content.Headers.LastModified);
    }

    [Fact]
    public async Task An_update_that_brings_back_what_was_deleted_creates_it()
    {
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Iwata"));
        var observation = Observation(patient, "8480-6", 120m);
        var id = await a.Create(observation);
        observation["id"] = id;
        var put = Entry(observation.DeepClone().AsObject());
        put["request"] = new JsonObject { ["method"] = "PUT", ["url"] = $"Observation/{id}" };

        await a.Send(HttpMethod.Delete, $"Observation/{id}");
        var (back, _, response) = await a.Send(HttpMethod.Put, $"Observation/{id}", observation);
        await a.Send(HttpMethod.Delete, $"Observation/{id}");
        var batch = await a.Post("", Bundle("batch", put.DeepClone().AsObject()));
        await a.Send(HttpMethod.Delete, $"Observation/{id}");
        var transaction = await a.Post("", Bundle("transaction", put.DeepClone().AsObject()));
        var (again, _, _) = await a.Send(HttpMethod.Put, $"Observation/{id}", observation);
        var history = await a.Search($"Observation/{id}/_history");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (back, again));
        Assert.EndsWith($"Observation/{id}/_history/3", response.Headers.Location!.OriginalString);
        Assert.Equal(("201 Created", "201 Created"), (Status(batch, 0), Status(transaction, 0)));
        Assert.Equal(
            ["200 OK", "201 Created", "204 No Content", "201 Created", "204 No Content", "201 Created", "204 No Content", "201 Created"],
            Enumerable.Range(0, 8).Select(i => Status(history, i)));
    }

    [Fact]
    public async Task A_history_shows_which_creations_named_their_id()
    {
        using var a = host.Hospital("hospital-a");
        var named = Patient("Named");
        named["id"] = "named-by-its-sender";
        await a.Send(HttpMethod.Put, "Patient/named-by-its-sender", named);
        var created = await a.Create(Patient("Created"));

        var put = (await a.Search("Patient/named-by-its-sender/_history"))["entry"]![0]!["request"]!;
        var post = (await a.Search($"Patient/{created}/_history"))["entry"]![0]!["request"]!;

        Assert.Equal(("PUT", "Patient/named-by-its-sender"), (put["method"]!.GetValue<string>(), put["url"]!.GetValue<string>()));
        Assert.Equal(("POST", "Patient"), (post["method"]!.GetValue<string>(), post["url"]!.GetValue<string>()));
    }

    private static string Status(JsonObject bundle, int index) => bundle["entry"]![index]!["response"]!["status"]!.GetValue<string>();

    private static JsonObject Deletion(string url) =>
        new() { ["request"] = new JsonObject { ["method"] = "DELETE", ["url"] = url } };
}
