using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Phr.Mobile.Forwarding;
using Phr.Mobile.Page;
using Phr.Mobile.Record;
using Phr.Mobile.Risk;
using Phr.Mobile.Sharing;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Mobile;

/// <summary>
/// mobile-api: what a person's phone talks to, and the reference web app. It keeps nothing and has no power of its own: each request goes
/// on with the person's token, and the service that gets it decides.
/// </summary>
public static class MobileApi
{
    /// <summary>Client id of this service.</summary>
    public const string ClientId = "mobile";

    public static readonly ServiceDefinition Definition = new("mobile", Register, Map)
    {
        Limits = new ServiceLimits { BodyBytesMax = Readings.BodyBytesMax },
    };

    private static void Register(WebApplicationBuilder builder, PlatformSettings settings)
    {
        var services = builder.Services;
        services.AddOptionsWithValidateOnStart<MobileOptions>().BindConfiguration("Mobile").ValidateDataAnnotations();
        services.AddBearerTokens(options => options.Trust(settings, builder.Configuration));
        RateLimits.Register(services);
        services.AddSingleton(provider => new Upstreams(settings.Urls, provider.GetRequiredService<IOptions<MobileOptions>>().Value));
        services.AddSingleton<OwnConsents>();
    }

    private static void Map(WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        AppFiles.Map(app);
        AppSettings.Map(app);
        OpenApiDocument.Map(app);
        var api = app.MapGroup("/api").RequireCaller(CallerRole.Patient).RequireRateLimiting(RateLimits.Requests);
        api.AddEndpointFilter(NotKept);
        Timeline.Map(api);
        TimelineChanges.Map(api);
        Entry.Map(api);
        Readings.Map(api);
        Risks.Map(api);
        Switches.Map(api);
        Me.Map(api);
        Matches.Map(api);
        Links.Map(api);
        Consents.Map(api);
        Refusals.Map(api);
        Parties.Map(api);
        Studies.Map(api);
        Accesses.Map(api);
        EraseStream.Map(api);
    }

    // No copy in a browser or a proxy outlives the sign-in.
    private static ValueTask<object?> NotKept(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        invocation.HttpContext.Response.Headers.CacheControl = "no-store";
        return next(invocation);
    }
}
