using System.Globalization;

namespace Phr.Fhir.Writing;

/// <summary>FHIR instants as the server writes them.</summary>
public static class Instant
{
    /// <summary>In UTC to the millisecond: <c>2026-01-31T09:30:00.000Z</c>.</summary>
    public static string Format(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
