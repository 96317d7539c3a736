using System.Net;
using System.Text.Json.Nodes;
using Phr.Planets.Bundles;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Record;

/// <summary>R4 http.html#trules: any order, references of every kind, conditions, and reads after the writes.</summary>
public sealed class TransactionTest(RecordHost host) : IClassFixture<RecordHost>
{
    private static int s_number;

    [Fact]
    public async Task Conditional_entries_and_references_lead_to_what_they_find()
    {
        using var a = host.Hospital("hospital-a");
        var value = Number();
        var patient = Identified("Mori", value);
        var id = await a.Create(patient);
        var about = Observation("x", "8480-6", 120m);
        about["subject"]!["reference"] = "urn:uuid:7a000000-0000-4000-8000-000000000001";
        var byCondition = Observation("x", "8867-4", 60m);
        byCondition["subject"]!["reference"] = $"Patient?identifier=urn:oid:1.2.5|{value}";

        var answer = await a.Post("", Bundle(
            "transaction", Entry(about), Entry(byCondition),
            Entry("PUT", $"Patient?identifier=urn:oid:1.2.5|{value}", patient, "urn:uuid:7a000000-0000-4000-8000-000000000001")));

        Assert.Equal(["201", "201", "200"], Statuses(answer));
        Assert.Equal($"Patient/{id}/_history/2", Locations(answer)[2]);
        Assert.Equal(2, (await a.Ids($"Observation?subject=Patient/{id}")).Count);
    }

    [Fact]
    public async Task What_a_composite_parameter_refers_to_is_found_by_the_id_that_it_gets()
    {
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Documented"));
        const string urn = "urn:uuid:7a000000-0000-4000-8000-00000000000d";
        var later = Document(patient);
        later["relatesTo"] = new JsonArray(
            new JsonObject { ["code"] = "replaces", ["target"] = new JsonObject { ["reference"] = urn } });

        var answer = await a.Post("", Bundle("transaction", Entry(later), Entry(Document(patient), urn)));

        var ids = Locations(answer).Select(location => location!.Split('/')[1]).ToArray();
        Assert.Equal([ids[0]], await a.Ids($"DocumentReference?relationship=replaces$DocumentReference/{ids[1]}"));
        Assert.Empty((await host.VerifyProjections()).Faults);

        static JsonObject Document(string patient) => new()
        {
            ["resourceType"] = "DocumentReference", ["status"] = "current",
            ["subject"] = new JsonObject { ["reference"] = $"Patient/{patient}" },
            ["content"] = new JsonArray(new JsonObject { ["attachment"] = new JsonObject { ["title"] = "letter" } }),
        };
    }

    [Fact]
    public async Task A_condition_sees_what_the_same_transaction_creates_and_deletes()
    {
        using var a = host.Hospital("hospital-a");
        var (old, fresh) = (Number(), Number());
        var replaced = await a.Create(Identified("Old", old));
        var reference = Observation("x", "8480-6", 120m);
        reference["subject"]!["reference"] = $"Patient?identifier=urn:oid:1.2.5|{fresh}";

        var answer = await a.Post("", Bundle(
            "transaction",
            Entry(reference),
            Entry(Identified("New", fresh), ifNoneExist: $"identifier=urn:oid:1.2.5|{fresh}"),
            Entry(Identified("New", fresh), ifNoneExist: $"identifier=urn:oid:1.2.5|{fresh}"),
            Entry(Identified("Old", old), ifNoneExist: $"identifier=urn:oid:1.2.5|{old}"),
            Entry("DELETE", $"Patient?identifier=urn:oid:1.2.5|{old}")));

        Assert.Equal(["201", "201", "200", "201", "204"], Statuses(answer));
        Assert.Equal(Locations(answer)[1]!.Split('/')[1], Locations(answer)[2]!.Split('/')[1]);
        var present = Assert.Single(await a.Ids($"Patient?identifier=urn:oid:1.2.5|{old}"));
        Assert.NotEqual(replaced, present);
    }

    [Fact]
    public async Task Identities_that_overlap_are_refused_also_those_that_conditions_come_to()
    {
        using var a = host.Hospital("hospital-a");
        var value = Number();
        var patient = Identified("Kubo", value);
        var id = await a.Create(patient);
        var named = patient.DeepClone().AsObject();
        named["id"] = id;

        var (twice, _, _) = await a.Send(HttpMethod.Post, "",
            Bundle("transaction", Entry("DELETE", $"Patient/{id}"), Entry("PUT", $"Patient/{id}", named)));
        var (conditional, _, _) = await a.Send(HttpMethod.Post, "", Bundle(
            "transaction", Entry(Identified("Kubo", value)), Entry("PUT", $"Patient/{id}", named),
                Entry("PUT", $"Patient?_id={id}", patient)));

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (twice, conditional));
        Assert.Equal([id], await a.Ids($"Patient?identifier=urn:oid:1.2.5|{value}"));
    }

    [Fact]
    public async Task Reads_come_last_and_may_search_and_ask_for_history()
    {
        using var a = host.Hospital("hospital-a");
        var patient = Patient("Hara");
        patient["id"] = $"hara-{Number()}";
        var id = patient["id"]!.GetValue<string>();

        var answer = await a.Post("", Bundle(
            "transaction",
            Entry("GET", $"Patient?_id={id}"), Entry("GET", $"Patient/{id}"), Entry("GET", $"Patient/{id}/_history"),
            Entry("GET", $"Patient/{id}/_history/1"), Entry("PUT", $"Patient/{id}", patient)));

        Assert.Equal(["200", "200", "200", "200", "201"], Statuses(answer));
        var entries = answer["entry"]!.AsArray();
        Assert.Equal("searchset", entries[0]!["resource"]!["type"]!.GetValue<string>());
        Assert.Equal(id, entries[1]!["resource"]!["id"]!.GetValue<string>());
        Assert.Equal("history", entries[2]!["resource"]!["type"]!.GetValue<string>());
    }

    [Fact]
    public async Task Thousands_of_entries_in_any_order_are_one_unit()
    {
        using var a = host.Hospital("hospital-a");
        const string Subject = "urn:uuid:7a000000-0000-4000-8000-000000000002";
        var observations = Enumerable.Range(0, 3_000).Select(i =>
        {
            var observation = Observation("x", "8867-4", i);
            observation["subject"]!["reference"] = Subject;
            return Entry(observation, $"urn:uuid:7a000000-0000-4000-9000-{i:d12}");
        }).ToList();

        var answer = await a.Post("", Bundle("transaction", [.. observations, Entry(Patient("Ogawa"), Subject)]));

        Assert.Equal(3_001, Statuses(answer).Count(status => status == "201"));
        var patient = Locations(answer)[3_000]!.Split('/')[1];
        Assert.Equal(3_000, (await a.Search($"Observation?patient={patient}&_summary=count"))["total"]!.GetValue<int>());
    }

    [Fact]
    public async Task What_is_refused_is_placed_in_its_entry()
    {
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Arai"));
        var lost = Observation(patient, "8480-6", 1m);
        lost["id"] = $"lost-{Number()}";
        var put = Entry("PUT", $"Observation/{lost["id"]!.GetValue<string>()}", lost);
        put["request"]!["ifMatch"] = "W/\"3\"";

        var (status, outcome, _) = await a.Send(HttpMethod.Post, "", Bundle("transaction", Entry(Patient("Never2")), put));
        var (about, placed, _) = await a.Send(HttpMethod.Post, "",
            Bundle("transaction", Entry(Patient("Never2")), Entry(Observation("nobody", "8480-6", 1m))));

        Assert.Equal((HttpStatusCode.PreconditionFailed, HttpStatusCode.UnprocessableEntity), (status, about));
        Assert.Equal("Bundle.entry[1]", outcome["issue"]![0]!["expression"]![0]!.GetValue<string>());
        Assert.Equal("Bundle.entry[1].resource.subject", placed["issue"]![0]!["expression"]![0]!.GetValue<string>());
        Assert.Empty(await a.Ids("Patient?family=Never2"));
    }

    [Fact]
    public async Task A_Bundle_has_a_limited_number_of_entries()
    {
        using var a = host.Hospital("hospital-a");

        var (atLimit, answer, _) = await a.Send(HttpMethod.Post, "", Empty(BundleEndpoint.EntriesMax));
        var (over, outcome, _) = await a.Send(HttpMethod.Post, "", Empty(BundleEndpoint.EntriesMax + 1));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.RequestEntityTooLarge), (atLimit, over));
        Assert.Equal(BundleEndpoint.EntriesMax, Statuses(answer).Count(status => status == "400"));
        Assert.Equal("too-costly", outcome["issue"]![0]!["code"]!.GetValue<string>());

        static JsonObject Empty(int entries) => Bundle(
            "batch", Enumerable.Range(0, entries).Select(i => new JsonObject { ["fullUrl"] = $"urn:uuid:7a000000-0000-4000-8000-{i:d12}" }));
    }

    [Fact]
    public async Task A_transaction_has_a_limited_number_of_conditional_references()
    {
        using var a = host.Hospital("hospital-a");

        var (atLimit, _, _) = await a.Send(HttpMethod.Post, "", Referring(1_000));
        var (over, _, _) = await a.Send(HttpMethod.Post, "", Referring(1_001));

        // Within the limit they are looked up, and none is there.
        Assert.Equal((HttpStatusCode.PreconditionFailed, HttpStatusCode.RequestEntityTooLarge), (atLimit, over));

        static JsonObject Referring(int count) => Bundle("transaction", Entry(new JsonObject
        {
            ["resourceType"] = "Patient",
            ["generalPractitioner"] = new JsonArray(
                [.. Enumerable.Range(0, count).Select(i => new JsonObject { ["reference"] = $"Practitioner?identifier=urn:none|{i}" })]),
        }));
    }

    [Fact]
    public async Task Versioned_references_are_kept_and_found()
    {
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Wada"));
        var target = await a.Create(Observation(patient, "8480-6", 120m));
        var derived = Observation(patient, "8867-4", 60m);
        derived["derivedFrom"] = new JsonArray(new JsonObject { ["reference"] = $"Observation/{target}/_history/1" });

        var id = await a.Create(derived);

        var stored = await a.Search($"Observation/{id}");
        Assert.Equal($"Observation/{target}/_history/1", stored["derivedFrom"]![0]!["reference"]!.GetValue<string>());
        Assert.Equal([id], await a.Ids($"Observation?derived-from=Observation/{target}"));

        var changed = await a.Search($"Observation/{target}");
        changed["status"] = "amended";
        await a.Send(HttpMethod.Put, $"Observation/{target}", changed);
        Assert.Equal(["1"], await Included("derived-from"));
        Assert.Equal(["1"], await Included("*"));
        derived["derivedFrom"]!.AsArray().Add(new JsonObject { ["reference"] = $"Observation/{target}" });
        derived["derivedFrom"]!.AsArray().Add(new JsonObject { ["reference"] = $"Observation/{target}/_history/7" });
        derived["id"] = id;
        await a.Send(HttpMethod.Put, $"Observation/{id}", derived);
        Assert.Equal(["1", "2"], await Included("derived-from"));
        using var b = host.Hospital("hospital-b");
        Assert.Empty(await b.Ids($"Observation?_id={id}&_include=Observation:derived-from"));

        async Task<IEnumerable<string>> Included(string parameter)
        {
            var found = await a.Search($"Observation?_id={id}&_include=Observation:{parameter}");
            return found["entry"]!.AsArray().Select(entry => entry!["resource"]!).Where(one => one["id"]!.GetValue<string>() == target)
                .Select(one => one["meta"]!["versionId"]!.GetValue<string>()).Order();
        }
    }

    private static JsonObject Entry(string method, string url, JsonObject? resource = null, string? fullUrl = null)
    {
        var entry = new JsonObject { ["request"] = new JsonObject { ["method"] = method, ["url"] = url } };
        if (resource is not null)
            entry["resource"] = resource.DeepClone();
        if (fullUrl is not null)
            entry["fullUrl"] = fullUrl;
        return entry;
    }

    private static JsonObject Entry(JsonObject resource, string? fullUrl = null, string? ifNoneExist = null) =>
        People.Entry(resource, fullUrl, ifNoneExist);

    private static JsonObject Identified(string family, string value)
    {
        var patient = Patient(family);
        patient["identifier"] = new JsonArray(new JsonObject { ["system"] = "urn:oid:1.2.5", ["value"] = value });
        return patient;
    }

    private static string Number() => $"T-{Interlocked.Increment(ref s_number)}";

    private static string[] Statuses(JsonObject bundle) =>
        [.. bundle["entry"]!.AsArray().Select(entry => entry!["response"]!["status"]!.GetValue<string>()[..3])];

    private static string?[] Locations(JsonObject bundle) =>
        [.. bundle["entry"]!.AsArray().Select(entry => entry!["response"]!["location"]?.GetValue<string>())];
}
