using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Record;

/// <summary>Operations and searches by POST as entries of Bundles. R4 http.html#transaction, operations.html.</summary>
public sealed class BundleOperationsTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task A_batch_runs_operations_and_searches_by_POST()
    {
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Posted"));
        await a.Create(Observation(patient, "8480-6", 120m));

        var answer = await a.Post("", Bundle(
            "batch",
            Call("ValueSet/$expand", Parameters(("url", "valueUri", "http://hl7.org/fhir/ValueSet/administrative-gender"))),
            Call($"Patient/{patient}/$everything", Parameters(("_type", "valueString", "Observation"))),
            Call(
                "Observation/_search?_summary=count",
                Parameters(("patient", "valueString", $"Patient/{patient}"), ("code", "valueString", "8480-6"))),
            Call($"Observation/_search?patient={patient}&code=8480-6"),
            Call("Patient/$validate", new JsonObject { ["resourceType"] = "Patient", ["gender"] = "none-such" }),
            Call($"Patient/{patient}/$meta-add", new JsonObject
            {
                ["resourceType"] = "Parameters",
                ["parameter"] = new JsonArray(new JsonObject
                {
                    ["name"] = "meta", ["valueMeta"] = new JsonObject { ["tag"] = new JsonArray(new JsonObject { ["code"] = "posted" }) },
                }),
            }),
            Call("Patient/$none-such", Parameters()), Call("Patient/_search", Patient("Wrong"))));

        var entries = answer["entry"]!.AsArray();
        Assert.Equal(["200", "200", "200", "200", "200", "200", "405", "400"], Statuses(answer));
        Assert.NotEmpty(entries[0]!["resource"]!["expansion"]!["contains"]!.AsArray());
        Assert.Equal(["Observation"], entries[1]!["resource"]!["entry"]!.AsArray()
            .Select(entry => entry!["resource"]!["resourceType"]!.GetValue<string>()).Where(type => type != "Patient").Distinct());
        Assert.Equal(1, entries[2]!["resource"]!["total"]!.GetValue<int>());
        Assert.Single(Ids(entries[3]!["resource"]!.AsObject()));
        Assert.Equal("Patient.gender", entries[4]!["resource"]!["issue"]![0]!["expression"]![0]!.GetValue<string>());
        Assert.Equal([patient], await a.Ids("Patient?_tag=posted"));
        Assert.Equal("Bundle.entry[7].resource", Place(entries[7]!["response"]!["outcome"]!));
    }

    [Fact]
    public async Task A_transaction_runs_them_after_its_writes_where_they_only_read()
    {
        using var a = host.Hospital("hospital-b");
        var patient = Patient("Afterwards");
        patient["id"] = "afterwards";

        var answer = await a.Post("", Bundle(
            "transaction",
            Call("Patient/_search", Parameters(("family", "valueString", "Afterwards"))), Call("Patient/afterwards/$everything"),
            Entry(Patient("Other")), Put(patient)));

        Assert.Equal(["200", "200", "201", "201"], Statuses(answer));
        Assert.Equal(["afterwards"], Ids(answer["entry"]![0]!["resource"]!.AsObject()));
    }

    [Theory]
    [InlineData("Patient/afterwards/$meta-add")]
    [InlineData("Patient/$merge")]
    [InlineData("$import")]
    [InlineData("Patient/$none-such")]
    public async Task What_would_stand_by_itself_cannot_be_part_of_a_transaction(string operation)
    {
        using var a = host.Hospital("hospital-c");

        var (status, outcome, _) = await a.Send(
            HttpMethod.Post, "", Bundle("transaction", Entry(Patient("NeverStored")), Call(operation, Parameters())));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("Bundle.entry[1].request.url", Place(outcome));
        Assert.Empty(await a.Ids("Patient?family=NeverStored"));
    }

    [Fact]
    public async Task A_parameter_of_a_search_has_a_value_and_what_is_no_resource_comes_as_Binary()
    {
        using var a = host.Hospital("hospital-a");
        var valueless = Parameters();
        valueless["parameter"] = new JsonArray(new JsonObject { ["name"] = "code", ["resource"] = Patient("Inside") });

        var answer = await a.Post("", Bundle(
            "batch", Call("Patient/_search", valueless), Call("$graphql?query={__schema{queryType{name}}}", Parameters())));

        Assert.Equal(["400", "200"], Statuses(answer));
        Assert.Equal("Bundle.entry[0].resource.parameter[0]", Place(answer["entry"]![0]!["response"]!["outcome"]!));
        var binary = answer["entry"]![1]!["resource"]!;
        Assert.Equal("Binary", binary["resourceType"]!.GetValue<string>());
        Assert.Equal("application/json; charset=utf-8", binary["contentType"]!.GetValue<string>());
        var data = Encoding.UTF8.GetString(Convert.FromBase64String(binary["data"]!.GetValue<string>()));
        Assert.StartsWith("{\"data\":", data, StringComparison.Ordinal);
    }

    private static JsonObject Call(string url, JsonObject? body = null)
    {
        var entry = new JsonObject { ["request"] = new JsonObject { ["method"] = "POST", ["url"] = url } };
        if (body is not null)
            entry["resource"] = body;
        return entry;
    }

    private static JsonObject Put(JsonObject resource) => new()
    {
        ["resource"] = resource,
        ["request"] = new JsonObject { ["method"] = "PUT", ["url"] = $"{resource["resourceType"]}/{resource["id"]}" },
    };

    private static JsonObject Parameters(params IEnumerable<(string Name, string Property, string Value)> all)
    {
        var parameters = new JsonObject { ["resourceType"] = "Parameters" };
        JsonArray values = [.. all.Select(one => new JsonObject { ["name"] = one.Name, [one.Property] = one.Value })];
        if (values.Count > 0)
            parameters["parameter"] = values;
        return parameters;
    }

    private static string Place(JsonNode outcome) => outcome["issue"]![0]!["expression"]![0]!.GetValue<string>();

    private static IEnumerable<string> Statuses(JsonObject answer) =>
        answer["entry"]!.AsArray().Select(entry => entry!["response"]!["status"]!.GetValue<string>()[..3]);
}
