using System.Diagnostics;

namespace Phr.Fhir.Definitions;

/// <summary>An official R4 search parameter.</summary>
/// <param name="Url">Canonical URL.</param>
/// <param name="Code">The name in a search, such as <c>birthdate</c>.</param>
/// <param name="Expression">FHIRPath over all <paramref name="Bases"/>; empty where the parameter is not about
/// elements.</param>
/// <param name="Bases">Resource and DomainResource stand for all of theirs.</param>
/// <param name="Targets">Of a reference parameter; empty where any.</param>
/// <param name="Components">Of a composite parameter.</param>
[DebuggerDisplay("{Url}")]
public sealed record SearchParameter(
    string Url, string Code, SearchParameterType Type, string Expression,
    IReadOnlyList<FhirType> Bases, IReadOnlyList<FhirType> Targets, IReadOnlyList<SearchParameterComponent> Components)
{
    /// <summary>Place in <see cref="R4.SearchParameters"/>.</summary>
    public int Number { get; init; }
}

/// <summary>One part of a composite parameter.</summary>
/// <param name="Definition">Canonical URL of the parameter that the part is searched like.</param>
/// <param name="Expression">FHIRPath from each result of the composite's expression.</param>
public sealed record SearchParameterComponent(string Definition, string Expression);
