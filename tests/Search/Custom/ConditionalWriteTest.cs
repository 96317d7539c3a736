using System.Net;
using System.Text.Json.Nodes;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;
using static Phr.Tests.Search.Custom.Definitions;

namespace Phr.Tests.Search.Custom;

/// <summary>Conditions of writes by parameters whose index follows the log: they see all that is committed when they are decided.</summary>
public sealed class ConditionalWriteTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task Of_many_conditional_creates_at_once_one_creates()
    {
        using var site = host.Service("operator");
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Once"));
        await site.Create(Definition("once-side", "token", "Observation.bodySite"));
        await a.Found("Observation?once-side=none");

        for (var round = 0; round < 4; round++)
        {
            var side = $"once-{round}";
            var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ =>
                a.Send(HttpMethod.Post, "Observation", Sided(patient, side), ("If-None-Exist", $"once-side=urn:sides|{side}"))));

            Assert.Equal(1, answers.Count(answer => answer.Status == HttpStatusCode.Created));
            Assert.Equal(31, answers.Count(answer => answer.Status == HttpStatusCode.OK));
            Assert.Single(await a.Found($"Observation?once-side={side}"));
        }
    }

    [Fact]
    public async Task What_was_written_the_moment_before_counts()
    {
        using var site = host.Service("operator");
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Moment"));
        await site.Create(Definition("moment-side", "token", "Observation.bodySite"));
        await a.Found("Observation?moment-side=none");

        var id = await a.Create(Sided(patient, "m"));
        var (updated, update, _) = await a.Send(HttpMethod.Put, "Observation?moment-side=m", Sided(patient, "n"));
        var (none, _, _) = await a.Send(HttpMethod.Put, "Observation?moment-side=m", Sided(patient, "m"));
        var (several, _, _) = await a.Send(HttpMethod.Delete, "Observation?moment-side:missing=false");
        var (deleted, _, _) = await a.Send(HttpMethod.Delete, "Observation?moment-side=m");

        Assert.Equal((HttpStatusCode.OK, id), (updated, update["id"]!.GetValue<string>()));
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.PreconditionFailed, HttpStatusCode.NoContent), (none, several, deleted));
        Assert.Equal([id], await a.Found($"Observation?patient={patient}"));
    }

    [Fact]
    public async Task Bundles_and_patches_take_such_conditions_too()
    {
        using var site = host.Service("operator");
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Bundled"));
        await site.Create(Definition("ward-name", "string", "Location.alias", of: "Location"));
        var ward = await a.Create(new JsonObject { ["resourceType"] = "Location", ["alias"] = new JsonArray("東3病棟") });
        await a.Found("Location?ward-name=none");
        var stay = new JsonObject
        {
            ["resourceType"] = "Encounter", ["status"] = "finished", ["subject"] = new JsonObject { ["reference"] = $"Patient/{patient}" },
            ["class"] = new JsonObject { ["code"] = "IMP" },
            ["location"] = new JsonArray(
                new JsonObject { ["location"] = new JsonObject { ["reference"] = "Location?ward-name=東３病棟" } }),
        };

        var answer = await a.Post("", Bundle("transaction", Entry(stay)));
        var encounter = answer["entry"]![0]!["response"]!["location"]!.GetValue<string>().Split('/')[1];
        var batch = await a.Post("", Bundle("batch", Entry(Ward("東3病棟"), ifNoneExist: "ward-name=東3病棟")));
        using var patch = new HttpRequestMessage(HttpMethod.Patch, "Location?ward-name=東3")
        {
            Content = new StringContent("""[{"op":"add","path":"/name","value":"3 East"}]""", null, "application/json-patch+json"),
        };
        var patched = await a.SendAsync(patch);

        var seen = await a.Search($"Encounter/{encounter}");
        Assert.Equal($"Location/{ward}", seen["location"]![0]!["location"]!["reference"]!.GetValue<string>());
        Assert.StartsWith("200", batch["entry"]![0]!["response"]!["status"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, patched.StatusCode);
        Assert.Equal("3 East", (await a.Search($"Location/{ward}"))["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_others_wrote_decides_nothing()
    {
        using var site = host.Service("operator");
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        var (atA, atB) = (await a.Create(Patient("Others")), await b.Create(Patient("Others")));
        await site.Create(Definition("others-side", "token", "Observation.bodySite"));
        await a.Create(Sided(atA, "canary"));
        await a.Found("Observation?others-side=none");

        var (created, _, _) = await b.Send(HttpMethod.Post, "Observation", Sided(atB, "canary"), ("If-None-Exist", "others-side=canary"));
        var (none, _, _) = await b.Send(HttpMethod.Delete, "Observation?others-side=canary&_text=canary");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.NoContent), (created, none));
        Assert.Equal(2, (await a.Found("Observation?others-side=canary")).Count + (await b.Found("Observation?others-side=canary")).Count);
    }

    [Fact]
    public async Task Until_the_index_is_built_nothing_is_decided()
    {
        using var site = host.Service("operator");
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Unbuilt"));
        var there = await a.Create(Sided(patient, "unbuilt"));
        await using (var connection = await host.Database.OpenConnectionAsync())
        await using (var hold = await connection.BeginTransactionAsync())
        {
            await using var take = new Npgsql.NpgsqlCommand("lock table search.value in exclusive mode", connection);
            await take.ExecuteNonQueryAsync();
            await site.Create(Definition("unbuilt-side", "token", "Observation.bodySite"));

            var (status, outcome, _) = await a.Send(
                HttpMethod.Post, "Observation", Sided(patient, "unbuilt"), ("If-None-Exist", "unbuilt-side=unbuilt"));
            var (other, _, _) = await a.Send(HttpMethod.Post, "Observation", Sided(patient, "elsewhere"));

            Assert.Equal((HttpStatusCode.ServiceUnavailable, "incomplete"), (status, outcome["issue"]![0]!["code"]!.GetValue<string>()));
            Assert.Equal(HttpStatusCode.Created, other);
        }

        Assert.Equal([there], await a.Found("Observation?unbuilt-side=unbuilt"));
        var (found, _, _) = await a.Send(
            HttpMethod.Post, "Observation", Sided(patient, "unbuilt"), ("If-None-Exist", "unbuilt-side=unbuilt"));
        Assert.Equal(HttpStatusCode.OK, found);
        var (unknown, _, _) = await a.Send(HttpMethod.Post, "Observation", Sided(patient, "x"), ("If-None-Exist", "no-such-side=x"));
        Assert.Equal(HttpStatusCode.BadRequest, unknown);
    }

    private static JsonObject Ward(string alias) => new() { ["resourceType"] = "Location", ["alias"] = new JsonArray(alias) };

    private static JsonObject Sided(string patient, string side)
    {
        var observation = Observation(patient, "8480-6", 120);
        observation["bodySite"] = Concept("urn:sides", side);
        return observation;
    }
}
