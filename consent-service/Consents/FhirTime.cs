using System.Globalization;

namespace Phr.Consent.Consents;

/// <summary>
/// FHIR R4 dateTime as a span of time: a year, month or day is all of it. Those that state no offset are meant in the zone of the
/// platform's people.
/// </summary>
internal static class FhirTime
{
    /// <summary>Japan: UTC+9, without daylight saving time since 1951.</summary>
    public static readonly TimeSpan Zone = TimeSpan.FromHours(9);

    /// <summary>First instant of the span and first instant after it; null when the text is no dateTime.</summary>
    public static (DateTimeOffset From, DateTimeOffset To)? Span(string text)
    {
        if (Day(text, "yyyy") is { } year)
            return Whole(year, year.AddYears(1));
        if (Day(text, "yyyy-MM") is { } month)
            return Whole(month, month.AddMonths(1));
        if (Day(text, "yyyy-MM-dd") is { } day)
            return Whole(day, day.AddDays(1));
        return DateTimeOffset.TryParseExact(text, Instants, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
            ? (instant, instant.AddSeconds(1))
            : null;
    }

    private static readonly string[] Instants = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    private static DateTime? Day(string text, string format) =>
        text.Length == format.Length && text[0] != '0' && text != "9999" && !text.StartsWith("9999-12", StringComparison.Ordinal)
        && DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

    private static (DateTimeOffset, DateTimeOffset) Whole(DateTime from, DateTime to) => (new(from, Zone), new(to, Zone));
}
