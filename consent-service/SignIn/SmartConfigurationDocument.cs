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

    private static IResult Handle(PlatformSettings settings) => Results.Json(SmartConfiguration.Document(settings.Urls.Issuer.AbsoluteUri));
}
