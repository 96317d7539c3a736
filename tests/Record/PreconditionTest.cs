using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Record;

/// <summary>If-Match and If-None-Match as RFC 9110 §13.1 has them, HEAD, and what the general parameters do.</summary>
public sealed class PreconditionTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Theory]
    [InlineData("*", 200)]
    [InlineData("W/\"1\"", 200)]
    [InlineData("\"1\"", 200)]
    [InlineData("W/\"7\", \"1\"", 200)]
    [InlineData("W/\"7\",W/\"8\"", 412)]
    [InlineData("\"of-another-server\"", 412)]
    [InlineData("1", 400)]
    [InlineData("*, W/\"1\"", 400)]
    [InlineData("W/\"1", 400)]
    public async Task If_Match_takes_one_tag_or_several_or_whatever_is_there(string tags, int expected)
    {
        using var a = host.Hospital("hospital-a");
        var patient = Patient("Matched");
        var (put, patch) = (await a.Create(patient), await a.Create(patient));
        var (delete, entry) = (await a.Create(patient), await a.Create(patient));
        JsonObject Of(string id)
        {
            var changed = Patient("Changed");
            changed["id"] = id;
            return changed;
        }

        var (updated, _, _) = await a.Send(HttpMethod.Put, $"Patient/{put}", Of(put), ("If-Match", tags));
        var (patched, _, _) = await a.Send(HttpMethod.Patch, $"Patient/{patch}", new JsonObject
        {
            ["resourceType"] = "Parameters",
            ["parameter"] = new JsonArray(new JsonObject
            {
                ["name"] = "operation",
                ["part"] = new JsonArray(
                    new JsonObject { ["name"] = "type", ["valueCode"] = "delete" },
                    new JsonObject { ["name"] = "path", ["valueString"] = "Patient.birthDate" }),
            }),
        }, ("If-Match", tags));
        var (deleted, _, _) = await a.Send(HttpMethod.Delete, $"Patient/{delete}", null, ("If-Match", tags));
        var (inBundle, _, _) = await a.Send(HttpMethod.Post, "", Bundle("transaction", new JsonObject
        {
            ["resource"] = Of(entry),
            ["request"] = new JsonObject { ["method"] = "PUT", ["url"] = $"Patient/{entry}", ["ifMatch"] = tags },
        }));

        Assert.Equal((expected, expected, expected), ((int)updated, (int)patched, (int)inBundle));
        Assert.Equal(expected == 200 ? 204 : expected, (int)deleted);
    }

    [Fact]
    public async Task An_empty_condition_is_no_request_without_one()
    {
        using var a = host.Hospital("hospital-a");
        var patient = Patient("Unconditional");
        var id = await a.Create(patient);
        patient["id"] = id;

        var (updated, outcome, _) = await a.Send(HttpMethod.Put, $"Patient/{id}", patient, ("If-Match", ""));
        var (deleted, _, _) = await a.Send(HttpMethod.Delete, $"Patient/{id}", null, ("If-Match", ""));
        var (created, _, _) = await a.Send(HttpMethod.Post, "Patient", Patient("Unconditional"), ("If-None-Exist", ""));

        Assert.Equal((400, 400, 400), ((int)updated, (int)deleted, (int)created));
        Assert.Equal("http.If-Match", outcome["issue"]![0]!["expression"]![0]!.GetValue<string>());
        Assert.Equal([id], await a.Ids("Patient?family=Unconditional"));
    }

    [Fact]
    public async Task If_Match_of_anything_fails_where_there_is_nothing()
    {
        using var a = host.Hospital("hospital-a");
        var id = await a.Create(Patient("Deleted"));
        await a.Send(HttpMethod.Delete, $"Patient/{id}");
        var anew = Patient("Anew");

        foreach (var name in (string[])[id, "never-there"])
        {
            anew["id"] = name;
            var (put, _, _) = await a.Send(HttpMethod.Put, $"Patient/{name}", anew, ("If-Match", "*"));
            var (delete, _, _) = await a.Send(HttpMethod.Delete, $"Patient/{name}", null, ("If-Match", "*"));
            Assert.Equal((HttpStatusCode.PreconditionFailed, HttpStatusCode.PreconditionFailed), (put, delete));
        }
    }

    [Fact]
    public async Task HEAD_is_answered_as_GET_without_a_body()
    {
        using var a = host.Hospital("hospital-a");
        var id = await a.Create(Patient("Headed"));

        string[] paths =
            [$"Patient/{id}", $"Patient/{id}/_history/1", $"Patient/{id}/_history", $"Patient?_id={id}", "metadata", "Patient/nobody"];
        foreach (var path in paths)
        {
            var (get, _, got) = await a.Send(HttpMethod.Get, path);
            var (head, body, headed) = await a.Send(HttpMethod.Head, path);
            Assert.Equal((get, 0), (head, body.Count));
            Assert.Equal(got.Headers.ETag, headed.Headers.ETag);
            Assert.Equal(got.Content.Headers.ContentType, headed.Content.Headers.ContentType);
        }
        var answer = await a.Post("", Bundle(
            "batch", new JsonObject { ["request"] = new JsonObject { ["method"] = "HEAD", ["url"] = $"Patient/{id}" } }));
        Assert.Equal("200 OK", answer["entry"]![0]!["response"]!["status"]!.GetValue<string>());
        Assert.Equal("W/\"1\"", answer["entry"]![0]!["response"]!["etag"]!.GetValue<string>());
        Assert.Null(answer["entry"]![0]!["resource"]);
    }

    [Fact]
    public async Task Pretty_answers_have_lines_and_say_the_same()
    {
        using var a = host.Hospital("hospital-a");
        var observation = Observation(await a.Create(Patient("Pretty \"{[,:]}\\ 東京")), "8480-6", 1m, "2026-05-01T00:00:00Z");
        observation["valueQuantity"]!["value"] = JsonNode.Parse("120.0000");
        var id = await a.Create(observation);

        foreach (var path in (string[])[$"Observation/{id}?", "Observation/nobody?", "Patient/$meta?", Genders])
        {
            var plain = await Text(path + "_pretty=false");
            var pretty = await Text(path + "_pretty=true");
            Assert.DoesNotContain('\n', plain);
            Assert.Equal(JsonSerializer.Serialize(JsonNode.Parse(plain), Indented), pretty);
        }
        var (wrong, told, _) = await a.Send(HttpMethod.Get, "Patient/$merge?_pretty=true");
        Assert.Equal((HttpStatusCode.NotFound, "OperationOutcome"), (wrong, told["resourceType"]!.GetValue<string>()));
        var (unknown, outcome, _) = await a.Send(HttpMethod.Post, $"Observation/{id}?_pretty=true", observation);
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "OperationOutcome"), (unknown, outcome["resourceType"]!.GetValue<string>()));
        Assert.Contains("120.0000", await a.GetStringAsync($"Observation/{id}?_pretty=true"), StringComparison.Ordinal);
        Assert.StartsWith("<", await a.GetStringAsync($"Observation/{id}?_pretty=true&_format=xml"), StringComparison.Ordinal);

        async Task<string> Text(string path)
        {
            using var answer = await a.GetAsync(path);
            return await answer.Content.ReadAsStringAsync();
        }
    }

    [Fact]
    public async Task A_parameter_without_a_value_is_left_out_and_told_and_no_write_is_decided_by_it()
    {
        using var a = host.Hospital("hospital-empty");
        var id = await a.Create(Patient("Unsaid"));

        var found = await a.Search("Patient?family=Unsaid&given=&birthdate=");
        var (unknown, _, _) = await a.Send(HttpMethod.Get, "Patient?colour=");
        var (modified, _, _) = await a.Send(HttpMethod.Get, "Patient?given:exact=");
        var (deleted, _, _) = await a.Send(HttpMethod.Delete, "Patient?family=");

        Assert.Equal(id, found["entry"]![0]!["resource"]!["id"]!.GetValue<string>());
        var outcome = found["entry"]!.AsArray().Single(entry => entry!["search"]!["mode"]!.GetValue<string>() == "outcome")!;
        Assert.Equal(["http.given", "http.birthdate"], outcome["resource"]!["issue"]!.AsArray().Select(issue => issue!["expression"]![0]!.GetValue<string>()));
        Assert.DoesNotContain("given", found["link"]![0]!["url"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(
            (HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (unknown, modified, deleted));
        Assert.Equal(HttpStatusCode.OK, (await a.Send(HttpMethod.Get, $"Patient/{id}")).Status);
    }

    private const string Genders = "CodeSystem/$lookup?system=http://hl7.org/fhir/administrative-gender&code=male&";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
