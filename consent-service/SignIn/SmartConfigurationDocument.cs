using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Consent.SignIn;

/// <summary><c>/.well-known/smart-configuration</c> of this origin; planets-server serves the same beside its FHIR base.</summary>
internal static class SmartConfigurationDocument
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/.well-known/smart-configuration", Handle);

    // An app in a browser reads it before it knows anything else; there is nothing in it that is not for everyone.
    private static IResult Handle(PlatformSettings settings, HttpResponse response)
    {
        response.Headers.AccessControlAllowOrigin = "*";
        return Results.Json(SmartConfiguration.Document(settings.Urls.Issuer.AbsoluteUri));
    }
}
