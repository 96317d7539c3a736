using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Phr.Platform.Hosting;

namespace Phr.Tests.Mobile;

/// <summary>A request that reached a service behind mobile-api.</summary>
internal sealed record Asked(string Method, string Path, string Query, string? Authorization, string? Key, string Body)
{
    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();
}

/// <summary>
/// The services behind mobile-api on one loopback address: provider, record, consents, model. What they hold is the test's
/// (<see cref="FakeRecord"/>); consents are compiled and explained by the real consent-service's code.
/// </summary>
internal sealed class FakePlatform : IAsyncDisposable
{
    public const string Person = "own-1";

    private readonly ECDsaSecurityKey _key = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "test" };
    private readonly ConcurrentDictionary<string, string> _challenges = new();
    private readonly WebApplication _app;
    private PlatformSettings? _settings;

    public FakePlatform()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Use(Note);
        MapProvider();
        Record.Map(_app);
    }

    public FakeRecord Record { get; } = new();

    public ConcurrentQueue<Asked> Requests { get; } = new();

    /// <summary>What every request gets instead of an answer, when a test wants a service to fail.</summary>
    public Func<HttpContext, Task>? Instead { get; set; }

    /// <summary>The provider gives no more tokens: the person's grant has ended.</summary>
    public bool RefusesTokens { get; set; }

    public Uri Address => new(_app.Urls.First());

    public Task Start() => _app.StartAsync();

    public void Knows(PlatformSettings settings) => _settings = settings;

    public string Token(string role = "patient", string? patient = Person, string subject = "account-1", int seconds = 600)
    {
        var claims = new Dictionary<string, object>
        {
            ["sub"] = subject, ["client_id"] = "phone", ["phr_role"] = role, ["scope"] = "openid patient/*.cruds",
            ["phr_org"] = "hospital-a",
        };
        if (patient is not null)
            claims["patient"] = patient;
        var now = DateTime.UtcNow;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = _settings!.Urls.Issuer.AbsoluteUri, Audience = _settings.Urls.Fhir.AbsoluteUri, TokenType = "at+jwt", Claims = claims,
            IssuedAt = now.AddSeconds(Math.Min(seconds, 0) - 1), Expires = now.AddSeconds(seconds),
            SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.EcdsaSha256),
        });
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Note(HttpContext context, RequestDelegate next)
    {
        context.Request.EnableBuffering();
        var body = await new StreamReader(context.Request.Body).ReadToEndAsync();
        context.Request.Body.Position = 0;
        var headers = context.Request.Headers;
        Requests.Enqueue(new Asked(
            context.Request.Method, context.Request.Path, context.Request.QueryString.ToString(),
            headers.Authorization, headers["Idempotency-Key"], body));
        if (Instead is { } instead && !context.Request.Path.StartsWithSegments("/oidc"))
            await instead(context);
        else
            await next(context);
    }

    // The provider as a browser sees it: it sends the person back at once, checks PKCE, and answers the app's origin.
    private void MapProvider()
    {
        _app.MapGet("/oidc/jwks", () => Results.Json(new { keys = new[] { Jwk() } }));
        _app.MapGet("/oidc/auth", (string redirect_uri, string state, string code_challenge) =>
        {
            var code = Guid.NewGuid().ToString("N");
            _challenges[code] = code_challenge;
            var answer = new Dictionary<string, string?> { ["code"] = code, ["state"] = state };
            return Results.Redirect(QueryHelpers.AddQueryString(redirect_uri, answer));
        });
        _app.MapPost("/oidc/token", Exchange);
        _app.MapPost("/oidc/token/revocation", (HttpResponse response) =>
        {
            Allow(response);
            return Results.Ok();
        });
    }

    private async Task<IResult> Exchange(HttpRequest request)
    {
        Allow(request.HttpContext.Response);
        var form = await request.ReadFormAsync();
        var isFirst = form["grant_type"] == "authorization_code";
        if (RefusesTokens || (isFirst && !IsProved(form["code"].ToString(), form["code_verifier"].ToString())))
            return Results.Json(new { error = "invalid_grant" }, statusCode: 400);
        return Results.Json(new { access_token = Token(), expires_in = 600, refresh_token = "refresh-1",
            token_type = "Bearer", patient = Person });
    }

    private bool IsProved(string code, string verifier) =>
        _challenges.TryRemove(code, out var challenge)
        && Base64UrlEncoder.Encode(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(verifier))) == challenge;

    private void Allow(HttpResponse response) =>
        response.Headers.AccessControlAllowOrigin = _settings!.Urls.Mobile.GetLeftPart(UriPartial.Authority);

    private object Jwk()
    {
        var q = _key.ECDsa.ExportParameters(false).Q;
        return new { kty = "EC", crv = "P-256", alg = "ES256", use = "sig", kid = _key.KeyId,
            x = Base64UrlEncoder.Encode(q.X), y = Base64UrlEncoder.Encode(q.Y) };
    }
}
