using System.Net;
using System.Text.Json.Nodes;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;
using static Phr.Tests.Search.Custom.Definitions;

namespace Phr.Tests.Search.Custom;

/// <summary>Reference parameters of the site's own in chains, inclusions and by what they name; and codes of value sets over them.</summary>
public sealed class CustomReferenceTest(RecordHost host) : IClassFixture<RecordHost>
{
    private const string Statuses = "http://hl7.org/fhir/ValueSet/observation-status";
    private const string Status = "http://hl7.org/fhir/observation-status";

    private sealed record World(HttpClient Http, string Patient, string Doctor, string Observation, string Report);

    [Theory]
    [InlineData("Observation?told-by.family=Referred", "Observation")]
    [InlineData("Observation?told-by:Practitioner=1", "")]
    [InlineData("Observation?told-by:Practitioner={doctor}", "Observation")]
    [InlineData("Observation?told-by:identifier=https://site.example/staff|s-1", "Observation")]
    [InlineData("Observation?told-by:identifier=s-1", "Observation")]
    [InlineData("Observation?state:in=" + Statuses, "Observation")]
    [InlineData("Observation?state:not-in=" + Statuses, "")]
    [InlineData("Observation?state:below=" + Status + "|final", "Observation")]
    [InlineData("Practitioner?_has:Observation:told-by:state:in=" + Statuses, "Practitioner")]
    [InlineData("DiagnosticReport?found-in.told-by.family=Referred", "DiagnosticReport")]
    [InlineData("DiagnosticReport?found-in.state:in=" + Statuses, "DiagnosticReport")]
    [InlineData("DiagnosticReport?found-in:Observation.told-by:identifier=s-1", "DiagnosticReport")]
    [InlineData("Practitioner?_has:Observation:told-by:_has:DiagnosticReport:found-in:code=referring", "Practitioner")]
    [InlineData("Practitioner?numbered:of-type=http://terminology.hl7.org/CodeSystem/v2-0203|EI|s-1", "Practitioner")]
    public async Task A_search_over_own_references_finds_what_one_over_R4s_would(string query, string type)
    {
        var there = await Build();
        using var http = there.Http;

        var found = await http.Found(query.Replace("{doctor}", there.Doctor, StringComparison.Ordinal));

        string[] expected = type switch
        {
            "Observation" => [there.Observation],
            "Practitioner" => [there.Doctor],
            "DiagnosticReport" => [there.Report],
            _ => [],
        };
        if (expected.Length == 0)
            Assert.Empty(found);
        else
            Assert.Contains(expected[0], found);
    }

    [Theory]
    [InlineData("Observation?_id={observation}&_include=Observation:told-by", "Practitioner")]
    [InlineData("Observation?_id={observation}&_include=Observation:told-by:Practitioner", "Practitioner")]
    [InlineData("Observation?_id={observation}&_include=Observation:told-by:Organization", "")]
    [InlineData("Practitioner?_id={doctor}&_revinclude=Observation:told-by", "Observation")]
    [InlineData("Practitioner?_id={doctor}&_revinclude=Observation:*", "Observation")]
    [InlineData("Practitioner?_id={doctor}&_revinclude=*", "Observation")]
    [InlineData("DiagnosticReport?_id={report}&_include=DiagnosticReport:found-in&_include:iterate=Observation:told-by", "Observation Practitioner")]
    [InlineData("DiagnosticReport?_id={report}&_include=DiagnosticReport:*&_include:iterate=Observation:*", "Observation Patient Practitioner")]
    [InlineData("Practitioner?_id={doctor}&_revinclude=Observation:told-by&_revinclude:iterate=DiagnosticReport:found-in", "DiagnosticReport Observation")]
    public async Task What_own_references_lead_to_is_included(string query, string types)
    {
        var there = await Build();
        using var http = there.Http;
        query = query.Replace("{observation}", there.Observation, StringComparison.Ordinal).Replace("{doctor}", there.Doctor, StringComparison.Ordinal)
            .Replace("{report}", there.Report, StringComparison.Ordinal);

        await http.Found(query);
        var included = (await http.Search(query))["entry"]!.AsArray().Where(entry => entry!["search"]!["mode"]!.GetValue<string>() == "include")
            .Select(entry => entry!["resource"]!["resourceType"]!.GetValue<string>()).Distinct().Order();

        Assert.Equal(types.Split(' ', StringSplitOptions.RemoveEmptyEntries), included);
    }

    [Fact]
    public async Task A_reference_to_a_Patient_means_the_person()
    {
        var person = await host.LinkedPerson();
        using var site = host.Service("operator");
        await site.Create(Definition("judged", "reference", "Observation.subject", target: "Patient"));
        using var phone = host.Phone(person.Own);
        var id = await phone.Create(Observation(person.Own, "judged", 1m));

        Assert.Contains(id, await phone.Found($"Observation?judged=Patient/{person.AtA}&code=judged"));
        Assert.Contains(id, await phone.Found($"Observation?judged={person.Own}&code=judged"));
    }

    [Theory]
    [InlineData("DiagnosticReport?code=hidden-report&_include=DiagnosticReport:found-in")]
    [InlineData("Practitioner?_id={doctor}&_revinclude=Observation:told-by")]
    [InlineData("Practitioner?_id={doctor}&_revinclude=*")]
    public async Task What_consent_hides_is_included_over_no_own_reference(string query)
    {
        var there = await Build();
        using var a = there.Http;
        using var b = host.Hospital("hospital-b");
        query = query.Replace("{doctor}", there.Doctor, StringComparison.Ordinal).Replace("hidden-report", "referring", StringComparison.Ordinal);

        await a.Found(query);
        await b.Found(query);

        Assert.Contains("referred-canary", (await a.Search(query)).ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("referred-canary", (await b.Search(query)).ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Observation?told-by:exact=x")]
    [InlineData("Observation?state:contains=x")]
    [InlineData("Observation?state:of-type=x")]
    [InlineData("Observation?state:in=")]
    [InlineData("Practitioner?remarked:text=x")]
    [InlineData("Observation?_include=Observation:state")]
    [InlineData("Observation?_revinclude=Observation:no-such")]
    public async Task What_does_not_fit_the_type_of_the_parameter_is_refused(string query)
    {
        var there = await Build();
        using var http = there.Http;

        var (status, outcome, _) = await http.Send(HttpMethod.Get, query);

        Assert.True(status == HttpStatusCode.BadRequest, $"{(int)status} {outcome}");
    }

    private async Task<World> Build()
    {
        using var site = host.Service("operator");
        foreach (var (id, definition) in ((string, JsonObject)[])[
            ("told-by", Definition("told-by", "reference", "Observation.performer", target: "Practitioner")),
            ("state", Definition("state", "token", "Observation.status | Observation.component.code")),
            ("found-in", Definition("found-in", "reference", "DiagnosticReport.result", "DiagnosticReport", "Observation")),
            ("numbered", Definition("numbered", "token", "Practitioner.identifier", "Practitioner")),
            ("remarked", Definition("remarked", "string", "Practitioner.name.text", "Practitioner"))])
        {
            if ((await site.Send(HttpMethod.Get, $"SearchParameter/{id}")).Status == HttpStatusCode.OK)
                continue;
            definition["id"] = id;
            var (status, body, _) = await site.Send(HttpMethod.Put, $"SearchParameter/{id}", definition);
            Assert.True(status == HttpStatusCode.Created, body.ToJsonString());
        }
        var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Referring"));
        var doctor = await a.Create(new JsonObject
        {
            ["resourceType"] = "Practitioner", ["name"] = new JsonArray(new JsonObject { ["family"] = "Referred" }),
            ["identifier"] = new JsonArray(new JsonObject
            {
                ["type"] = Concept("http://terminology.hl7.org/CodeSystem/v2-0203", "EI"), ["system"] = "https://site.example/staff", ["value"] = "s-1",
            }),
        });
        var observation = Observation(patient, "referred-canary", 7m);
        observation["performer"] = new JsonArray(new JsonObject
        {
            ["reference"] = $"Practitioner/{doctor}",
            ["identifier"] = new JsonObject { ["system"] = "https://site.example/staff", ["value"] = "s-1" },
        });
        var observed = await a.Create(observation);
        var report = await a.Create(new JsonObject
        {
            ["resourceType"] = "DiagnosticReport", ["status"] = "final", ["code"] = Concept(Loinc, "referring"),
            ["subject"] = new JsonObject { ["reference"] = $"Patient/{patient}" },
            ["result"] = new JsonArray(new JsonObject { ["reference"] = $"Observation/{observed}" }),
        });
        return new World(a, patient, doctor, observed, report);
    }
}
