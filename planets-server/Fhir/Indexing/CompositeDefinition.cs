using System.Collections.Frozen;
using Phr.Fhir.Definitions;

namespace Phr.Fhir.Indexing;

/// <summary>The components of composite parameters.</summary>
public static class CompositeDefinition
{
    // R4 gives the two components of this one each other's definition: its code is the relation, its target what it relates to.
    private const string Swapped = "http://hl7.org/fhir/SearchParameter/DocumentReference-relationship";

    private static readonly FrozenDictionary<string, SearchParameter> ByUrl =
        R4.SearchParameters.ToFrozenDictionary(parameter => parameter.Url, StringComparer.Ordinal);

    /// <summary>The parameters that the components are searched like, in order.</summary>
    public static IReadOnlyList<SearchParameter> Of(SearchParameter composite)
    {
        var definitions = composite.Components.Select(component => ByUrl[component.Definition]);
        return composite.Url == Swapped ? [.. definitions.Reverse()] : [.. definitions];
    }
}
