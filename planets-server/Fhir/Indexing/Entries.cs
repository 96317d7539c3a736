using Phr.Fhir.Definitions;
using Phr.Fhir.Structure;

namespace Phr.Fhir.Indexing;

/// <summary>A piece of UTF-8 text that <see cref="IndexEntries.Text"/> gives: of the document, or of what was derived from it.</summary>
public readonly record struct TextRef
{
    internal TextRef(int start, int length, bool isDerived) => (Start, Length, IsDerived) = (start, length, isDerived);

    internal int Start { get; }

    /// <summary>In bytes; 0 where there is no text.</summary>
    public int Length { get; }

    internal bool IsDerived { get; }

    public bool IsEmpty => Length == 0;
}

/// <summary>A coded value: what <c>system|code</c>, <c>|code</c>, <c>code</c> and <c>system|</c> look for (R4 search.html#token).</summary>
/// <param name="System">Empty where none is given. Of an element of type code that of its required value set; of a
/// ContactPoint phone, email …</param>
/// <param name="Code">Of an identifier its value, of a boolean true or false; empty where only a system is given.</param>
public readonly record struct TokenEntry(SearchParameter Parameter, TextRef System, TextRef Code);

/// <summary>A text beside a coded value: what <c>:text</c> looks in (R4 search.html#token).</summary>
/// <param name="Folded">As <see cref="TextFolding"/> reads it.</param>
public readonly record struct TokenText(SearchParameter Parameter, TextRef Folded);

/// <summary>A value with one coding of what kind of identifier it is, for <c>:of-type</c>.</summary>
public readonly record struct TypedIdentifier(SearchParameter Parameter, TextRef System, TextRef Code, TextRef Value);

/// <summary>A reference, a canonical, or a resource inside the resource.</summary>
/// <param name="Form">Relative and Absolute with a type name a resource; Absolute without one and Urn are compared as
/// <paramref name="Text"/>.</param>
/// <param name="Base">The server's base URL of an absolute reference with a type, with its slash.</param>
/// <param name="Version">After <c>/_history/</c>, or after <c>|</c> of a canonical.</param>
/// <param name="Text">The whole reference; of a canonical without its version.</param>
public readonly record struct ReferenceEntry(
    SearchParameter Parameter, ReferenceForm Form, FhirType? Type, TextRef Base, TextRef Id, TextRef Version, TextRef Text);

/// <summary>A date, time, period or timing; of a timing its outer limits.</summary>
public readonly record struct DateEntry(SearchParameter Parameter, DateRange Range);

/// <summary>A text, or one part of a name or address.</summary>
/// <param name="Folded">As <see cref="TextFolding"/> reads it, for equals, starts with and contains.</param>
/// <param name="Exact">As it is, for <c>:exact</c>.</param>
public readonly record struct StringEntry(SearchParameter Parameter, TextRef Folded, TextRef Exact);

/// <summary>A number without unit.</summary>
public readonly record struct NumberEntry(SearchParameter Parameter, NumericRange Range);

/// <summary>An amount: Quantity, Range, Money or SampledData.</summary>
/// <param name="Code">Coded unit; of Money its currency.</param>
/// <param name="Unit">Unit in words.</param>
/// <param name="Canonical">In base units, where the unit is UCUM's.</param>
/// <param name="CanonicalUnit">Such as <c>g.m-3</c>; null where the unit is not UCUM's.</param>
public readonly record struct QuantityEntry(
    SearchParameter Parameter, NumericRange Range, TextRef System, TextRef Code, TextRef Unit,
    NumericRange Canonical, string? CanonicalUnit);

/// <summary>A URI, compared as text.</summary>
public readonly record struct UriEntry(SearchParameter Parameter, TextRef Value);

/// <summary>A place on earth, of the parameter near.</summary>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Longitude">Degrees east.</param>
public readonly record struct PositionEntry(SearchParameter Parameter, double Latitude, double Longitude);

/// <summary>Values that belong together, one of each component in the order of <see cref="SearchParameter.Components"/>.</summary>
/// <param name="Third">Of three components; else its <see cref="CompositePart.Index"/> is -1.</param>
public readonly record struct CompositeEntry(SearchParameter Parameter, CompositePart First, CompositePart Second, CompositePart Third);

/// <summary>An entry of <see cref="IndexEntries.Parts"/>.</summary>
/// <param name="Type">Which of its lists.</param>
/// <param name="Index">Place in that list.</param>
public readonly record struct CompositePart(SearchParameterType Type, int Index);

/// <summary>A Coding.</summary>
/// <param name="System">Empty where none is given.</param>
public readonly record struct CodingEntry(TextRef System, TextRef Code);
