using Phr.Fhir.Definitions;
using static Phr.Fhir.Definitions.Known;

namespace Phr.Fhir.Indexing;

/// <summary>Dates, periods and timings (R4 search.html#date).</summary>
internal static class DateReading
{
    public static void Read(SearchParameter parameter, Element element, TimeSpan zone, IndexEntries into)
    {
        if (RangeOf(element, zone) is { } range)
            into.Add(new DateEntry(parameter, range));
    }

    /// <summary>The time that an element of a date type means; null where it has none.</summary>
    public static DateRange? RangeOf(Element element, TimeSpan zone)
    {
        if (ReferenceEquals(element.Type, Period))
            return PeriodOf(element, zone);
        if (ReferenceEquals(element.Type, Timing))
            return TimingOf(element, zone);
        return element.Type?.Primitive is PrimitiveKind.Date or PrimitiveKind.DateTime or PrimitiveKind.Instant
            && DateRange.TryRead(element.Utf8, zone, out var range) ? range : null;
    }

    private static DateRange? PeriodOf(Element period, TimeSpan zone)
    {
        var start = RangeOf(period.Child(Names.Start), zone);
        var end = RangeOf(period.Child(Names.End), zone);
        if (start is null && end is null)
            return null;
        return new DateRange(start?.Low ?? DateTime.MinValue, end?.High ?? DateTime.MaxValue);
    }

    // Only the outer limits count: the first to the last event, and the bounds of the repetition.
    private static DateRange? TimingOf(Element timing, TimeSpan zone)
    {
        var limits = timing.Child(Names.Repeat).Child(Names.Bounds) is { Exists: true } bounds ? RangeOf(bounds, zone) : null;
        foreach (var at in timing.Children(Names.Event))
            if (RangeOf(at, zone) is { } range)
                limits = limits?.Around(range) ?? range;
        return limits;
    }
}
