using System.Net;
using System.Text.Json.Nodes;
using Phr.Tests.Conformance;
using Phr.Tests.Record;

namespace Phr.Tests.Validation;

public sealed class ValidateOperationTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task A_resource_is_checked_and_not_stored()
    {
        using var a = host.Hospital("hospital-a");
        var patient = new JsonObject { ["resourceType"] = "Patient", ["telecom"] = new JsonArray(new JsonObject { ["value"] = "1" }) };

        var outcome = await a.Post("Patient/$validate", patient);

        Assert.Equal(("error", "cpt-2", "Patient.telecom[0]"), Worst(outcome));
        var translation = outcome["issue"]![0]!["details"]!["_text"]!["extension"]![0]!["extension"]![1]!["valueString"]!;
        Assert.Contains("規則", translation.GetValue<string>(), StringComparison.Ordinal);
        Assert.Empty(await a.Ids("Patient?telecom=1"));
    }

    [Fact]
    public async Task A_profile_that_was_stored_is_asked_for_by_Parameters_or_by_the_address()
    {
        using var a = host.Hospital("hospital-a");
        await a.Post("StructureDefinition", JsonNode.Parse(Profiles.Profile(
            "http://test.example/StructureDefinition/active", "Patient", [Profiles.Element("Patient.active", "\"min\":1")]))!);
        await Task.Delay(TimeSpan.FromSeconds(1.1));
        var patient = new JsonObject { ["resourceType"] = "Patient", ["gender"] = "male" };
        const string profile = "http://test.example/StructureDefinition/active";

        var byParameters = await a.Post("Patient/$validate", new JsonObject
        {
            ["resourceType"] = "Parameters",
            ["parameter"] = new JsonArray(
                new JsonObject { ["name"] = "resource", ["resource"] = patient.DeepClone() },
                new JsonObject { ["name"] = "mode", ["valueCode"] = "create" },
                new JsonObject { ["name"] = "profile", ["valueUri"] = profile }),
        });
        var byAddress = await a.Post("Patient/$validate?profile=" + profile, patient);

        Assert.Equal(("error", "profile-min", "Patient.active"), Worst(byParameters));
        Assert.Equal(("error", "profile-min", "Patient.active"), Worst(byAddress));
    }

    [Fact]
    public async Task What_is_stored_is_checked_for_those_who_may_read_it_alone()
    {
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        var patient = await a.Create(People.Patient("Validated"));
        var id = await a.Create(People.Observation(patient, "8480-6", 120m));

        var own = await a.Search($"Observation/{id}/$validate");
        var (theirs, outcome, _) = await b.Send(HttpMethod.Get, $"Observation/{id}/$validate");
        var (missing, absent, _) = await b.Send(HttpMethod.Get, "Observation/nowhere/$validate");

        Assert.NotEqual("error", Worst(own).Severity);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (theirs, missing));
        Assert.Equal(absent.ToJsonString(), outcome.ToJsonString());
    }

    [Theory]
    [InlineData("Patient/$validate", "{", HttpStatusCode.BadRequest)]
    [InlineData("Patient/$validate?mode=perhaps", """{"resourceType":"Patient","active":true}""", HttpStatusCode.BadRequest)]
    [InlineData("Patient/$validate", """{"resourceType":"Parameters","parameter":[{"name":"mode","valueCode":"create"}]}""",
        HttpStatusCode.BadRequest)]
    public async Task A_call_that_is_none_is_refused(string path, string body, HttpStatusCode expected)
    {
        using var a = host.Hospital("hospital-a");
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/fhir+json");

        using var response = await a.PostAsync(path, content);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task The_type_and_id_of_the_address_count_too()
    {
        using var a = host.Hospital("hospital-a");

        var outcome = await a.Post("Observation/x/$validate", new JsonObject { ["resourceType"] = "Patient", ["id"] = "y",
            ["active"] = true });

        Assert.Equal(["other-type", "other-id"], Rules(outcome).Take(2));
    }

    private static (string Severity, string Rule, string Expression) Worst(JsonObject outcome)
    {
        var issue = outcome["issue"]!.AsArray().OrderBy(one => one!["severity"]!.GetValue<string>() == "error" ? 0 : 1).First()!;
        return (
            issue["severity"]!.GetValue<string>(), issue["details"]!["coding"]![0]!["code"]!.GetValue<string>(),
            issue["expression"]?[0]!.GetValue<string>() ?? "");
    }

    private static IEnumerable<string> Rules(JsonObject outcome) =>
        outcome["issue"]!.AsArray().Select(issue => issue!["details"]!["coding"]![0]!["code"]!.GetValue<string>());
}
