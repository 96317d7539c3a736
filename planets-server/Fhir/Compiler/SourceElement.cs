using System.Text.Json;

namespace Phr.Fhir.Compiler;

/// <summary>What the compiler needs of an ElementDefinition.</summary>
/// <param name="ContentReference">Path of the element whose content this one has too.</param>
/// <param name="RequiredValueSet">Canonical URL without version, of a required binding.</param>
internal sealed record SourceElement(
    string Id, string Path, int Min, string Max, string? ContentReference, string? RequiredValueSet, IReadOnlyList<SourceType> Types)
{
    /// <summary>Whether the element is part of a summary of its resource.</summary>
    public bool IsSummary { get; init; }

    public string ParentPath => Path[..Path.LastIndexOf('.')];

    public string Name => Path[(Path.LastIndexOf('.') + 1)..];

    public bool IsRoot => !Path.Contains('.', StringComparison.Ordinal);

    public static SourceElement Read(JsonElement element) => new(
        Text(element, "id")!,
        Text(element, "path")!,
        element.GetProperty("min").GetInt32(),
        Text(element, "max")!,
        Text(element, "contentReference")?.TrimStart('#'),
        ReadRequiredValueSet(element),
        element.TryGetProperty("type", out var types) ? [.. types.EnumerateArray().Select(SourceType.Read)] : [])
    {
        IsSummary = element.TryGetProperty("isSummary", out var summary) && summary.GetBoolean(),
    };

    private static string? ReadRequiredValueSet(JsonElement element) =>
        element.TryGetProperty("binding", out var binding) && binding.GetProperty("strength").ValueEquals("required")
            ? Text(binding, "valueSet")?.Split('|')[0]
            : null;

    private static string? Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) ? value.GetString() : null;
}

/// <param name="Code">Name of a type. The FHIRPath system types that R4 gives to ids and urls are replaced by the FHIR
/// type they stand for.</param>
/// <param name="Profiles">Canonical URLs of profiles on the type.</param>
/// <param name="Targets">Canonical URLs of what a Reference may name.</param>
/// <param name="IsAttribute">Whether R4 types the element by FHIRPath instead.</param>
internal sealed record SourceType(string Code, bool IsAttribute, IReadOnlyList<string> Profiles, IReadOnlyList<string> Targets)
{
    private const string FhirTypeExtension = "http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type";

    private const string SystemString = "http://hl7.org/fhirpath/System.String";

    public static SourceType Read(JsonElement type)
    {
        var code = type.GetProperty("code").GetString()!;
        var isAttribute = code == SystemString;
        if (type.TryGetProperty("extension", out var extensions))
            foreach (var extension in extensions.EnumerateArray())
                if (extension.GetProperty("url").ValueEquals(FhirTypeExtension))
                    code = extension.GetProperty("valueUrl").GetString()!;
        return new(code == SystemString ? "string" : code, isAttribute, Texts(type, "profile"), Texts(type, "targetProfile"));
    }

    private static string[] Texts(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var array) ? [.. array.EnumerateArray().Select(item => item.GetString()!)] : [];
}
