using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Conformance.Packages;
using Phr.Planets.Http;
using Phr.Planets.Search.Custom;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Validation;

/// <summary><c>GET ImplementationGuide/$installed</c>: the packages that resources are checked by.</summary>
public static class ListPackages
{
    public static void Map(IEndpointRouteBuilder fhir) => fhir.MapGet("/ImplementationGuide/$installed", Handle);

    private static async Task<IResult> Handle(HttpContext http, ServerRulebook rulebook, CustomParameters parameters, CancellationToken ct)
    {
        if (!http.Caller().Permissions.For("ImplementationGuide", ScopeAccess.Read).Everything)
            return FhirJson.Refused(new Refusal(RefusalKind.Forbidden, "The scopes of this token do not permit that.", null, "forbidden"));
        await rulebook.Current(ct);
        var followed = await parameters.Current(ct);
        return WrittenJson.Parameters(json =>
        {
            foreach (var package in rulebook.Packages.Packages)
                Write(json, package, rulebook.Installed.Contains(package), followed);
        });
    }

    /// <param name="isInstalled">Whether an administrator installed it; otherwise the site is configured with it.</param>
    internal static void Write(Utf8JsonWriter json, FhirPackage package, bool isInstalled, CustomSet followed) =>
        json.Parts("package", () =>
    {
        json.Part("name", "valueString", package.Name);
        json.Part("version", "valueString", package.Version);
        json.Part("definitions", "valueString", package.Definitions.Count.ToString(CultureInfo.InvariantCulture));
        json.Part("installed", isInstalled);
        foreach (var parameter in package.SearchParameters)
        {
            var left = followed.Unfollowed.FirstOrDefault(one => one.Package == package.Label && one.Url == parameter.Url);
            json.Parts("searchParameter", () =>
            {
                json.Part("url", "valueUri", parameter.Url);
                json.Part("followed", left is null);
                if (left is null)
                    return;
                json.Part("code", "valueCode", left.Reason.Code ?? "invalid");
                json.Part("reason", "valueString", left.Reason.Reason);
            });
        }
    });
}
