using System.Text.Json;

namespace Phr.Planets.Operations;

/// <summary>An operation that works here.</summary>
/// <param name="Type">Resource type whose entry in the CapabilityStatement names it; Resource of all types'; null of the system's
/// own.</param>
/// <param name="Definition">Canonical URL of its OperationDefinition.</param>
public sealed record ListedOperation(string? Type, string Name, string Definition)
{
    /// <summary>Whether it changes what is stored or starts a job; OperationDefinition.affectsState.</summary>
    public bool AffectsState { get; init; }
}

/// <summary>What the CapabilityStatement says of operations. R4 capabilitystatement.html, rest.operation and
/// rest.resource.operation.</summary>
public static class OperationList
{
    private const string Hl7 = "http://hl7.org/fhir/OperationDefinition/";

    /// <summary>Operations of this platform; planets-server's README defines them.</summary>
    private const string Own = "https://phr.example/fhir/OperationDefinition/";

    private const string BulkData = "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/";

    private static readonly ListedOperation[] All =
    [
        new("Patient", "everything", Hl7 + "Patient-everything"),
        new("Patient", "match", Hl7 + "Patient-match"),
        new("Observation", "lastn", Hl7 + "Observation-lastn"),
        new("Observation", "stats", Hl7 + "Observation-stats"),
        new("Resource", "validate", Hl7 + "Resource-validate"),
        new("Resource", "graphql", Hl7 + "Resource-graphql"),
        new("ImplementationGuide", "install", "urn:phr:operation:package-install") { AffectsState = true },
        new("ImplementationGuide", "uninstall", "urn:phr:operation:package-uninstall") { AffectsState = true },
        new("ImplementationGuide", "installed", "urn:phr:operation:packages-installed"),
        new("SearchParameter", "reindex", "urn:phr:operation:searchparameter-reindex") { AffectsState = true },
        new("ValueSet", "expand", Hl7 + "ValueSet-expand"),
        new("ValueSet", "validate-code", Hl7 + "ValueSet-validate-code"),
        new("CodeSystem", "validate-code", Hl7 + "CodeSystem-validate-code"),
        new("CodeSystem", "lookup", Hl7 + "CodeSystem-lookup"),
        new("CodeSystem", "subsumes", Hl7 + "CodeSystem-subsumes"),
        new("ConceptMap", "translate", Hl7 + "ConceptMap-translate"),
        new(null, "viewdefinition-run", "http://sql-on-fhir.org/OperationDefinition/$viewdefinition-run"),
        new(null, "viewdefinition-export", "http://sql-on-fhir.org/OperationDefinition/$viewdefinition-export") { AffectsState = true },
        new(null, "graphql", Hl7 + "Resource-graphql"),
        new(null, "meta", Hl7 + "Resource-meta"),
        new(null, "export", BulkData + "export") { AffectsState = true },
        new(null, "import", "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/import") { AffectsState = true },
        new("Patient", "export", BulkData + "patient-export") { AffectsState = true },
        new("Patient", "merge", "http://hl7.org/fhir/OperationDefinition/Patient-merge") { AffectsState = true },
        new("Patient", "erase", Own + "Patient-erase") { AffectsState = true },
        new("Patient", "unmerge", Own + "Patient-unmerge") { AffectsState = true },
        new("Group", "export", BulkData + "group-export") { AffectsState = true },
        new("Resource", "meta", Hl7 + "Resource-meta"),
        new("Resource", "meta-add", Hl7 + "Resource-meta-add") { AffectsState = true },
        new("Resource", "meta-delete", Hl7 + "Resource-meta-delete") { AffectsState = true },
    ];

    /// <summary>Whether an operation may be part of what is stored whole or not at all: it reads.</summary>
    /// <param name="name">With its dollar sign.</param>
    public static bool OnlyReads(string name) => All.Any(one => one.Name == name[1..] && !one.AffectsState);

    /// <summary>Writes the <c>operation</c> array of a type, or of the system; nothing where there is none.</summary>
    public static void Write(Utf8JsonWriter json, string? type)
    {
        var own = All.Where(operation => operation.Type == type || type is not null && operation.Type == "Resource").ToArray();
        if (own.Length == 0)
            return;
        json.WriteStartArray("operation");
        foreach (var operation in own)
        {
            json.WriteStartObject();
            json.WriteString("name", operation.Name);
            json.WriteString("definition", operation.Definition);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
