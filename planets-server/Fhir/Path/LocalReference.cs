using Phr.Fhir.Definitions;
using Phr.Fhir.Path.Functions;

namespace Phr.Fhir.Path;

/// <summary>What a Reference or canonical tells without asking anybody: its own document, and its own words.</summary>
public static class LocalReference
{
    /// <summary>The resource of the same document that it names: contained, or an entry of the Bundle around; <c>default</c>
    /// otherwise.</summary>
    public static Element Find(Element reference) =>
        References.Text(reference) is { } text ? References.Find(reference, text) : default;

    /// <summary>The type of the resource that it names, where it says that; null where it does not.</summary>
    public static FhirType? TypeNamed(Element reference) => References.TypeNamed(reference);
}
