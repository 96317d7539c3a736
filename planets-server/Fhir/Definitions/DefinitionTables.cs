namespace Phr.Fhir.Definitions;

/// <summary>What a type is. The order is stored in the compiled tables.</summary>
public enum FhirTypeKind
{
    /// <summary>A value of JSON string, number or boolean, with <c>id</c> and <c>extension</c> in a <c>_</c> sibling.</summary>
    Primitive,

    /// <summary>A data type such as HumanName.</summary>
    Complex,

    /// <summary>A group of elements that only one element has, such as Patient.contact.</summary>
    Backbone,

    /// <summary>A resource.</summary>
    Resource,
}

/// <summary>What a search parameter searches by. The order is stored in the compiled tables.</summary>
public enum SearchParameterType { Number, Date, String, Token, Reference, Composite, Quantity, Uri, Special }

/// <summary>The R4 definitions as the compiler writes them and <see cref="R4"/> reads them. Types are named by their place in
/// <see cref="Types"/>, value sets by their place in <see cref="ValueSets"/>; -1 is none.</summary>
internal sealed record DefinitionTables(
    IReadOnlyList<TypeRow> Types,
    IReadOnlyList<ValueSetRow> ValueSets,
    IReadOnlyList<SearchParameterRow> SearchParameters,
    IReadOnlyList<CompartmentRow> PatientCompartment);

/// <param name="Name">Of a data type or resource its code; of a backbone type its path, such as <c>Patient.contact</c>.</param>
/// <param name="Parent">The type this one specialises: of Patient DomainResource, of Patient.contact BackboneElement.</param>
internal sealed record TypeRow(
    string Name, FhirTypeKind Kind, bool Abstract, int Parent, IReadOnlyList<ElementRow> Elements);

/// <param name="Name">Without <c>[x]</c>.</param>
/// <param name="Min">0 or 1: R4 knows no other minimum.</param>
/// <param name="Many">Whether the maximum is <c>*</c>: R4 knows no other maximum than 0, 1 and *, and 0 is left out.</param>
/// <param name="ValueSet">Of a required binding whose codes the definitions list.</param>
internal sealed record ElementRow(
    string Name, bool Choice, int Min, bool Many, int ValueSet, IReadOnlyList<TypeUseRow> Uses)
{
    /// <summary>Whether it is part of a summary.</summary>
    public bool Summary { get; init; }
}

/// <param name="Targets">Resource types that a Reference or canonical may name; empty where it may name any.</param>
/// <param name="WithoutSibling">Whether the value is an attribute, which has neither id nor extensions: Element.id, Extension.url.</param>
/// <param name="WithoutComparator">Whether the profile SimpleQuantity applies.</param>
internal sealed record TypeUseRow(int Type, bool WithoutSibling, bool WithoutComparator, IReadOnlyList<int> Targets);

internal sealed record ValueSetRow(string Url, IReadOnlyList<CodeRow> Codes);

internal sealed record CodeRow(string System, string Code);

/// <param name="Bases">Types that have the parameter; Resource and DomainResource stand for all of theirs.</param>
/// <param name="Expression">FHIRPath over all bases; empty where the parameter is not about elements.</param>
internal sealed record SearchParameterRow(
    string Url, string Code, SearchParameterType Type, string Expression,
    IReadOnlyList<int> Bases, IReadOnlyList<int> Targets, IReadOnlyList<ComponentRow> Components);

/// <param name="Definition">Canonical URL of the parameter that the component is searched like.</param>
internal sealed record ComponentRow(string Definition, string Expression);

/// <param name="Parameters">Search parameter codes, in the order of the CompartmentDefinition.</param>
internal sealed record CompartmentRow(int Type, IReadOnlyList<string> Parameters);
