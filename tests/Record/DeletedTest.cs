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

    private static JsonObject Deletion(string url) =>
        new() { ["request"] = new JsonObject { ["method"] = "DELETE", ["url"] = url } };
}
