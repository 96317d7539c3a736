namespace Phr.Tests.Search.Scan;

internal enum ScanKind
{
    Token,
    Date,
    Text,
    Number,
    Quantity,
    Reference,
    Uri,
    Composite,
    Near,
}

/// <summary>A search parameter as the oracle knows it: where its values stand, written down from R4's list by hand.</summary>
/// <param name="System">Of a code that stands without one: the system of its required value set.</param>
/// <param name="Targets">Of a reference: the types of this world that it may name.</param>
internal sealed record ScanParameter(string Type, string Code, ScanKind Kind, string Path, string System = "", params string[] Targets)
{
    private const string Gender = "http://hl7.org/fhir/administrative-gender";

    private static readonly ScanParameter CodePart = new("", "code", ScanKind.Token, "code");
    private static readonly ScanParameter Concept = new("", "concept", ScanKind.Token, "valueCodeableConcept");
    private static readonly ScanParameter Amount = new("", "amount", ScanKind.Quantity, "valueQuantity");

    /// <summary>Of a composite: what its parts are, from each element at <see cref="Path"/>.</summary>
    public IReadOnlyList<ScanParameter> Parts { get; init; } = [];

    public static IReadOnlyList<ScanParameter> All { get; } =
    [
        new("Organization", "name", ScanKind.Text, "name|alias"),
        new("Organization", "identifier", ScanKind.Token, "identifier"),
        new("Organization", "active", ScanKind.Token, "active"),
        new("Organization", "partof", ScanKind.Reference, "partOf", "", "Organization"),
        new("Organization", "address-city", ScanKind.Text, "address.city"),

        new("Practitioner", "family", ScanKind.Text, "name.family"),
        new("Practitioner", "identifier", ScanKind.Token, "identifier"),
        new("Practitioner", "gender", ScanKind.Token, "gender", Gender),

        new("Patient", "family", ScanKind.Text, "name.family"),
        new("Patient", "given", ScanKind.Text, "name.given"),
        new("Patient", "name", ScanKind.Text, "name.family|name.given|name.text|name.prefix|name.suffix"),
        new("Patient", "birthdate", ScanKind.Date, "birthDate"),
        new("Patient", "death-date", ScanKind.Date, "deceasedDateTime"),
        new("Patient", "gender", ScanKind.Token, "gender", Gender),
        new("Patient", "identifier", ScanKind.Token, "identifier"),
        new("Patient", "telecom", ScanKind.Token, "telecom"),
        new("Patient", "organization", ScanKind.Reference, "managingOrganization", "", "Organization"),
        new("Patient", "general-practitioner", ScanKind.Reference, "generalPractitioner", "", "Organization", "Practitioner"),
        new("Patient", "address-city", ScanKind.Text, "address.city"),

        new("Encounter", "class", ScanKind.Token, "class"),
        new("Encounter", "status", ScanKind.Token, "status", "http://hl7.org/fhir/encounter-status"),
        new("Encounter", "date", ScanKind.Date, "period"),
        new("Encounter", "subject", ScanKind.Reference, "subject", "", "Patient"),
        new("Encounter", "patient", ScanKind.Reference, "subject", "", "Patient"),
        new("Encounter", "service-provider", ScanKind.Reference, "serviceProvider", "", "Organization"),
        new("Encounter", "participant", ScanKind.Reference, "participant.individual", "", "Practitioner"),

        new("Observation", "code", ScanKind.Token, "code"),
        new("Observation", "combo-code", ScanKind.Token, "code|component.code"),
        new("Observation", "component-code", ScanKind.Token, "component.code"),
        new("Observation", "category", ScanKind.Token, "category"),
        new("Observation", "status", ScanKind.Token, "status", "http://hl7.org/fhir/observation-status"),
        new("Observation", "value-concept", ScanKind.Token, "valueCodeableConcept"),
        new("Observation", "combo-value-concept", ScanKind.Token, "valueCodeableConcept|component.valueCodeableConcept"),
        new("Observation", "value-string", ScanKind.Text, "valueString|valueCodeableConcept.text"),
        new("Observation", "value-quantity", ScanKind.Quantity, "valueQuantity"),
        new("Observation", "combo-value-quantity", ScanKind.Quantity, "valueQuantity|component.valueQuantity"),
        new("Observation", "component-value-quantity", ScanKind.Quantity, "component.valueQuantity"),
        new("Observation", "date", ScanKind.Date, "effectiveDateTime|effectivePeriod"),
        new("Observation", "patient", ScanKind.Reference, "subject", "", "Patient"),
        new("Observation", "subject", ScanKind.Reference, "subject", "", "Patient"),
        new("Observation", "encounter", ScanKind.Reference, "encounter", "", "Encounter"),
        new("Observation", "performer", ScanKind.Reference, "performer", "", "Organization", "Practitioner", "Patient"),

        new("Observation", "code-value-quantity", ScanKind.Composite, "") { Parts = [CodePart, Amount] },
        new("Observation", "code-value-concept", ScanKind.Composite, "") { Parts = [CodePart, Concept] },
        new("Observation", "code-value-string", ScanKind.Composite,
            "") { Parts = [CodePart, new("", "text", ScanKind.Text, "valueString")] },
        new("Observation", "component-code-value-quantity", ScanKind.Composite, "component") { Parts = [CodePart, Amount] },
        new("Observation", "combo-code-value-quantity", ScanKind.Composite, "|component") { Parts = [CodePart, Amount] },
        new("Observation", "combo-code-value-concept", ScanKind.Composite, "|component") { Parts = [CodePart, Concept] },

        new("Location", "near", ScanKind.Near, "position"),
        new("Location", "name", ScanKind.Text, "name"),

        new("Condition", "code", ScanKind.Token, "code"),
        new("Condition", "clinical-status", ScanKind.Token, "clinicalStatus"),
        new("Condition", "onset-date", ScanKind.Date, "onsetDateTime|onsetPeriod"),
        new("Condition", "recorded-date", ScanKind.Date, "recordedDate"),
        new("Condition", "onset-info", ScanKind.Text, "onsetString"),
        new("Condition", "patient", ScanKind.Reference, "subject", "", "Patient"),
        new("Condition", "encounter", ScanKind.Reference, "encounter", "", "Encounter"),

        new("RiskAssessment", "probability", ScanKind.Number, "prediction.probabilityDecimal"),
        new("RiskAssessment", "patient", ScanKind.Reference, "subject", "", "Patient"),
        new("RiskAssessment", "condition", ScanKind.Reference, "condition", "", "Condition"),

        new("ValueSet", "url", ScanKind.Uri, "url"),
        new("ValueSet", "version", ScanKind.Token, "version"),
        new("ValueSet", "title", ScanKind.Text, "title"),
    ];

    public static IReadOnlyList<ScanParameter> Of(string type) => [.. All.Where(parameter => parameter.Type == type)];

    public IEnumerable<System.Text.Json.Nodes.JsonNode> In(System.Text.Json.Nodes.JsonNode resource) => ScanValue.At(resource, Path);
}
