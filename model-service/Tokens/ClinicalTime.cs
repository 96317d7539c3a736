using System.Globalization;

namespace Phr.Model.Tokens;

/// <summary>
/// FHIR dates with the precision that they state (R4 datatypes.html#dateTime). A partial date is read as its last
/// instant, so that nothing is taken to have been known earlier than it can have been.
/// </summary>
public static class ClinicalTime
{
    /// <summary>Zone of dates that name none: Japan's, the product's home.</summary>
    public static readonly TimeSpan DefaultOffset = TimeSpan.FromHours(9);

    /// <summary>Reads a FHIR date, dateTime or instant; null where it is none of these.</summary>
    public static DateTimeOffset? Read(string? text)
    {
        if (text is null || text.Length < 4)
            return null;
        return text.Length switch
        {
            4 => Start(text + "-01-01")?.AddYears(1).AddSeconds(-1),
            7 => Start(text + "-01")?.AddMonths(1).AddSeconds(-1),
            10 => Start(text)?.AddDays(1).AddSeconds(-1),
            _ => Instant(text),
        };
    }

    /// <summary>First instant of a date of any precision: a birth is never taken later than stated.</summary>
    public static DateTimeOffset? ReadStart(string? text) => text?.Length switch
    {
        4 => Start(text + "-01-01"),
        7 => Start(text + "-01"),
        10 => Start(text),
        null or < 10 => null,
        _ => Instant(text),
    };

    private static DateTimeOffset? Start(string day) =>
        DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        && date.Year < 9999
            ? new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), DefaultOffset)
            : null;

    private static DateTimeOffset? Instant(string text)
    {
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
            out var instant))
            return null;
        var zoned = text.EndsWith('Z') || text.AsSpan(10).ContainsAny('+', '-');
        return zoned ? instant : new DateTimeOffset(instant.DateTime, DefaultOffset);
    }
}
