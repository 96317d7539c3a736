using System.Text.Json;
using System.Text.Json.Nodes;

namespace Phr.Planets.People.Links;

/// <summary>
/// "These Patients are me", as a FHIR R4 Consent in the shape that consent-service reads (its README, "Consents"): stored it links, inactive
/// it parts again.
/// </summary>
internal static class RecordLink
{
    private const string Categories = "https://phr.example/fhir/CodeSystem/consent-category";
    private const string Category = "record-link";

    /// <param name="own">Id of the person's own Patient.</param>
    /// <param name="patients">Ids of Patients of other sources.</param>
    public static byte[] Write(string own, IReadOnlyList<string> patients, DateTimeOffset now) => Bytes(new JsonObject
    {
        ["resourceType"] = "Consent",
        ["status"] = "active",
        ["scope"] = Concept("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy"),
        ["category"] = new JsonArray(Concept(Categories, Category)),
        ["patient"] = Reference(own),
        ["dateTime"] = now.ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture),
        ["policy"] = new JsonArray(new JsonObject { ["uri"] = "https://phr.example/fhir/policy/sharing-1" }),
        ["provision"] = new JsonObject
        {
            ["type"] = "permit",
            ["data"] = new JsonArray([.. patients.Select(patient => new JsonObject { ["meaning"] = "instance", ["reference"] = Reference(patient) })]),
        },
    });

    /// <summary>The stored Consent as what it is; null when it is about something else.</summary>
    public static JsonObject? Read(ReadOnlyMemory<byte> consent)
    {
        var stored = JsonNode.Parse(consent.Span)!.AsObject();
        var codings = stored["category"]?.AsArray().SelectMany(category => category?["coding"]?.AsArray() ?? []) ?? [];
        return codings.Any(coding => coding?["system"]?.GetValue<string>() == Categories && coding["code"]?.GetValue<string>() == Category)
            ? stored : null;
    }

    public static bool IsActive(JsonObject consent) => consent["status"]?.GetValue<string>() == "active";

    public static byte[] Inactive(JsonObject consent)
    {
        consent["status"] = "inactive";
        return Bytes(consent);
    }

    private static byte[] Bytes(JsonObject consent) => JsonSerializer.SerializeToUtf8Bytes(consent);

    private static JsonObject Reference(string patient) => new() { ["reference"] = $"Patient/{patient}" };

    private static JsonObject Concept(string system, string code) =>
        new() { ["coding"] = new JsonArray(new JsonObject { ["system"] = system, ["code"] = code }) };
}
