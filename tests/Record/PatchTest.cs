using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Record;

/// <summary><c>PATCH</c>: JSON Patch and FHIRPath Patch, by id, by condition and in Bundles. R4 http.html#patch.</summary>
public sealed class PatchTest(RecordHost host) : IClassFixture<RecordHost>
{
    private const string JsonPatch = "application/json-patch+json";

    [Fact]
    public async Task A_json_patch_makes_the_next_version()
    {
        using var a = host.Hospital("hospital-a");
        var (id, _) = await Stored(a);

        var (status, patched, response) =
            await Patch(a, $"Observation/{id}", Json("""{"op":"replace","path":"/status","value":"amended"}"""));

        Assert.Equal((HttpStatusCode.OK, "amended", "2"), (status, Text(patched, "status"), Text(patched["meta"]!, "versionId")));
        Assert.Equal("W/\"2\"", response.Headers.ETag!.ToString());
        Assert.Equal(128.50m, patched["valueQuantity"]!["value"]!.GetValue<decimal>());
        Assert.Equal([id], await a.Ids($"Observation?_id={id}&status=amended"));
    }

    [Fact]
    public async Task A_fhirpath_patch_does_as_well_and_a_no_change_makes_no_version()
    {
        using var a = host.Hospital("hospital-a");
        var (id, _) = await Stored(a);

        var (status, patched, _) =
            await a.Send(HttpMethod.Patch, $"Observation/{id}", Parameters("replace", "Observation.status", "valueCode", "amended"));
        var (again, same, _) =
            await a.Send(HttpMethod.Patch, $"Observation/{id}", Parameters("replace", "Observation.status", "valueCode", "amended"));
        var (none, empty, _) = await a.Send(HttpMethod.Patch, $"Observation/{id}", new JsonObject { ["resourceType"] = "Parameters" });

        Assert.Equal((HttpStatusCode.OK, "amended"), (status, Text(patched, "status")));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (again, none));
        Assert.All([patched, same, empty], version => Assert.Equal("2", Text(version["meta"]!, "versionId")));
    }

    [Theory]
    [InlineData("""{"op":"remove","path":"/code"}""", 422)]
    [InlineData("""{"op":"replace","path":"/status","value":"unheard-of"}""", 422)]
    [InlineData("""{"op":"add","path":"/colour","value":"red"}""", 422)]
    [InlineData("""{"op":"replace","path":"/id","value":"another"}""", 422)]
    [InlineData("""{"op":"replace","path":"/resourceType","value":"Patient"}""", 422)]
    [InlineData("""{"op":"test","path":"/status","value":"preliminary"}""", 422)]
    [InlineData("""{"op":"remove","path":"/nothing"}""", 422)]
    [InlineData("""{"op":"replace","path":"","value":3}""", 422)]
    [InlineData("""{"op":"unknown","path":"/status"}""", 400)]
    [InlineData("not json", 400)]
    public async Task What_cannot_be_applied_changes_nothing(string operation, int expected)
    {
        using var a = host.Hospital("hospital-a");
        var (id, _) = await Stored(a);

        var (status, outcome, _) = await Patch(a, $"Observation/{id}", Json(operation));

        Assert.Equal(expected, (int)status);
        Assert.Equal("OperationOutcome", Text(outcome, "resourceType"));
        Assert.Equal("1", Text((await a.Search($"Observation/{id}"))["meta"]!, "versionId"));
    }

    [Fact]
    public async Task If_Match_and_media_types_are_honoured()
    {
        using var a = host.Hospital("hospital-a");
        var (id, _) = await Stored(a);
        var amended = Json("""{"op":"replace","path":"/status","value":"amended"}""");

        var (lost, _, _) = await Patch(a, $"Observation/{id}", amended, ("If-Match", "W/\"2\""));
        var (taken, _, _) = await Patch(a, $"Observation/{id}", amended, ("If-Match", "W/\"1\""));
        var (absent, _, _) = await Patch(a, "Observation/absent", amended);
        var (xml, _, _) = await Patch(a, $"Observation/{id}", "<diff/>", type: "application/merge-patch+json");
        await a.Send(HttpMethod.Delete, $"Observation/{id}");
        var (gone, _, _) = await Patch(a, $"Observation/{id}", amended);

        Assert.Equal((HttpStatusCode.PreconditionFailed, HttpStatusCode.OK, HttpStatusCode.NotFound), (lost, taken, absent));
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, HttpStatusCode.Gone), (xml, gone));
    }

    [Fact]
    public async Task Parallel_patches_are_all_applied()
    {
        using var a = host.Hospital("hospital-a");
        var (id, _) = await Stored(a);
        await Patch(a, $"Observation/{id}", Json("""{"op":"add","path":"/note","value":[{"text":"0"}]}"""));

        var all = await Task.WhenAll(Enumerable.Range(1, 24).Select(i =>
            Patch(a, $"Observation/{id}", Json($$$"""{"op":"add","path":"/note/-","value":{"text":"{{{i}}}"}}"""))));

        Assert.All(all, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        var notes = (await a.Search($"Observation/{id}"))["note"]!.AsArray();
        Assert.Equal(Enumerable.Range(0, 25), notes.Select(note => int.Parse(Text(note!, "text"))).Order());
    }

    [Fact]
    public async Task A_conditional_patch_takes_the_one_that_satisfies_it()
    {
        using var a = host.Hospital("hospital-a");
        var (id, patient) = await Stored(a);
        var amended = Json("""{"op":"replace","path":"/status","value":"amended"}""");

        var (status, patched, _) = await Patch(a, $"Observation?subject=Patient/{patient}&status=final", amended);
        var (none, _, _) = await Patch(a, $"Observation?subject=Patient/{patient}&status=final", amended);
        await a.Create(Observation(patient, "8480-6", 1m));
        var (several, _, _) = await Patch(a, $"Observation?subject=Patient/{patient}", amended);
        var (all, _, _) = await Patch(a, "Observation", amended);

        Assert.Equal((HttpStatusCode.OK, id), (status, Text(patched, "id")));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.PreconditionFailed, HttpStatusCode.BadRequest), (none, several, all));
    }

    [Theory]
    [InlineData("batch")]
    [InlineData("transaction")]
    public async Task Bundles_patch_with_a_Binary_or_Parameters(string type)
    {
        using var a = host.Hospital("hospital-a");
        var (first, patient) = await Stored(a);
        var second = await a.Create(Observation(patient, "8867-4", 60m));
        var binary = new JsonObject
        {
            ["resourceType"] = "Binary", ["contentType"] = JsonPatch,
            ["data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(Json("""{"op":"replace","path":"/status","value":"amended"}"""))),
        };

        var answer = await a.Post("", Bundle(
            type, Entry($"Observation/{first}", binary),
            Entry($"Observation?subject=Patient/{patient}&code=8867-4",
                Parameters("replace", "Observation.status", "valueCode", "corrected"))));

        Assert.All(answer["entry"]!.AsArray(), entry =>
            Assert.StartsWith("200", Text(entry!["response"]!, "status"), StringComparison.Ordinal));
        Assert.Equal("amended", Text(await a.Search($"Observation/{first}"), "status"));
        Assert.Equal("corrected", Text(await a.Search($"Observation/{second}"), "status"));
    }

    [Fact]
    public async Task A_transaction_with_a_patch_that_fails_stores_nothing()
    {
        using var a = host.Hospital("hospital-a");
        var (id, _) = await Stored(a);

        var (status, outcome, _) = await a.Send(HttpMethod.Post, "", Bundle(
            "transaction", People.Entry(Patient("Unpatched")),
                Entry($"Observation/{id}", Parameters("delete", "Observation.code", "valueCode", "x"))));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.StartsWith("Bundle.entry[1]", outcome["issue"]![0]!["expression"]![0]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Empty(await a.Ids("Patient?family=Unpatched"));
    }

    [Fact]
    public async Task A_patch_neither_finds_nor_tests_what_is_hidden()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var c = host.Hospital("hospital-c");
        using var blind = host.Hospital("hospital-a", "system/Condition.u");
        var entry = await a.Create(Condition(person.AtA, "F32.9"));
        var probe = Json("""{"op":"test","path":"/code/coding/0/code","value":"F32.9"}""");

        var (hidden, hiddenOutcome, _) = await Patch(c, $"Condition/{entry}", probe);
        var (absent, absentOutcome, _) = await Patch(c, "Condition/absent", probe);
        var (condition, _, _) = await Patch(c, $"Condition?code={Icd10}|F32.9", probe);
        var (theirs, _, _) = await Patch(b, $"Condition/{entry}", Json("""{"op":"add","path":"/recordedDate","value":"2026-01-01"}"""));
        var (unread, _, _) = await Patch(blind, $"Condition/{entry}", probe);

        Assert.Equal((absent, absentOutcome.ToJsonString()), (hidden, hiddenOutcome.ToJsonString()));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (hidden, condition));
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (theirs, unread));
    }

    private static async Task<(string Id, string Patient)> Stored(HttpClient http)
    {
        var patient = await http.Create(People.Patient("Patched"));
        return (await http.Create(Observation(patient, "8480-6", 128.50m)), patient);
    }

    private static string Json(string operation) => $"[{operation}]";

    private static JsonObject Parameters(string type, string path, string property, string value) => new()
    {
        ["resourceType"] = "Parameters",
        ["parameter"] = new JsonArray(Fhir.Patch.FhirPathPatchTest.Operation(type, path, new() { [property] = value })),
    };

    private static JsonObject Entry(string url, JsonObject patch) =>
        new() { ["resource"] = patch, ["request"] = new JsonObject { ["method"] = "PATCH", ["url"] = url } };

    private static string Text(JsonNode json, string name) => json[name]!.GetValue<string>();

    private static async Task<(HttpStatusCode Status, JsonObject Body, HttpResponseMessage Response)> Patch(
        HttpClient http, string path, string body, (string Name, string Value)? header = null, string type = JsonPatch)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch,
            path) { Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type)) };
        if (header is { } one)
            request.Headers.TryAddWithoutValidation(one.Name, one.Value);
        var response = await http.SendAsync(request);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject(), response);
    }
}
