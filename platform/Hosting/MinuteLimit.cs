using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Phr.Platform.Hosting;

/// <summary>How often one caller may ask within a minute. Beyond it: 429 with <c>Retry-After</c> (RFC 6585 §4).</summary>
public static class MinuteLimit
{
    private const int Segments = 6;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private static readonly ErrorAnswer TooMany = new(StatusCodes.Status429TooManyRequests, "Too many requests. Try again later.");

    /// <param name="who">Names the caller whose requests count together.</param>
    /// <param name="permits">How many a minute.</param>
    public static void AddMinuteLimit<TOptions>(
        this RateLimiterOptions limiter, string policy, Func<HttpContext, string> who, Func<TOptions, int> permits)
        where TOptions : class
    {
        limiter.AddPolicy(policy, context => RateLimitPartition.GetSlidingWindowLimiter(who(context), _ => new()
        {
            PermitLimit = permits(context.RequestServices.GetRequiredService<IOptions<TOptions>>().Value),
            Window = Window, SegmentsPerWindow = Segments, QueueLimit = 0, AutoReplenishment = true,
        }));
        limiter.OnRejected = Refuse;
    }

    private static async ValueTask Refuse(OnRejectedContext rejected, CancellationToken ct)
    {
        // The window slides a segment at a time; then there may be room again.
        rejected.HttpContext.Response.Headers.RetryAfter = (Window / Segments).TotalSeconds.ToString(CultureInfo.InvariantCulture);
        await ProblemJson.Write(rejected.HttpContext, TooMany, ct);
    }
}
