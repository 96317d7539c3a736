using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Phr.Platform.Hosting;

namespace Phr.Mobile.Page;

/// <summary><c>GET /app/settings</c>: where the app signs its person in. Nothing in it is secret.</summary>
internal static class AppSettings
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/app/settings", Handle);

    private static IResult Handle(PlatformSettings settings, IOptions<MobileOptions> options, HttpResponse response)
    {
        response.Headers.CacheControl = "no-cache";
        return Results.Json(new
        {
            issuer = settings.Urls.Issuer.AbsoluteUri,
            client = options.Value.AppClient,
            // The provider compares it to the letter with what the operator registered.
            redirectUri = new Uri(settings.Urls.PublicMobile ?? settings.Urls.Mobile, "app/signed-in").AbsoluteUri,
            audience = settings.Urls.Fhir.AbsoluteUri,
            scope = "openid fhirUser launch/patient offline_access patient/*.cruds",
            demo = settings.Demo,
        });
    }
}
