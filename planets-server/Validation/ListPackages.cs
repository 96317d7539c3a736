using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Conformance.Packages;
using Phr.Planets.Http;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Validation;

/// <summary><c>GET ImplementationGuide/$installed</c>: the packages that resources are checked by.</summary>
public static class ListPackages
{
    public static void Map(IEndpointRouteBuilder fhir) => fhir.MapGet("/ImplementationGuide/$installed", Handle);

    private static async Task<IResult> Handle(HttpContext http, ServerRulebook rulebook, CancellationToken ct)
    {
        if (!http.Caller().Permissions.For("ImplementationGuide", ScopeAccess.Read).Everything)
            return FhirJson.Refused(new Refusal(RefusalKind.Forbidden, "The scopes of this token do not permit that.", null, "forbidden"));
        await rulebook.Current(ct);
        return WrittenJson.Parameters(json =>
        {
            foreach (var package in rulebook.Packages.Packages)
                Write(json, package, rulebook.Installed.Contains(package));
        });
    }

    /// <param name="isInstalled">Whether an administrator installed it; otherwise the site is configured with it.</param>
    internal static void Write(Utf8JsonWriter json, FhirPackage package, bool isInstalled) => json.Parts("package", () =>
    {
        json.Part("name", "valueString", package.Name);
        json.Part("version", "valueString", package.Version);
        json.Part("definitions", "valueString", package.Definitions.Count.ToString(CultureInfo.InvariantCulture));
        json.Part("installed", isInstalled);
    });
}
