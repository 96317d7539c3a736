namespace Phr.Conformance.Profiles;

/// <summary>A StructureDefinition with its snapshot, the one it came with or the one that was made of its differential.</summary>
/// <param name="Type">The type that it defines or constrains, such as Patient or Extension.</param>
/// <param name="IsConstraint">Whether it is a profile; otherwise it defines the type itself.</param>
/// <param name="Contexts">Of an extension: where it may be used; empty where it does not say.</param>
internal sealed record Structure(
    string Url, string? Version, string Type, bool IsConstraint, string? Parent, IReadOnlyList<ExtensionContext> Contexts,
        StructureNode Root);

/// <param name="Kind">element, extension or fhirpath.</param>
internal sealed record ExtensionContext(string Kind, string Expression);
