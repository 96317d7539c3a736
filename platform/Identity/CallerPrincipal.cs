using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Phr.Platform.Identity;

/// <summary>A caller as ASP.NET Core carries it. Built once a token and shared by its requests, so it must not be changed.</summary>
public sealed class CallerPrincipal : ClaimsPrincipal
{
    public CallerPrincipal(Caller caller)
        : base(new ClaimsIdentity([new(ClaimTypes.Role, caller.Role.ToString())], BearerTokens.SchemeName)) => Caller = caller;

    public Caller Caller { get; }
}

/// <summary>The caller of a request.</summary>
public static class CallerOfRequest
{
    /// <exception cref="InvalidOperationException">The route lets requests without a token in: a bug of the route.</exception>
    public static Caller Caller(this HttpContext context) =>
        (context.User as CallerPrincipal)?.Caller
        ?? throw new InvalidOperationException("The route asks for a caller, but does not require a token.");

    /// <summary>The caller, or null where a request without a token is let in.</summary>
    public static Caller? CallerOrNull(this HttpContext context) => (context.User as CallerPrincipal)?.Caller;
}
