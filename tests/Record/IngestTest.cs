using System.Net;
using System.Text.Json.Nodes;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Record;

/// <summary><c>POST /intake/bundles</c>: accounts that add up, and nothing twice.</summary>
public sealed class IngestTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task Sending_a_Bundle_again_stores_nothing_new()
    {
        using var a = host.Hospital("hospital-a");
        var bundle = Visit("urn:uuid:0b0c5f0a-1111-4c56-9e6e-2f8a5c1d0001", 128m);

        var first = await Ingest(a, bundle);
        var events = await Events();
        var second = await Ingest(a, bundle);

        Assert.Equal((2, 2, 0), Counts(first));
        Assert.Equal((2, 0, 2), Counts(second));
        Assert.Equal(events, await Events());
    }

    [Fact]
    public async Task References_inside_a_Bundle_lead_to_what_was_stored()
    {
        using var a = host.Hospital("hospital-a");
        await Ingest(a, Visit("urn:uuid:0b0c5f0a-1111-4c56-9e6e-2f8a5c1d0002", 131m, family: "Kimura"));

        var patient = (await a.Search("Patient?family=Kimura"))["entry"]![0]!["resource"]!["id"]!.GetValue<string>();
        var found = await a.Search($"Observation?patient={patient}");

        Assert.Single(found["entry"]!.AsArray());
    }

    [Fact]
    public async Task What_changed_becomes_the_next_version_of_what_is_there()
    {
        using var a = host.Hospital("hospital-a");
        const string Patient = "urn:uuid:0b0c5f0a-1111-4c56-9e6e-2f8a5c1d0003";
        await Ingest(a, Visit(Patient, 140m, family: "Ueda"));

        var changed = await Ingest(a, Visit(Patient, 141m, family: "Ueda"));
        var back = await Ingest(a, Visit(Patient, 140m, family: "Ueda"));

        Assert.Equal((2, 0, 2), Counts(changed));
        Assert.Equal((2, 0, 2), Counts(back));
        var patient = (await a.Search("Patient?family=Ueda"))["entry"]![0]!["resource"]!["id"]!.GetValue<string>();
        var observation = (await a.Search($"Observation?patient={patient}"))["entry"]![0]!["resource"]!;
        Assert.Equal("3", observation["meta"]!["versionId"]!.GetValue<string>());
        Assert.Equal(140m, observation["valueQuantity"]!["value"]!.GetValue<decimal>());
    }

    [Fact]
    public async Task A_faulty_entry_is_refused_with_its_place_and_the_others_are_stored()
    {
        using var a = host.Hospital("hospital-a");
        var bundle = Visit("urn:uuid:0b0c5f0a-1111-4c56-9e6e-2f8a5c1d0004", 120m);
        var faulty = Observation("x", "8480-6", 1m);
        faulty["colour"] = "red";
        var stranger = Observation("nobody", "8480-6", 1m);
        bundle["entry"]!.AsArray().Add(Entry(faulty));
        bundle["entry"]!.AsArray().Add(Entry(stranger));

        var report = await Ingest(a, bundle);

        Assert.Equal((4, 2, 0), Counts(report));
        Assert.Equal(2, report["refused"]!.GetValue<int>());
        Assert.Equal("Bundle.entry[2].resource.colour", report["refusals"]![0]!["where"]!.GetValue<string>());
        Assert.Equal("Bundle.entry[3].resource.subject", report["refusals"]![1]!["where"]!.GetValue<string>());
    }

    [Fact]
    public async Task Another_source_that_uses_the_same_names_has_resources_of_its_own()
    {
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        var bundle = Visit("urn:uuid:0b0c5f0a-1111-4c56-9e6e-2f8a5c1d0005", 120m, family: "Noda");
        await Ingest(a, bundle);

        var report = await Ingest(b, bundle);

        Assert.Equal((2, 2, 0), Counts(report));
        Assert.Single((await b.Search("Patient?family=Noda"))["entry"]!.AsArray());
    }

    [Fact]
    public async Task An_old_account_of_a_directory_entry_does_not_bring_it_back()
    {
        using var a = host.Hospital("hospital-a");
        await Ingest(a, Ward("Old ward"));
        await Ingest(a, Ward("New ward"));
        var events = await Events();

        var late = await Ingest(a, Ward("Old ward"));

        Assert.Equal((1, 0, 1), Counts(late));
        Assert.Equal(events, await Events());
    }

    [Fact]
    public async Task Of_two_entries_that_say_different_things_of_one_resource_the_second_is_refused()
    {
        using var a = host.Hospital("hospital-a");
        var bundle = Ward("One name");
        bundle["entry"]!.AsArray().Add(Ward("One name")["entry"]![0]!.DeepClone());
        bundle["entry"]!.AsArray().Add(Ward("Another name")["entry"]![0]!.DeepClone());
        foreach (var entry in bundle["entry"]!.AsArray())
            entry!["resource"]!["id"] = "ward-2";

        var report = await Ingest(a, bundle);

        Assert.Equal((3, 1, 1), Counts(report));
        Assert.Equal("Bundle.entry[2]", Assert.Single(report["refusals"]!.AsArray())!["where"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_person_sends_no_Bundles()
    {
        using var a = host.Hospital("hospital-a");
        using var person = host.Phone(await a.Create(Patient("Abe")));

        var (status, _, _) = await person.Send(HttpMethod.Post, "../intake/bundles", Ward("Ward"));

        Assert.Equal(HttpStatusCode.Forbidden, status);
    }

    private static JsonObject Visit(string patientUrl, decimal systolic, string family = "Mori")
    {
        var observation = Observation("x", "8480-6", systolic);
        observation["subject"]!["reference"] = patientUrl;
        return Bundle("collection",
            Entry(observation, patientUrl.Replace("-1111-", "-2222-", StringComparison.Ordinal)), Entry(Patient(family), patientUrl));
    }

    private static JsonObject Ward(string name) => Bundle("collection", Entry(new JsonObject
    {
        ["resourceType"] = "Organization", ["id"] = "ward-1", ["name"] = name,
    }));

    private static async Task<JsonObject> Ingest(HttpClient http, JsonObject bundle)
    {
        var (status, report, _) = await http.Send(HttpMethod.Post, "../intake/bundles", bundle);
        Assert.Equal(HttpStatusCode.OK, status);
        return report;
    }

    private async Task<long> Events()
    {
        await using var command = host.Database.CreateCommand("select count(*) from log.event");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static (int In, int Stored, int Merged) Counts(JsonObject report) =>
        (report["in"]!.GetValue<int>(), report["stored"]!.GetValue<int>(), report["merged"]!.GetValue<int>());
}
