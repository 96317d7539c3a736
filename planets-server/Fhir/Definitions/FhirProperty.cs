using System.Diagnostics;

namespace Phr.Fhir.Definitions;

/// <summary>A JSON property of a type: an element together with one of its types.</summary>
/// <param name="Number">Place in <see cref="R4.Properties"/>.</param>
/// <param name="JsonName">Such as <c>valueQuantity</c>.</param>
/// <param name="Targets">Of a Reference or canonical: the resource types it may name; empty where any.</param>
/// <param name="WithoutSibling">Whether a primitive has no id and extensions of its own: Element.id, Extension.url.</param>
/// <param name="WithoutComparator">Whether the profile SimpleQuantity forbids a comparator.</param>
[DebuggerDisplay("{Element.Owner.Name}.{JsonName}")]
public sealed record FhirProperty(
    int Number, string JsonName, ElementDefinition Element, FhirType Type, IReadOnlyList<FhirType> Targets,
    bool WithoutSibling, bool WithoutComparator);
