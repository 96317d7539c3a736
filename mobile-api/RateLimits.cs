using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Mobile;

/// <summary>How often one person may ask, over all their devices: an app that went wild slows down nobody else.</summary>
internal static class RateLimits
{
    public const string Uploads = "uploads";
    public const string Requests = "requests";

    private const int Segments = 6;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private static readonly ErrorAnswer TooMany = new(StatusCodes.Status429TooManyRequests, "Too many requests. Try again later.");

    public static void Register(IServiceCollection services) => services.AddRateLimiter(limiter =>
    {
        limiter.AddPolicy(Requests, context => Of(context, options => options.RequestsPerMinute));
        limiter.AddPolicy(Uploads, context => Of(context, options => options.UploadsPerMinute));
        limiter.OnRejected = async (rejected, ct) =>
        {
            // The window slides a segment at a time; then there may be room again.
            rejected.HttpContext.Response.Headers.RetryAfter = (Window / Segments).TotalSeconds.ToString(CultureInfo.InvariantCulture);
            await ProblemJson.Write(rejected.HttpContext, TooMany, ct);
        };
    });

    private static RateLimitPartition<string> Of(HttpContext context, Func<MobileOptions, int> permits)
    {
        var options = context.RequestServices.GetRequiredService<IOptions<MobileOptions>>().Value;
        return RateLimitPartition.GetSlidingWindowLimiter(context.CallerOrNull()?.Subject ?? "", _ => new()
        {
            PermitLimit = permits(options), Window = Window, SegmentsPerWindow = Segments, QueueLimit = 0, AutoReplenishment = true,
        });
    }
}
