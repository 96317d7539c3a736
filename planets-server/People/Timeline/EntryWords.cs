using System.Text.Json;
using Phr.Platform;

namespace Phr.Planets.People.Timeline;

/// <summary>
/// What an entry is called and what it says, in a line each, made from the resource: the source's own words, in the language that they are
/// in. Where a source gave one language only, both lines have it.
/// </summary>
internal static class EntryWords
{
    /// <summary>Characters of a line; a longer text is cut.</summary>
    public const int CharactersMax = 120;

    /// <param name="resource">Of a type of the timeline.</param>
    public static (Wording Title, Wording? Detail) Of(string type, JsonElement resource)
    {
        var title = TitleOf(type, resource) ?? TimelineTypes.Name(type);
        var detail = type switch
        {
            "Observation" => MeasuredWords.Of(resource),
            "Encounter" => ConceptWords.Of(resource, "reasonCode") ?? VisitClass(resource),
            "Condition" => Status(resource, "clinicalStatus"),
            "MedicationRequest" or "MedicationStatement" => Plain(resource, "dosageInstruction", "text") ?? Plain(resource, "dosage", "text"),
            "DiagnosticReport" => Plain(resource, "conclusion"),
            "FamilyMemberHistory" => ConceptWords.Of(resource, "relationship"),
            "AllergyIntolerance" => First(resource, "reaction") is { } reaction ? ConceptWords.Of(reaction, "manifestation") : null,
            _ => null,
        };
        return (Cut(title), detail is null ? null : Cut(detail));
    }

    private static Wording? TitleOf(string type, JsonElement resource) => type switch
    {
        "Immunization" => ConceptWords.Of(resource, "vaccineCode"),
        "Encounter" => ConceptWords.Of(resource, "type") ?? ConceptWords.Of(resource, "serviceType"),
        "DocumentReference" => ConceptWords.Of(resource, "type") ?? Plain(resource, "description"),
        "Composition" => Plain(resource, "title") ?? ConceptWords.Of(resource, "type"),
        "CarePlan" => Plain(resource, "title") ?? ConceptWords.Of(resource, "category"),
        "Goal" => ConceptWords.Of(resource, "description"),
        "EpisodeOfCare" => ConceptWords.Of(resource, "type"),
        "Appointment" => Plain(resource, "description") ?? ConceptWords.Of(resource, "serviceType"),
        "ImagingStudy" => Plain(resource, "description") ?? ConceptWords.Of(resource, "procedureCode"),
        "FamilyMemberHistory" => First(resource, "condition") is { } condition ? ConceptWords.Of(condition, "code") : null,
        "ClinicalImpression" => Plain(resource, "description") ?? ConceptWords.Of(resource, "code"),
        _ when type.StartsWith("Medication", StringComparison.Ordinal) =>
            ConceptWords.Of(resource, "medicationCodeableConcept") ?? Plain(resource, "medicationReference", "display"),
        _ => ConceptWords.Of(resource, "code"),
    };

    private static Wording? VisitClass(JsonElement encounter) =>
        encounter.TryGetProperty("class", out var visit) && visit.TryGetProperty("code", out var code) ? code.GetString() switch
        {
            "AMB" => new("外来", "Outpatient"),
            "IMP" or "ACUTE" or "NONAC" => new("入院", "Inpatient"),
            "EMER" => new("救急", "Emergency"),
            "HH" => new("在宅", "At home"),
            "VR" => new("オンライン", "Online"),
            _ => null,
        } : null;

    // R4 valueset-condition-clinical.html.
    private static Wording? Status(JsonElement resource, string name) => ConceptWords.CodeOf(resource, name) switch
    {
        "active" => new("治療中・経過観察中", "Active"),
        "recurrence" => new("再発", "Recurrence"),
        "relapse" => new("再燃", "Relapse"),
        "inactive" => new("落ち着いている", "Inactive"),
        "remission" => new("寛解", "In remission"),
        "resolved" => new("治癒", "Resolved"),
        _ => null,
    };

    private static JsonElement? First(JsonElement resource, string name) =>
        resource.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0 ? list[0] : null;

    private static Wording? Plain(JsonElement resource, string name, string? part = null)
    {
        if (!resource.TryGetProperty(name, out var value))
            return null;
        if (part is not null)
        {
            if (value.ValueKind == JsonValueKind.Array)
                value = value.GetArrayLength() > 0 ? value[0] : default;
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(part, out value))
                return null;
        }
        return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? Wording.Same(text) : null;
    }

    private static Wording Cut(Wording wording) => new(Cut(wording.Ja), Cut(wording.En));

    private static string Cut(string text) => text.Length <= CharactersMax ? text : WholeText.Beginning(text, CharactersMax - 1) + "…";
}
