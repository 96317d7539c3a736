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

    /// <summary>
    /// Years that a date of a living person's record can lie in. Sources write others for "not known" (0001-01-01, 9999-12-31).
    /// </summary>
    public const int YearMin = 1800;

    /// <inheritdoc cref="YearMin"/>
    public const int YearMax = 2999;

    /// <summary>
    /// Stands for a time that the source does not tell: before every life, so that it was so already whenever one asks, and no step
    /// of a life.
    /// </summary>
    public static readonly DateTimeOffset Untold = new(YearMin, 1, 1, 0, 0, 0, DefaultOffset);

    /// <summary>Reads a FHIR date, dateTime or instant; null where it is none of these, or of no year that can be.</summary>
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
        && IsPossible(date.Year)
            ? new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), DefaultOffset)
            : null;

    private static DateTimeOffset? Instant(string text)
    {
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
            out var instant) || !IsPossible(instant.Year))
            return null;
        var zoned = text.EndsWith('Z') || text.AsSpan(10).ContainsAny('+', '-');
        return zoned ? instant : new DateTimeOffset(instant.DateTime, DefaultOffset);
    }

    private static bool IsPossible(int year) => year is >= YearMin and <= YearMax;
}
