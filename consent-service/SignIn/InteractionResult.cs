using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Consent.SignIn;

/// <summary>
/// How an interaction ended, signed for the provider and carried there by the person's own browser. It is bound to the interaction,
/// taken once, and good for half a minute; without the browser's cookie it is worth nothing.
/// </summary>
public sealed class InteractionResult(ClientKey key, PlatformSettings settings, TimeProvider clock)
{
    private const string TokenType = "interaction-result+jwt";

    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    /// <summary>This person signed in.</summary>
    public IResult SignedIn(string uid, Guid account, IReadOnlyList<string> methods) =>
        Redirect(uid, new() { ["sub"] = account.ToString(), ["amr"] = methods.ToArray() });

    /// <summary>This person lets the app have these scopes.</summary>
    public IResult Approved(string uid, Guid account, IEnumerable<string> scopes) =>
        Redirect(uid, new() { ["sub"] = account.ToString(), ["scope"] = string.Join(' ', scopes) });

    /// <summary>The person said no.</summary>
    public IResult Denied(string uid) => Redirect(uid, new() { ["denied"] = true });

    private IResult Redirect(string uid, Dictionary<string, object> claims)
    {
        var now = clock.GetUtcNow();
        claims["uid"] = uid;
        claims["jti"] = RandomNumberGenerator.GetHexString(32);
        var result = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = key.ClientId,
            Audience = settings.Urls.Issuer.AbsoluteUri,
            TokenType = TokenType,
            IssuedAt = now.UtcDateTime,
            Expires = (now + Lifetime).UtcDateTime,
            Claims = claims,
            SigningCredentials = key.Credentials,
        });
        return new SeeOther($"{settings.Urls.Issuer.AbsolutePath}/interaction/{Uri.EscapeDataString(uid)}/finish?result={result}");
    }

    /// <summary>303: the browser follows with GET, whatever it sent (RFC 9110 section 15.4.4).</summary>
    private sealed record SeeOther(string Location) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = Location;
            httpContext.Response.Headers.CacheControl = "no-store";
            return Task.CompletedTask;
        }
    }
}
