namespace Phr.Conformance.Definitions;

/// <summary>A canonical resource that a check may need: what it is called, where it comes from, and how to get its bytes.</summary>
/// <param name="Type">Its resource type: StructureDefinition, ValueSet, CodeSystem or ConceptMap; of a package also
/// SearchParameter.</param>
/// <param name="Url">Canonical URL without version.</param>
/// <param name="Supplements">Of a supplement: the canonical URL of the code system that it adds to.</param>
/// <param name="Origin">Where it comes from, for people: <c>hl7.fhir.r4.core#4.0.1</c>, <c>ValueSet/x</c>.</param>
/// <param name="Read">The JSON. Called when the definition is first needed; it may be called again.</param>
public sealed record DefinitionEntry(
    string Type, string Url, string? Version, string Id, string? Supplements, string Origin, Func<ReadOnlyMemory<byte>> Read)
{
    /// <summary>Whether a code system is described by someone who is not its publisher: then it may have codes that are not listed,
    /// whatever
    /// <c>content</c> says. A package that lists seven codes of LOINC does not say that LOINC has no others.</summary>
    public bool IsForeign { get; init; }

    public static bool IsKind(string type) => type is "StructureDefinition" or "ValueSet" or "CodeSystem" or "ConceptMap";
}
