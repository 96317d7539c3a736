using System.Text.Json.Nodes;
using Phr.Platform.Hosting;

namespace Phr.Cli.Bench.Record;

/// <summary>Who asks in a run of the load, of whom, and who wrote what they read.</summary>
/// <param name="Name">Prefix of the run's figures.</param>
/// <param name="Asker">Whose operations are measured.</param>
/// <param name="Patients">The asker's Patients of the people.</param>
/// <param name="Author">Who wrote most of what is read.</param>
/// <param name="AuthorPatients">The author's Patients of the same people.</param>
internal sealed record LoadSetting(
    string Name, FhirCaller Asker, IReadOnlyList<string> Patients, FhirCaller Author, IReadOnlyList<string> AuthorPatients, LoadResources Resources)
    : IDisposable
{
    public const int People = 100;

    private const int RefusingEvery = 10;
    private const int RefusalsOfOne = 200;
    private const string Own = "hospital-a";
    private const string Other = "hospital-b";
    private const string TermsCode = "http://terminology.hl7.org/CodeSystem/";
    private const string OrganisationSystem = "https://phr.example/fhir/sid/organisation";

    /// <summary>A hospital's system, with patients that only it knows.</summary>
    public static async Task<LoadSetting> WritingHospital(ServiceUrls urls, BenchTokens tokens, int seed, CancellationToken ct)
    {
        var resources = new LoadResources(seed);
        var hospital = new FhirCaller(urls.Fhir, tokens.Hospital(Other));
        var patients = new List<string>();
        for (var number = 0; number < People; number++)
            patients.Add(await hospital.Create(resources.Patient(number), ct));
        return new LoadSetting("hospital", hospital, patients, hospital, patients, resources);
    }

    /// <summary>
    /// A clinician of one hospital, whose patients another hospital knows too and has written most of. Everyone has
    /// confirmed both records as theirs; every tenth refuses the clinician's hospital one kind of result, and one of
    /// them 200 kinds.
    /// </summary>
    public static async Task<LoadSetting> Clinician(ServiceUrls urls, BenchTokens tokens, int seed, CancellationToken ct)
    {
        var resources = new LoadResources(seed);
        using var accounts = new FhirCaller(urls.Fhir, tokens.ConsentService());
        var (own, other) = (new FhirCaller(urls.Fhir, tokens.Clinician(Own)), new FhirCaller(urls.Fhir, tokens.Hospital(Other)));
        var (atOwn, atOther) = (new List<string>(), new List<string>());
        for (var number = 0; number < People; number++)
        {
            var insured = $"{seed % 100_000_000:d8}:1:{number}:01";
            var person = await accounts.Create(resources.Patient(number, insured), ct);
            atOwn.Add(await own.Create(resources.Patient(number, insured), ct));
            atOther.Add(await other.Create(resources.Patient(number, insured), ct));
            using var phone = new FhirCaller(urls.Fhir, tokens.Person(person));
            await phone.Create(Link(person, atOwn[number], atOther[number]), ct);
            if (number % RefusingEvery == 0)
                await phone.Create(Refusal(person, number == 0 ? RefusalsOfOne : 1), ct);
        }
        return new LoadSetting("clinician", own, atOwn, other, atOther, resources);
    }

    public void Dispose()
    {
        Asker.Dispose();
        Author.Dispose();
    }

    private static JsonObject Link(string person, params string[] patients) => Consent(person, new JsonObject
    {
        ["coding"] = new JsonArray(new JsonObject { ["system"] = "https://phr.example/fhir/CodeSystem/consent-category", ["code"] = "record-link" }),
    }, new JsonObject
    {
        ["type"] = "permit",
        ["data"] = new JsonArray([.. patients.Select(patient => (JsonNode)new JsonObject
        {
            ["meaning"] = "instance", ["reference"] = new JsonObject { ["reference"] = $"Patient/{patient}" },
        })]),
    });

    // The first kind is one that the load reads, so that refusals take something away.
    private static JsonObject Refusal(string person, int kinds) => Consent(person, LoadResources.Concept("http://loinc.org", "59284-0"), new JsonObject
    {
        ["type"] = "deny",
        ["actor"] = new JsonArray(new JsonObject
        {
            ["role"] = LoadResources.Concept(TermsCode + "v3-ParticipationType", "IRCP"),
            ["reference"] = new JsonObject { ["identifier"] = new JsonObject { ["system"] = OrganisationSystem, ["value"] = Own } },
        }),
        ["code"] = new JsonArray(
        [
            .. Enumerable.Range(0, kinds).Select(kind => (JsonNode)LoadResources.Concept(
                "http://loinc.org", kind == 0 ? LoadResources.Signs[1].Code : $"{10_000 + kind}-0")),
        ]),
    });

    private static JsonObject Consent(string person, JsonObject category, JsonObject provision) => new()
    {
        ["resourceType"] = "Consent",
        ["status"] = "active",
        ["scope"] = LoadResources.Concept(TermsCode + "consentscope", "patient-privacy"),
        ["category"] = new JsonArray(category),
        ["patient"] = new JsonObject { ["reference"] = $"Patient/{person}" },
        ["dateTime"] = "2026-11-01T09:00:00+09:00",
        ["policy"] = new JsonArray(new JsonObject { ["uri"] = "https://phr.example/fhir/policy/sharing-1" }),
        ["provision"] = provision,
    };
}
