using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
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

    private const int Segments = 6;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private static readonly ErrorAnswer TooMany = new(StatusCodes.Status429TooManyRequests, "Too many requests. Try again later.");

    public static void Register(IServiceCollection services) => services.AddRateLimiter(limiter =>
    {
        limiter.AddPolicy(SignIn, context => Of(context, options => options.SignInsPerMinute));
        limiter.AddPolicy(Token, context => Of(context, options => options.TokenRequestsPerMinute));
        limiter.OnRejected = async (rejected, ct) =>
        {
            // The window slides a segment at a time; then there may be room again.
            rejected.HttpContext.Response.Headers.RetryAfter = (Window / Segments).TotalSeconds.ToString(CultureInfo.InvariantCulture);
            await ProblemJson.Write(rejected.HttpContext, TooMany, ct);
        };
    });

    private static RateLimitPartition<string> Of(HttpContext context, Func<ConsentOptions, int> permits)
    {
        var options = context.RequestServices.GetRequiredService<IOptions<ConsentOptions>>().Value;
        return RateLimitPartition.GetSlidingWindowLimiter(context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new()
        {
            PermitLimit = permits(options), Window = Window, SegmentsPerWindow = Segments, QueueLimit = 0, AutoReplenishment = true,
        });
    }
}
