using System.Text.Json;
using System.Text.Json.Nodes;
using Phr.Consent.Consents;
using Phr.Platform;

namespace Phr.Tests.Consent;

/// <summary>Consents of the tests: what each states, inside the same envelope.</summary>
internal static class Consents
{
    public static readonly DateTimeOffset Now = new(2026, 4, 1, 12, 0, 0, TimeSpan.FromHours(9));

    private static readonly Party[] Parties =
    [
        new("hospital-a", "みなと病院", "Minato Hospital", false),
        new("hospital-b", "さくら病院", "Sakura Hospital", false),
        new("hospital-c", "ひかり医院", "Hikari Clinic", false),
        new("study-1", "糖尿病研究", "Diabetes Study", true),
    ];

    public static Party? Find(string code) => Parties.FirstOrDefault(party => party.Code == code);

    public static JsonObject With(string provision, string scope = "patient-privacy", string? category = null) =>
        With(JsonNode.Parse(provision)!, scope, category);

    public static JsonObject With(JsonNode provision, string scope = "patient-privacy", string? category = null) => new()
    {
        ["resourceType"] = "Consent",
        ["status"] = "active",
        ["scope"] = Concept("http://terminology.hl7.org/CodeSystem/consentscope", scope),
        ["category"] = new JsonArray(
            category is null ? Concept("http://loinc.org", "59284-0") : Concept(ConsentCodes.Category, category)),
        ["patient"] = new JsonObject { ["reference"] = "Patient/p1" },
        ["dateTime"] = "2026-03-31",
        ["policy"] = new JsonArray(new JsonObject { ["uri"] = "https://phr.example/fhir/policy/sharing-1" }),
        ["provision"] = provision.DeepClone(),
    };

    public static ConsentMeaning Meaning(JsonObject consent, DateTimeOffset? now = null)
    {
        var (meaning, refusal) = ConsentMeaning.Of(Element(consent), now ?? Now, Find);
        Assert.Null(refusal);
        return meaning!;
    }

    public static Refusal Refused(JsonObject consent)
    {
        var (meaning, refusal) = ConsentMeaning.Of(Element(consent), Now, Find);
        Assert.Null(meaning);
        return refusal!;
    }

    private static JsonElement Element(JsonNode node) => JsonSerializer.Deserialize<JsonElement>(node.ToJsonString());

    private static JsonObject Concept(string system, string code) => new()
    {
        ["coding"] = new JsonArray(new JsonObject { ["system"] = system, ["code"] = code }),
    };
}
