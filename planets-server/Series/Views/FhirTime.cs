using System.Globalization;

namespace Phr.Planets.Series.Views;

/// <summary>R4 dateTime on the clock of the place.</summary>
internal static class FhirTime
{
    public static string Of(long instantMs, short offsetMinutes)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(instantMs).ToOffset(TimeSpan.FromMinutes(offsetMinutes));
        var form = instantMs % 1000 == 0 ? "yyyy-MM-dd'T'HH:mm:sszzz" : "yyyy-MM-dd'T'HH:mm:ss.fffzzz";
        return time.ToString(form, CultureInfo.InvariantCulture);
    }

    public static string Instant(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
}
