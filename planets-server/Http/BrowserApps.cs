using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Phr.Planets.Http;

/// <summary>
/// What apps that run in a browser need of the FHIR API (SMART App Launch 2.2: CORS). Any origin may ask: an answer follows the token
/// that an app sends, never a cookie, so a page that has none gets nothing. What was answered is kept by no cache of the browser.
/// </summary>
internal static class BrowserApps
{
    private static readonly TimeSpan PreflightAge = TimeSpan.FromHours(1);

    private static readonly string[] Exposed =
    [
        HeaderNames.Location, HeaderNames.ContentLocation, HeaderNames.ETag, HeaderNames.LastModified, HeaderNames.RetryAfter,
        HeaderNames.WWWAuthenticate, "X-Progress", "Preference-Applied",
    ];

    public static void Use(IApplicationBuilder app) => app.UseWhen(
        http => http.Request.Path.StartsWithSegments("/fhir"),
        fhir => fhir
            .UseCors(policy => policy.AllowAnyOrigin().AllowAnyMethod().AllowAnyHeader()
                .WithExposedHeaders(Exposed).SetPreflightMaxAge(PreflightAge))
            .Use(KeepNowhere));

    private static Task KeepNowhere(HttpContext http, RequestDelegate next)
    {
        http.Response.Headers.CacheControl = "no-store";
        return next(http);
    }
}
