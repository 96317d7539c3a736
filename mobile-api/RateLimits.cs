using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Mobile;

/// <summary>How often one person may ask, over all their devices: an app that went wild slows down nobody else.</summary>
internal static class RateLimits
{
    public const string Uploads = "uploads";
    public const string Requests = "requests";

    public static void Register(IServiceCollection services) => services.AddRateLimiter(limiter =>
    {
        limiter.AddMinuteLimit<MobileOptions>(Requests, Person, options => options.RequestsPerMinute);
        limiter.AddMinuteLimit<MobileOptions>(Uploads, Person, options => options.UploadsPerMinute);
    });

    private static string Person(HttpContext context) => context.CallerOrNull()?.Subject ?? "";
}
