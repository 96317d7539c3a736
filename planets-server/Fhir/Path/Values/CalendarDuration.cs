using System.Collections.Frozen;

namespace Phr.Fhir.Path.Values;

/// <summary>Units of calendar durations, coarsest first.</summary>
public enum CalendarUnit { Year, Month, Week, Day, Hour, Minute, Second, Millisecond }

/// <summary>The calendar duration keywords of FHIRPath and how they relate to UCUM's durations of fixed length.</summary>
internal static class CalendarDuration
{
    private static readonly FrozenDictionary<string, CalendarUnit> Keywords = Enum.GetValues<CalendarUnit>()
        .SelectMany(unit => new[] { (Word: Name(unit), unit), (Word: Name(unit) + "s", unit) })
        .ToFrozenDictionary(pair => pair.Word, pair => pair.unit, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, CalendarUnit> UcumUnits = new Dictionary<string, CalendarUnit>
    {
        ["a"] = CalendarUnit.Year,
        ["mo"] = CalendarUnit.Month,
        ["wk"] = CalendarUnit.Week,
        ["d"] = CalendarUnit.Day,
        ["h"] = CalendarUnit.Hour,
        ["min"] = CalendarUnit.Minute,
        ["s"] = CalendarUnit.Second,
        ["ms"] = CalendarUnit.Millisecond,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The unit of a keyword such as <c>year</c> or <c>years</c>, or null.</summary>
    public static CalendarUnit? FromKeyword(string unit) => Keywords.TryGetValue(unit, out var found) ? found : null;

    /// <summary>The unit that a UCUM code such as <c>a</c> resembles, or null.</summary>
    public static CalendarUnit? FromUcum(string code) => UcumUnits.TryGetValue(code, out var found) ? found : null;

    public static string ToUcum(CalendarUnit unit) => UcumUnits.First(pair => pair.Value == unit).Key;

    /// <summary>The singular keyword.</summary>
    public static string Name(CalendarUnit unit) => unit.ToString().ToLowerInvariant();

    /// <summary>
    /// How many of the finer unit make one of the coarser where no calendar anchors them: a year is 12 months or 365 days, a
    /// month 30 days (FHIRPath, toQuantity).
    /// </summary>
    public static decimal Factor(CalendarUnit coarse, CalendarUnit fine) => (coarse, fine) switch
    {
        (CalendarUnit.Year, CalendarUnit.Month) => 12,
        (CalendarUnit.Year, CalendarUnit.Year) or (CalendarUnit.Month, CalendarUnit.Month) => 1,
        _ => Milliseconds(coarse) / Milliseconds(fine),
    };

    private static decimal Milliseconds(CalendarUnit unit) => unit switch
    {
        CalendarUnit.Year => 365m * TimeSpan.MillisecondsPerDay,
        CalendarUnit.Month => 30m * TimeSpan.MillisecondsPerDay,
        CalendarUnit.Week => 7m * TimeSpan.MillisecondsPerDay,
        CalendarUnit.Day => TimeSpan.MillisecondsPerDay,
        CalendarUnit.Hour => TimeSpan.MillisecondsPerHour,
        CalendarUnit.Minute => TimeSpan.MillisecondsPerMinute,
        CalendarUnit.Second => TimeSpan.MillisecondsPerSecond,
        _ => 1,
    };
}
