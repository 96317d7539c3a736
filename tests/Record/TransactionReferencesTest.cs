using System.Text.Json.Nodes;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Record;

/// <summary>What a relative reference inside a transaction means: R4 bundle.html#references.</summary>
public sealed class TransactionReferencesTest(RecordHost host) : IClassFixture<RecordHost>
{
    private const string Other = "http://other.example/fhir/";

    private static int s_number;

    [Theory]
    [InlineData("")]
    [InlineData("/_history/1")]
    public async Task A_relative_reference_means_the_entry_under_its_own_base_before_what_is_here(string version)
    {
        using var a = host.Hospital("hospital-a");
        var local = await Named(a, "Patient");

        var answer = await a.Post("", Bundle(
            "transaction", Entry(Patient("Theirs"), $"{Other}Patient/{local}"),
            Entry(About($"Patient/{local}{version}"), $"{Other}Observation/9")));

        var (patient, observation) = (IdAt(answer, 0), IdAt(answer, 1));
        Assert.Equal($"Patient/{patient}", (await a.Search($"Observation/{observation}"))["subject"]!["reference"]!.GetValue<string>());
        Assert.Equal([observation], await a.Ids($"Observation?patient={patient}"));
        Assert.Empty(await a.Ids($"Observation?patient={local}"));
        Assert.Empty((await host.VerifyProjections()).Faults);
    }

    [Fact]
    public async Task It_does_so_under_our_own_base_and_of_any_type()
    {
        using var a = host.Hospital("hospital-a");
        var own = host.Settings.Urls.Fhir.AbsoluteUri + "/";
        var (patient, ward) = (await Named(a, "Patient"), await Named(a, "Organization"));
        var about = About($"Patient/{patient}");
        about["performer"] = new JsonArray(new JsonObject { ["reference"] = $"Organization/{ward}" });

        var answer = await a.Post("", Bundle(
            "transaction", Entry(Patient("New"), $"{own}Patient/{patient}"),
            Entry(new JsonObject { ["resourceType"] = "Organization", ["name"] = "New" }, $"{own}Organization/{ward}"),
            Entry(about, $"{own}Observation/9")));

        var stored = await a.Search($"Observation/{IdAt(answer, 2)}");
        Assert.Equal($"Patient/{IdAt(answer, 0)}", stored["subject"]!["reference"]!.GetValue<string>());
        Assert.Equal($"Organization/{IdAt(answer, 1)}", stored["performer"]![0]!["reference"]!.GetValue<string>());
    }

    [Fact]
    public async Task It_means_what_is_here_where_the_Bundle_has_no_such_entry_or_keeps_its_name()
    {
        using var a = host.Hospital("hospital-a");
        var local = await Named(a, "Patient");
        var update = Patient("Renamed");
        update["id"] = local;
        var put = Entry(update, $"{Other}Patient/{local}");
        put["request"] = new JsonObject { ["method"] = "PUT", ["url"] = $"Patient/{local}" };

        var answer = await a.Post("", Bundle(
            "transaction", Entry(Patient("Third"), $"http://third.example/fhir/Patient/{local}"),
            Entry(About($"Patient/{local}"), "http://fourth.example/fhir/Observation/8"),
            Entry(About($"Patient/{local}"), "urn:uuid:7a000000-0000-4000-8000-00000000000e"),
            put, Entry(About($"Patient/{local}/_history/1"), $"{Other}Observation/9")));

        Assert.Equal(
            new[] { IdAt(answer, 1), IdAt(answer, 2), IdAt(answer, 4) }.Order(),
            (await a.Ids($"Observation?patient={local}")).Order());
        Assert.Equal(
            $"Patient/{local}/_history/1",
            (await a.Search($"Observation/{IdAt(answer, 4)}"))["subject"]!["reference"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_conditional_reference_to_none_or_to_several_is_placed_where_it_stands()
    {
        using var a = host.Hospital("hospital-a");
        var family = $"Twice{Interlocked.Increment(ref s_number)}";
        await a.Create(Patient(family));
        await a.Create(Patient(family));

        var (none, nobody, _) = await a.Send(
            HttpMethod.Post, "", Bundle("transaction", Entry(Patient("First")), Entry(About("Patient?family=Nobody-at-all"))));
        var (several, many, _) = await a.Send(
            HttpMethod.Post, "", Bundle("transaction", Entry(Patient("First")), Entry(About($"Patient?family={family}"))));

        Assert.Equal((412, 412), ((int)none, (int)several));
        Assert.Equal(
            ("Bundle.entry[1].resource.subject.reference", "Bundle.entry[1].resource.subject.reference"), (PlaceOf(nobody), PlaceOf(many)));
    }

    private static string PlaceOf(JsonObject outcome) => outcome["issue"]![0]!["expression"]![0]!.GetValue<string>();

    // Is here before, under an id of its own.
    private static async Task<string> Named(HttpClient http, string type)
    {
        var id = $"local-{Interlocked.Increment(ref s_number)}";
        var resource = type == "Patient" ? Patient("Local") : new JsonObject { ["resourceType"] = type, ["name"] = "Local" };
        resource["id"] = id;
        var (status, body, _) = await http.Send(HttpMethod.Put, $"{type}/{id}", resource);
        Assert.True((int)status == 201, body.ToJsonString());
        return id;
    }

    private static JsonObject About(string reference)
    {
        var observation = Observation("x", "8480-6", 120m);
        observation["subject"]!["reference"] = reference;
        return observation;
    }

    private static string IdAt(JsonObject answer, int index) =>
        answer["entry"]![index]!["response"]!["location"]!.GetValue<string>().Split('/')[1];
}
