using Phr.Fhir.Indexing;

namespace Phr.Planets.Record.State;

/// <summary>Rows of the side tables.</summary>
public sealed record IndexedValues(
    IReadOnlyList<ClinicalEntry> Clinical, IReadOnlyList<StringEntry> Strings,
    IReadOnlyList<DateEntry> Dates, IReadOnlyList<QuantityEntry> Quantities,
    IReadOnlyList<CompositeEntry> Composites, IReadOnlyList<PlaceEntry> Places);

/// <summary>One coding of what the entry is about.</summary>
/// <param name="Code">Key of the bare code.</param>
/// <param name="Value">Of a quantity, in its own unit, for charts and thresholds; null without one.</param>
public readonly record struct ClinicalEntry(long Code, double? Value);

/// <summary>A text, a text beside a coded value (<c>:text</c>), or a uri as it is.</summary>
/// <param name="Parameter">Number of the search parameter (<see cref="Search.Parameters"/>).</param>
/// <param name="Value">Folded, but for a uri.</param>
/// <param name="Exact">Key of the value as it was sent (<c>:exact</c>).</param>
public readonly record struct StringEntry(short Parameter, string Value, long Exact);

public readonly record struct DateEntry(short Parameter, DateRange Range);

/// <param name="Amount">What is compared.</param>
public readonly record struct QuantityEntry(short Parameter, Amount Amount);

/// <summary>A number, or a quantity with its unit.</summary>
/// <param name="Unit">Key of system and code, null of a plain number.</param>
/// <param name="BareUnit">Key of the code alone, or of the unit in words where there is no code.</param>
/// <param name="Words">Key of the unit in words where it differs from the code.</param>
/// <param name="CanonicalUnit">Key of the UCUM base unit; null where there is none.</param>
public readonly record struct Amount(
    NumericRange Range, long? Unit, long? BareUnit, long? Words, NumericRange Canonical, long? CanonicalUnit);

/// <summary>Values that belong together, one of each component.</summary>
/// <param name="Tokens">Keys of the coded and the referring components.</param>
/// <param name="Next">The second amount.</param>
public readonly record struct CompositeEntry(
    short Parameter, long[] Tokens, Amount? First, NumericRange? Next, DateRange? Date, (string Value, long Exact)? Text);

/// <summary>Degrees north and east.</summary>
public readonly record struct PlaceEntry(double Latitude, double Longitude);
