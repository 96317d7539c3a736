using System.Globalization;
using System.Text.Json.Nodes;

namespace Phr.Mobile.Sharing;

/// <summary>Who gives a consent, and when.</summary>
/// <param name="Patient">Id of the person's own Patient.</param>
internal sealed record ConsentAuthor(string Patient, DateTimeOffset Now);

/// <summary>
/// What a person says with one tap, as an R4 Consent in the shape that consent-service/README.md ("Consents") gives rules to.
/// </summary>
internal static class ConsentDraft
{
    /// <summary>The named recipients are not shown the named entries, for no purpose.</summary>
    public static JsonObject Refuse(ConsentAuthor author, RefusedSharing refused)
    {
        var provision = new JsonObject { ["type"] = "deny" };
        if (refused.Organisation is { } organisation)
            provision["actor"] = new JsonArray(Recipient(organisation));
        if (refused.Label is { } label)
            provision["securityLabel"] = new JsonArray(Coding(SensitivityLabels.System(label), label));
        if (refused.Type is { } type)
            provision["class"] = new JsonArray(Coding("http://hl7.org/fhir/resource-types", type));
        if (refused.Source is { } source)
            provision["data"] = new JsonArray(AuthoredBy(source, author));
        return Of(author, "patient-privacy", Concept("http://loinc.org", "59284-0"), provision);
    }

    /// <summary>The model may compute this outcome for the person.</summary>
    public static JsonObject ModelUse(ConsentAuthor author, string outcome) => Of(
        author, "patient-privacy", Concept(ConsentContent.CategorySystem, "model-use"),
        new JsonObject { ["type"] = "permit", ["code"] = new JsonArray(Concept(ConsentContent.OutcomeSystem, outcome)) });

    /// <summary>The study may use the person's record, as a pseudonymised release.</summary>
    public static JsonObject Study(ConsentAuthor author, string study) => Of(
        author, "research", Concept(ConsentContent.CategorySystem, "study"),
        new JsonObject { ["type"] = "permit", ["actor"] = new JsonArray(Recipient(study)) });

    private static JsonObject Of(ConsentAuthor author, string scope, JsonObject category, JsonObject provision) => new()
    {
        ["resourceType"] = "Consent",
        ["status"] = "active",
        ["scope"] = Concept("http://terminology.hl7.org/CodeSystem/consentscope", scope),
        ["category"] = new JsonArray(category),
        ["patient"] = Reference(author),
        ["dateTime"] = author.Now.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
        ["performer"] = new JsonArray(Reference(author)),
        ["policy"] = new JsonArray(new JsonObject { ["uri"] = "https://phr.example/fhir/policy/sharing-1" }),
        ["provision"] = provision,
    };

    private static JsonObject Recipient(string code) => new()
    {
        ["role"] = Concept("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP"),
        ["reference"] = Party(code),
    };

    private static JsonObject AuthoredBy(string source, ConsentAuthor author) => new()
    {
        ["meaning"] = "authoredby",
        ["reference"] = source == RefusedSharing.OwnSource ? Reference(author) : Party(source),
    };

    private static JsonObject Party(string code) => new()
    {
        ["identifier"] = new JsonObject { ["system"] = ConsentContent.OrganisationSystem, ["value"] = code },
    };

    private static JsonObject Reference(ConsentAuthor author) => new() { ["reference"] = "Patient/" + author.Patient };

    private static JsonObject Concept(string system, string code) => new() { ["coding"] = new JsonArray(Coding(system, code)) };

    private static JsonObject Coding(string system, string code) => new() { ["system"] = system, ["code"] = code };
}
