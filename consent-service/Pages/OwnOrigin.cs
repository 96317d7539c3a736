using Microsoft.AspNetCore.Http;
using Phr.Platform.Hosting;

namespace Phr.Consent.Pages;

/// <summary>Tells forms of our own pages from those of others.</summary>
internal static class OwnOrigin
{
    /// <summary>Beside the SameSite cookie: a browser says on which site a form stands, and ours stand on the issuer's origin.</summary>
    public static bool IsFormOfOwnOrigin(this HttpRequest request, PlatformSettings settings) =>
        request.HasFormContentType
        && (request.Headers.Origin is not [{ } origin] || origin == settings.Urls.Issuer.GetLeftPart(UriPartial.Authority));
}
