using System.Globalization;
using Microsoft.Net.Http.Headers;
using Phr.Planets.Record.Writing;

namespace Phr.Planets.Http;

/// <summary>Versions as weak ETags: <c>W/"3"</c>. R4 http.html#versioning.</summary>
public static class ETags
{
    public static string Of(int version) => $"W/\"{version.ToString(CultureInfo.InvariantCulture)}\"";

    /// <summary>Tags, or <c>*</c>, as RFC 9110 §8.8.3 writes them; null where the text is something else. A tag that is no version's
    /// matches none. FHIR's tags are weak and meant to be compared, so weak and strong ones are alike.</summary>
    public static VersionMatch? Match(string text)
    {
        if (!EntityTagHeaderValue.TryParseStrictList([text], out var tags) || tags.Count == 0)
            return null;
        return tags.Contains(EntityTagHeaderValue.Any)
            ? tags.Count == 1 ? new VersionMatch(Versions: null) : null
            : new VersionMatch([.. tags.Select(Version).OfType<int>()]);
    }

    private static int? Version(EntityTagHeaderValue tag) =>
        int.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
}
