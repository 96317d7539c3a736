using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Consent.Accounts;

/// <summary>
/// <c>GET /internal/identity/accounts/{id}</c>: what the provider writes into tokens of an account; 404 where it may not sign in.
/// </summary>
internal static class FindAccount
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/internal/identity/accounts/{id:guid}", Handle).RequireCaller(CallerRole.Service);

    private static async Task<IResult> Handle(Guid id, AccountBook book, PlatformSettings settings, CancellationToken ct)
    {
        if (await book.Find(id, ct) is not { Disabled: false } account)
            return Results.NotFound();
        var claims = new JsonObject { ["sub"] = id.ToString(), ["phr_role"] = account.Role.ToString().ToLowerInvariant() };
        if (account.Organisation is { } organisation)
            claims["phr_org"] = organisation;
        if (account.Patient is { } patient)
        {
            claims["patient"] = patient;
            claims["fhirUser"] = $"{settings.Urls.Fhir.AbsoluteUri}/Patient/{patient}";
        }
        return Results.Json(claims);
    }
}
