using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Platform.Hosting;

namespace Phr.Platform.Identity;

/// <summary>
/// <c>/.well-known/smart-configuration</c>, below the FHIR base, where apps look for it (SMART App Launch 2.2, conformance), and of the
/// origin that people sign in at.
/// </summary>
public static class SmartConfigurationDocument
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/.well-known/smart-configuration", Handle);

    // An app in a browser reads it before it knows anything else; there is nothing in it that is not for everyone.
    private static IResult Handle(PlatformSettings settings, HttpResponse response)
    {
        response.Headers.AccessControlAllowOrigin = "*";
        return Results.Json(SmartConfiguration.Document(settings.Urls.Issuer.AbsoluteUri));
    }
}
