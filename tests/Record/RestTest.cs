using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Phr.Fhir.Definitions;
using Phr.Fhir.Indexing;
using Phr.Planets.Search;
using Phr.Planets.Search.Criteria;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Record;

public sealed class RestTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task What_was_created_is_read_as_it_was_sent_but_for_id_and_meta()
    {
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Yamada"));
        var sent = Observation(patient, "8480-6", 128.50m);

        var (status, created, response) = await a.Send(HttpMethod.Post, "Observation", sent);

        Assert.Equal(HttpStatusCode.Created, status);
        var id = created["id"]!.GetValue<string>();
        Assert.EndsWith($"Observation/{id}/_history/1", response.Headers.Location!.OriginalString);
        Assert.Equal("W/\"1\"", response.Headers.ETag!.ToString());
        var (_, read, _) = await a.Send(HttpMethod.Get, $"Observation/{id}");
        Assert.Equal("1", read["meta"]!["versionId"]!.GetValue<string>());
        read.Remove("id");
        read.Remove("meta");
        Assert.True(JsonNode.DeepEquals(sent, read), read.ToJsonString());
    }

    [Fact]
    public async Task An_update_with_If_Match_needs_the_present_version()
    {
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Sato"));
        var observation = Observation(patient, "8480-6", 120m);
        var id = await a.Create(observation);
        observation["id"] = id;

        var (second, body, _) = await a.Send(HttpMethod.Put, $"Observation/{id}", observation, ("If-Match", "W/\"1\""));
        var (lost, _, _) = await a.Send(HttpMethod.Put, $"Observation/{id}", observation, ("If-Match", "W/\"1\""));

        Assert.Equal(HttpStatusCode.OK, second);
        Assert.Equal("2", body["meta"]!["versionId"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.PreconditionFailed, lost);
        var (old, first, _) = await a.Send(HttpMethod.Get, $"Observation/{id}/_history/1");
        Assert.Equal(HttpStatusCode.OK, old);
        Assert.Equal("1", first["meta"]!["versionId"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_deleted_resource_is_gone_but_its_history_stays()
    {
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Ito"));
        var id = await a.Create(Observation(patient, "8480-6", 120m));

        var (deleted, _, _) = await a.Send(HttpMethod.Delete, $"Observation/{id}");
        var (again, _, _) = await a.Send(HttpMethod.Delete, $"Observation/{id}");
        var (read, _, _) = await a.Send(HttpMethod.Get, $"Observation/{id}");
        var history = await a.Search($"Observation/{id}/_history");

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent, HttpStatusCode.Gone), (deleted, again, read));
        Assert.Equal(["DELETE", "POST"], history["entry"]!.AsArray().Select(entry => entry!["request"]!["method"]!.GetValue<string>()));
        Assert.Empty(await a.Ids($"Observation?patient={patient}"));
    }

    [Fact]
    public async Task A_transaction_rewrites_its_references_and_stores_all_or_nothing()
    {
        using var a = host.Hospital("hospital-a");
        var patient = Patient("Suzuki");
        var good = Observation("x", "8480-6", 120m);
        good["subject"]!["reference"] = "urn:uuid:11111111-1111-4111-8111-111111111111";
        var bundle = Bundle("transaction", Entry(patient, "urn:uuid:11111111-1111-4111-8111-111111111111"), Entry(good));

        var answer = await a.Post("", bundle);

        var locations = answer["entry"]!.AsArray().Select(entry => entry!["response"]!["location"]!.GetValue<string>()).ToArray();
        var patientId = locations[0].Split('/')[1];
        var stored = await a.Search("Observation/" + locations[1].Split('/')[1]);
        Assert.Equal($"Patient/{patientId}", stored["subject"]!["reference"]!.GetValue<string>());
        var unknown = Observation("nobody", "8480-6", 120m);
        var (refused, outcome, _) = await a.Send(HttpMethod.Post, "", Bundle("transaction", Entry(Patient("Never")), Entry(unknown)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused);
        Assert.Equal("OperationOutcome", outcome["resourceType"]!.GetValue<string>());
        Assert.Empty(await a.Ids("Patient?family=Never"));
    }

    [Fact]
    public async Task Of_a_transaction_whose_57th_entry_is_bad_nothing_is_stored_and_a_batch_stores_the_others()
    {
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Kato"));
        var entries = Enumerable.Range(0, 100).Select(i => Entry(Observation(patient, "8867-4", 60 + i))).ToArray();
        entries[56]["resource"]!.AsObject()["unheardOf"] = true;

        var (refused, outcome, _) = await a.Send(HttpMethod.Post, "", Bundle("transaction", entries.Select(entry => entry.DeepClone().AsObject())));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused);
        Assert.Contains("Bundle.entry[56].resource", outcome["issue"]![0]!["expression"]![0]!.GetValue<string>());
        Assert.Empty(await a.Ids($"Observation?patient={patient}"));

        var answer = await a.Post("", Bundle("batch", entries.Select(entry => entry.DeepClone().AsObject())));
        var statuses = answer["entry"]!.AsArray().Select(entry => entry!["response"]!["status"]!.GetValue<string>()[..3]).ToArray();
        Assert.Equal("422", statuses[56]);
        Assert.Equal(99, statuses.Count(status => status == "201"));
        var counted = await a.Search($"Observation?patient={patient}&_summary=count");
        Assert.Equal(99, counted["total"]!.GetValue<int>());
    }

    [Fact]
    public async Task Parallel_conditional_creates_make_one()
    {
        using var a = host.Hospital("hospital-a");
        var patient = Patient("Tanaka");
        patient["identifier"] = new JsonArray(new JsonObject { ["system"] = "urn:oid:1.2.3", ["value"] = "T-1" });

        var all = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ =>
            a.Send(HttpMethod.Post, "Patient", patient.DeepClone(), ("If-None-Exist", "identifier=urn:oid:1.2.3|T-1"))));

        Assert.Equal(1, all.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.Equal(31, all.Count(answer => answer.Status == HttpStatusCode.OK));
        Assert.Single(await a.Ids("Patient?identifier=urn:oid:1.2.3|T-1"));
    }

    [Fact]
    public async Task A_source_writes_about_its_own_Patients_only()
    {
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        var patient = await a.Create(Patient("Kobayashi"));
        var id = await a.Create(Observation(patient, "8480-6", 120m));
        var changed = Observation(patient, "8480-6", 1m);
        changed["id"] = id;

        var (about, _, _) = await b.Send(HttpMethod.Post, "Observation", Observation(patient, "8480-6", 1m));
        var (over, _, _) = await b.Send(HttpMethod.Put, $"Observation/{id}", changed);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, about);
        Assert.Equal(HttpStatusCode.Forbidden, over);
    }

    [Fact]
    public async Task A_batch_larger_than_the_logs_queue_is_stored_whole()
    {
        using var a = host.Hospital("hospital-a");
        var count = new global::Phr.EventLog.LogLimits().QueueLengthMax + 10;
        var entries = Enumerable.Range(0, count).Select(i => Entry(new JsonObject { ["resourceType"] = "Organization", ["name"] = $"Ward {i}" }));

        var answer = await a.Post("", Bundle("batch", entries));

        Assert.Equal(count, answer["entry"]!.AsArray().Count(entry => entry!["response"]!["status"]!.GetValue<string>().StartsWith("201", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Every_search_parameter_that_the_capability_statement_names_can_be_searched_by()
    {
        using var anyone = host.Anonymous();
        var resources = (await anyone.Search("metadata"))["rest"]![0]!["resource"]!.AsArray();
        var parser = host.Services.GetRequiredService<CriterionParser>();
        var refused = from resource in resources
                      let type = resource["type"]!.GetValue<string>()
                      from parameter in resource["searchParam"]!.AsArray()
                      let name = parameter["name"]!.GetValue<string>()
                      let value = ValueOf(SearchParameters.Find(type, name)!)
                      where SearchRequest.Parse(type, [new(name, value)], parser).IsRefused(out _)
                      select $"{type}?{name}";

        Assert.True(resources.Sum(resource => resource!["searchParam"]!.AsArray().Count) > 1_000);
        Assert.Empty(refused);
    }

    private static string ValueOf(SearchParameter parameter) => parameter.Type switch
    {
        SearchParameterType.Token => "a|b",
        SearchParameterType.Reference => "http://elsewhere.example/a",
        SearchParameterType.Date => "2026",
        SearchParameterType.String => "a",
        SearchParameterType.Uri => "urn:a",
        SearchParameterType.Number or SearchParameterType.Quantity => "1",
        SearchParameterType.Special => "35.7|139.8",
        SearchParameterType.Composite => string.Join('$', CompositeDefinition.Of(parameter).Select(ValueOf)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    [Fact]
    public async Task The_capability_statement_is_read_without_a_token()
    {
        using var anyone = host.Anonymous();

        var statement = await anyone.Search("metadata");

        Assert.Equal("4.0.1", statement["fhirVersion"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.Unauthorized, (await anyone.Send(HttpMethod.Get, "Patient")).Status);
    }
}
