using System.Text.Json.Nodes;
using Phr.Fhir;
using Phr.Fhir.Definitions;

namespace Phr.Planets.Research;

/// <summary>
/// Makes of an entry what a study may hold. It keeps by kind of data what cannot name anyone (codes, quantities, dates, which it moves, and
/// links inside the release) and leaves out all else: names, numbers, addresses, free text, narratives, attachments,
/// extensions, and whatever
/// a later version of FHIR brings.
/// </summary>
/// <param name="pseudonyms">Of the study.</param>
/// <param name="person">Number of the person.</param>
/// <param name="patients">Ids of the person's Patients: in the release they are one.</param>
public sealed class Deidentification(Pseudonyms pseudonyms, long person, IReadOnlySet<string> patients, int yearOfRelease)
{
    /// <summary>Beyond it all are of one age (HIPAA Safe Harbor, 45 CFR 164.514(b)(2)(i)(C): 90 and over).</summary>
    private const int OldestAge = 90;

    private static readonly HashSet<string> Complex =
    [
        "CodeableConcept", "Coding", "Quantity", "Age", "Count", "Distance", "Duration", "Money", "SimpleQuantity", "Range", "Ratio", "Period",
        "SampledData", "Timing", "Dosage", "Reference",
    ];

    private readonly int _days = pseudonyms.ShiftOf(person);

    /// <summary>Types that a release holds.</summary>
    public static readonly IReadOnlyList<string> Types =
    [
        "Patient", "Encounter", "Condition", "Observation", "DiagnosticReport", "Procedure", "MedicationRequest", "MedicationStatement",
        "MedicationAdministration", "MedicationDispense", "Immunization", "AllergyIntolerance",
    ];

    /// <summary>The entry as the study gets it; null where nothing that says anything is left.</summary>
    public JsonObject? Of(Element resource)
    {
        var type = resource.Type!.Name;
        var kept = type == "Patient" ? OfPatient(resource) : Group(resource);
        if (kept is null || (type != "Patient" && !SaysSomething(type, kept)))
            return null;
        kept.Remove("id");
        kept.Insert(0, "resourceType", type);
        kept.Insert(1, "id", type == "Patient" ? pseudonyms.OfPerson(person) : pseudonyms.OfResource(type, resource.Child("id").Text!));
        return kept;
    }

    // What makes an entry of its type an entry: without its code it only says that there was one.
    private static bool SaysSomething(string type, JsonObject kept) => type switch
    {
        "Encounter" => true,
        "Immunization" => kept.ContainsKey("vaccineCode"),
        "MedicationRequest" or "MedicationStatement" or "MedicationAdministration" or "MedicationDispense" =>
            kept.ContainsKey("medicationCodeableConcept"),
        _ => kept.ContainsKey("code"),
    };

    private JsonObject OfPatient(Element patient)
    {
        var kept = new JsonObject();
        if (patient.Child("gender").Text is { } gender)
            kept["gender"] = gender;
        if (patient.Child("birthDate").Text is { Length: >= 4 } birth && int.TryParse(ShiftedDate.Of(birth, _days)?[..4], out var year))
            kept["birthDate"] = $"{Math.Max(year, yearOfRelease - OldestAge)}";
        foreach (var child in patient.Children())
        {
            if (child.Property?.JsonName is "deceasedBoolean" or "deceasedDateTime" && Value(child) is { } value)
                kept[child.Property.JsonName] = value;
        }
        return kept;
    }

    private JsonObject? Group(Element group)
    {
        var kept = new JsonObject();
        foreach (var child in group.Children())
        {
            if (child.Property is not { } property || Value(child) is not { } value)
                continue;
            if (!property.Element.IsMany)
                kept[property.JsonName] = value;
            else if (kept[property.JsonName] is JsonArray list)
                list.Add(value);
            else
                kept[property.JsonName] = new JsonArray(value);
        }
        return kept.Count > 0 ? kept : null;
    }

    private JsonNode? Value(Element element) => element.Type switch
    {
        null => null,
        { IsPrimitive: true } type => Primitive(element, type.Primitive),
        { Kind: FhirTypeKind.Backbone } => Group(element),
        { Name: "Reference" } => Link(element),
        // A code without its system means nothing elsewhere, and could be anything.
        { Name: "Coding" } => element.Child("system").HasValue && element.Child("code").HasValue ? Group(element) : null,
        { } type when Complex.Contains(type.Name) => Group(element),
        _ => null,
    };

    private JsonNode? Primitive(Element element, PrimitiveKind kind) => kind switch
    {
        PrimitiveKind.Boolean or PrimitiveKind.Decimal or PrimitiveKind.Integer or PrimitiveKind.PositiveInt or PrimitiveKind.UnsignedInt =>
            JsonNode.Parse(element.RawJson),
        PrimitiveKind.Code or PrimitiveKind.Time => element.Text,
        PrimitiveKind.Date or PrimitiveKind.DateTime or PrimitiveKind.Instant => ShiftedDate.Of(element.Text ?? "", _days),
        PrimitiveKind.Uri when element.Name == "system" => element.Text,
        PrimitiveKind.String when element.Name == "data" && element.Parent.Type?.Name == "SampledData" && IsSamples(element.Text) => element.Text,
        _ => null,
    };

    // R4 datatypes.html#SampledData: decimals, or E, U and L in their place.
    private static bool IsSamples(string? data) => data is not null && data.All(one => char.IsAsciiDigit(one) || " .-EUL".Contains(one));

    private JsonObject? Link(Element reference)
    {
        var parts = (reference.Child("reference").Text ?? "").Split('/');
        if (parts is not [var type, var id] || !Types.Contains(type))
            return null;
        if (type != "Patient")
            return new JsonObject { ["reference"] = $"{type}/{pseudonyms.OfResource(type, id)}" };
        return patients.Contains(id) ? new JsonObject { ["reference"] = $"Patient/{pseudonyms.OfPerson(person)}" } : null;
    }
}
