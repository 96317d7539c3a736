using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Phr.Platform.Hosting;

namespace Phr.Platform.Identity;

/// <summary>
/// Bearer tokens (RFC 6750) as an ASP.NET Core authentication scheme. A request without a token passes to routes that ask for none;
/// one with a bad token is refused with 401 wherever a token is required.
/// </summary>
public sealed class BearerTokens(
    IOptionsMonitor<BearerTokenOptions> options, ILoggerFactory loggers, UrlEncoder encoder, TokenVerifier verifier)
    : AuthenticationHandler<BearerTokenOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Bearer";

    private static readonly Refusal NoToken = new(RefusalKind.Unauthenticated, "An access token is needed.", Code: "login");

    private Refusal? _refusal;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Presented() is not { } token)
            return AuthenticateResult.NoResult();
        var (principal, refusal) = await verifier.Verify(token, Context.RequestAborted);
        _refusal = refusal;
        return principal is null
            ? AuthenticateResult.Fail(refusal!.Reason)
            : AuthenticateResult.Success(new AuthenticationTicket(principal, SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var refusal = _refusal ?? NoToken;
        Response.StatusCode = refusal.Status;
        if (refusal.Kind == RefusalKind.Unauthenticated)
            Response.Headers.WWWAuthenticate = Challenge(_refusal);
        return Options.WriteRefusal(Context, ErrorAnswer.Of(refusal), Context.RequestAborted);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status403Forbidden;
        return Options.WriteRefusal(
            Context, new ErrorAnswer(StatusCodes.Status403Forbidden, "The access token does not permit this."), Context.RequestAborted);
    }

    // RFC 6750 section 3: no error code where no token was sent.
    private static string Challenge(Refusal? refusal) => refusal is null
        ? "Bearer realm=\"phr\""
        : $"Bearer realm=\"phr\", error=\"invalid_token\", error_description=\"{refusal.Reason}\"";

    private string? Presented()
    {
        var header = Request.Headers.Authorization;
        const string prefix = SchemeName + " ";
        return header.Count == 1 && header[0] is { } value && value.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            ? value[prefix.Length..].Trim()
            : null;
    }
}

/// <summary>How a service takes bearer tokens into use.</summary>
public static class BearerTokensSetup
{
    /// <summary>Registers the scheme as the default one, the verifier, and authorisation by role.</summary>
    /// <param name="http">Fetches discovery documents; null makes a client of its own with a timeout of 5 seconds.</param>
    public static IServiceCollection AddBearerTokens(
        this IServiceCollection services, Action<BearerTokenOptions> configure, HttpClient? http = null)
    {
        services.AddAuthentication(BearerTokens.SchemeName).AddScheme<BearerTokenOptions, BearerTokens>(BearerTokens.SchemeName, configure);
        services.AddAuthorization();
        services.AddSingleton(provider => new TokenVerifier(
            provider.GetRequiredService<IOptionsMonitor<BearerTokenOptions>>().Get(BearerTokens.SchemeName),
            http ?? new HttpClient { Timeout = TimeSpan.FromSeconds(5) },
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            provider.GetRequiredService<ILogger<TokenVerifier>>()));
        return services;
    }

    /// <summary>The route needs a verified token of one of the roles; of any role when none is named.</summary>
    public static T RequireCaller<T>(this T routes, params CallerRole[] roles) where T : IEndpointConventionBuilder
    {
        var policy = new AuthorizationPolicyBuilder(BearerTokens.SchemeName).RequireAuthenticatedUser();
        if (roles.Length > 0)
            policy.RequireRole(roles.Select(role => role.ToString()));
        return routes.RequireAuthorization(policy.Build());
    }
}
