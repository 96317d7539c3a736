using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Conformance.Packages;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Record.Writing;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Validation;

/// <summary>
/// <c>POST ImplementationGuide/$uninstall?name=…&amp;version=…</c>: takes away what <see cref="InstallPackage"/> brought, unless another
/// package needs it.
/// </summary>
public static class UninstallPackage
{
    public static void Map(IEndpointRouteBuilder fhir) => fhir.MapPost("/ImplementationGuide/$uninstall", Handle);

    private static async Task<IResult> Handle(
        string? name, string? version, HttpContext http, RecordWriter writer, ServerRulebook rulebook, CancellationToken ct)
    {
        var origin = InstallPackage.OriginOf(http.Caller());
        if (origin.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        if (!WriteScopes.PermitDelete(http.Caller(), "Library"))
            return FhirJson.Refused(new Refusal(RefusalKind.Forbidden, "The scopes of this token do not permit that.", null, "forbidden"));
        await rulebook.Renewed(ct);
        if (rulebook.Installed.FirstOrDefault(package => package.Name == name && package.Version == version) is not { } installed)
            return FhirJson.Refused(new Refusal(RefusalKind.NotFound, "No such package was installed here.", "name", "not-found"));
        var (_, left) = PackageSet.Of(rulebook.Packages.Packages.Where(package => !ReferenceEquals(package, installed)));
        if (left.Count > 0)
            return FhirJson.Refused(new Refusal(RefusalKind.Conflict, $"{left[0].Package.Label} needs this package.", "name", "conflict"));
        var written = await writer.Write(
            origin.Value, [new Interaction.Delete("Library", InstalledPackages.IdOf(installed.Name, installed.Version), null)],
                UnitLinks.None, ct);
        if (written.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        await rulebook.Renewed(ct);
        return Results.NoContent();
    }
}
