using System.Globalization;

namespace Phr.Fhir.Writing;

/// <summary>FHIR instants as the server writes them: in UTC to the millisecond, <c>2026-01-31T09:30:00.000Z</c>.</summary>
public static class Instant
{
    /// <summary>Length of an instant.</summary>
    public const int Bytes = 24;

    private const string Pattern = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static string Format(DateTimeOffset at) => at.UtcDateTime.ToString(Pattern, CultureInfo.InvariantCulture);

    /// <summary>Writes <see cref="Bytes"/> bytes of ASCII.</summary>
    public static void Format(DateTimeOffset at, Span<byte> to) =>
        at.UtcDateTime.TryFormat(to, out _, Pattern, CultureInfo.InvariantCulture);
}
