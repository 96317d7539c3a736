using System.Text.Json.Nodes;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Record;

/// <summary>A person with an account, whom hospitals a and b know under numbers of their own, and who has confirmed that.</summary>
internal sealed record Linked(string Own, string AtA, string AtB, string Link);

/// <summary>What a person says about their record, as R4 Consents.</summary>
internal static class Sharing
{
    private const string Organisations = "https://phr.example/fhir/sid/organisation";
    private const string Categories = "https://phr.example/fhir/CodeSystem/consent-category";
    private const string Outcomes = "https://phr.example/fhir/CodeSystem/risk-outcome";

    private static int s_insured;

    public static string NewInsuredNumber() => $"01234567:12:{Interlocked.Increment(ref s_insured)}:01";

    public static async Task<Linked> LinkedPerson(this RecordHost host)
    {
        var insured = NewInsuredNumber();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        var own = await host.NewPerson(insured);
        var atA = await a.Create(Patient("Own", insured));
        var atB = await b.Create(Patient("Own", insured));
        using var phone = host.Phone(own);
        var link = await phone.Create(RecordLink(own, atA, atB));
        return new Linked(own, atA, atB, link);
    }

    /// <summary>Of a linked person two Conditions that hospital a wrote; the second, F32.9, the person hides from hospital b.</summary>
    public static async Task<(Linked Person, string Shown, string Hidden)> PersonWithCanary(this RecordHost host)
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var phone = host.Phone(person.Own);
        await phone.Create(Refusal(person.Own, "hospital-b", "hospital-a", "PSY"));
        return (person, await a.Create(Condition(person.AtA, "I10")), await a.Create(Condition(person.AtA, "F32.9")));
    }

    public static JsonObject RecordLink(string own, params string[] patients) => Consent(own, "record-link", "patient-privacy", new()
    {
        ["type"] = "permit",
        ["data"] = new JsonArray([.. patients.Select(patient => Data("instance", new() { ["reference"] = $"Patient/{patient}" }))]),
    });

    /// <summary>Nothing that <paramref name="author"/> wrote with this sensitivity for <paramref name="reader"/>.</summary>
    public static JsonObject Refusal(string own, string reader, string author, string sensitivity) =>
        Consent(own, null, "patient-privacy", new()
        {
            ["type"] = "deny",
            ["actor"] = new JsonArray(Actor(reader)),
            ["securityLabel"] = new JsonArray(Coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", sensitivity)),
            ["data"] = new JsonArray(Data("authoredby", Organisation(author))),
        });

    /// <summary>Nothing at all for <paramref name="reader"/>.</summary>
    public static JsonObject RefusalOfAll(string own, string reader) => Consent(own, null, "patient-privacy", new()
    {
        ["type"] = "deny", ["actor"] = new JsonArray(Actor(reader)),
    });

    /// <summary>Nothing of these LOINC codes for <paramref name="reader"/>.</summary>
    public static JsonObject RefusalOfCodes(string own, string reader, IEnumerable<string> codes) => Consent(own, null, "patient-privacy", new()
    {
        ["type"] = "deny",
        ["actor"] = new JsonArray(Actor(reader)),
        ["code"] = new JsonArray([.. codes.Select(code => Concept(Loinc, code))]),
    });

    public static JsonObject Study(string own, string study, string type = "permit") => Consent(own, "study", "research", new()
    {
        ["type"] = type, ["actor"] = new JsonArray(Actor(study)),
    });

    public static JsonObject ModelUse(string own, params string[] outcomes) => Consent(own, "model-use", "patient-privacy", new()
    {
        ["type"] = "permit", ["code"] = new JsonArray([.. outcomes.Select(outcome => Concept(Outcomes, outcome))]),
    });

    private static JsonObject Consent(string own, string? category, string scope, JsonObject provision) => new()
    {
        ["resourceType"] = "Consent",
        ["status"] = "active",
        ["scope"] = Concept("http://terminology.hl7.org/CodeSystem/consentscope", scope),
        ["category"] = new JsonArray(category is null ? Concept("http://loinc.org", "59284-0") : Concept(Categories, category)),
        ["patient"] = new JsonObject { ["reference"] = $"Patient/{own}" },
        ["dateTime"] = "2026-11-01T09:00:00+09:00",
        ["policy"] = new JsonArray(new JsonObject { ["uri"] = "https://phr.example/fhir/policy/sharing-1" }),
        ["provision"] = provision,
    };

    private static JsonObject Actor(string code) => new()
    {
        ["role"] = Concept("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP"), ["reference"] = Organisation(code),
    };

    private static JsonObject Organisation(string code) =>
        new() { ["identifier"] = new JsonObject { ["system"] = Organisations, ["value"] = code } };

    private static JsonObject Data(string meaning, JsonObject reference) => new() { ["meaning"] = meaning, ["reference"] = reference };

    private static JsonObject Coding(string system, string code) => new() { ["system"] = system, ["code"] = code };
}
