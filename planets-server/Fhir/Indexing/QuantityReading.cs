using Phr.Fhir.Definitions;
using static Phr.Fhir.Definitions.Known;

namespace Phr.Fhir.Indexing;

/// <summary>Numbers and amounts (R4 search.html#number and #quantity).</summary>
internal static class QuantityReading
{
    private static ReadOnlySpan<byte> CurrencySystem => "urn:iso:std:iso:4217"u8;

    private static ReadOnlySpan<byte> UcumSystem => "http://unitsofmeasure.org"u8;

    public static void ReadNumber(SearchParameter parameter, Element element, IndexEntries into)
    {
        if (element.Kind == JsonKind.Number && NumericRange.TryRead(element.Utf8, out var range))
            into.Add(new NumberEntry(parameter, range.With([])));
    }

    public static void Read(SearchParameter parameter, Element element, IndexEntries into)
    {
        if (ReferenceEquals(element.Type, Known.Range))
            ReadRange(parameter, element, into);
        else if (ReferenceEquals(element.Type, SampledData))
            ReadSampledData(parameter, element, into);
        else if (ReferenceEquals(element.Type, Money))
            ReadMoney(parameter, element, into);
        else if (RangeOf(element) is { } range)
            Add(parameter, range, element, into);
    }

    private static NumericRange? RangeOf(Element quantity) =>
        quantity.Child(Names.Value) is { HasValue: true } value && NumericRange.TryRead(value.Utf8, out var range)
            ? range.With(quantity.Child(Names.Comparator).Utf8) : null;

    // An end that is not given is open; the unit is that of the end that is.
    private static void ReadRange(SearchParameter parameter, Element element, IndexEntries into)
    {
        var (low, high) = (element.Child(Names.Low), element.Child(Names.High));
        var (from, to) = (RangeOf(low), RangeOf(high));
        if (from is null && to is null)
            return;
        var range = new NumericRange(
            from?.Value ?? to!.Value.Value, from?.Low ?? double.NegativeInfinity, to?.High ?? double.PositiveInfinity);
        Add(parameter, range, from is null ? high : low, into);
    }

    // The samples between the least and the greatest, in the unit of the origin.
    private static void ReadSampledData(SearchParameter parameter, Element element, IndexEntries into)
    {
        var origin = element.Child(Names.Origin);
        if (RangeOf(origin) is { } zero && SampleRange.Read(element.Child(Names.Samples).Utf8) is { } samples)
        {
            var factor = NumericRange.TryRead(element.Child(Names.Factor).Utf8, out var given) ? given.Value : 1;
            var (first, last) = (samples.Low * factor + zero.Value, samples.High * factor + zero.Value);
            Add(parameter, new NumericRange(first, Math.Min(first, last), Math.Max(first, last)), origin, into);
        }
    }

    private static void ReadMoney(SearchParameter parameter, Element element, IndexEntries into)
    {
        if (RangeOf(element) is { } range)
            into.Add(new QuantityEntry(
                parameter, range, into.Derive(CurrencySystem), into.TextOf(element.Child(Names.Currency)), default, default, null));
    }

    private static void Add(SearchParameter parameter, NumericRange range, Element quantity, IndexEntries into)
    {
        var (system, code) = (quantity.Child(Names.System), quantity.Child(Names.Code));
        var scale = system.Utf8.SequenceEqual(UcumSystem) && code.HasValue ? CanonicalScale.Of(code.Utf8) : null;
        var canonical = scale?.ToBase(range);
        into.Add(new QuantityEntry(
            parameter, range, into.TextOf(system), into.TextOf(code), into.TextOf(quantity.Child(Names.Unit)),
            canonical ?? default, canonical is null ? null : scale?.Unit));
    }
}
