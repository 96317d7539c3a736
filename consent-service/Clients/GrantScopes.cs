using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Platform.Identity;

namespace Phr.Consent.Clients;

/// <summary><c>POST /internal/identity/scopes</c>: the provider asks what of a request may be granted (<see cref="ScopeGrant"/>).</summary>
internal static class GrantScopes
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/internal/identity/scopes", Handle).RequireCaller(CallerRole.Service);

    private static IResult Handle(ScopeQuestion question) =>
        Results.Json(new { granted = string.Join(' ', ScopeGrant.Of(question.Requested, question.Allowed, question.Role)) });

    private sealed record ScopeQuestion(string Requested, string Allowed, string? Role);
}
