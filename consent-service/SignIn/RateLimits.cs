using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Phr.Platform.Hosting;

namespace Phr.Consent.SignIn;

/// <summary>
/// How often one address may try. Guessing at one account is stopped by its own lock; this stops guessing at many, and keeps password
/// hashing from eating the machine.
/// </summary>
internal static class RateLimits
{
    public const string SignIn = "sign-in";
    public const string Token = "token";

    public static void Register(IServiceCollection services) => services.AddRateLimiter(limiter =>
    {
        limiter.AddMinuteLimit<ConsentOptions>(SignIn, Address, options => options.SignInsPerMinute);
        limiter.AddMinuteLimit<ConsentOptions>(Token, Address, options => options.TokenRequestsPerMinute);
    });

    private static string Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";
}
