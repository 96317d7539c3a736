using System.Globalization;

namespace Phr.Planets.Http;

/// <summary>Versions as weak ETags: <c>W/"3"</c>. R4 http.html#versioning.</summary>
public static class ETags
{
    public static string Of(int version) => $"W/\"{version.ToString(CultureInfo.InvariantCulture)}\"";

    public static int? Version(string text)
    {
        var value = text.StartsWith("W/", StringComparison.Ordinal) ? text[2..] : text;
        return value.Length > 2 && value[0] == '"' && value[^1] == '"'
            && int.TryParse(value.AsSpan(1, value.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : null;
    }
}
