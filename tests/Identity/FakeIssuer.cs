using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Phr.Tests.Identity;

/// <summary>An OpenID provider at the other end of an <see cref="HttpClient"/>, whose keys and tokens the test makes.</summary>
internal sealed class FakeIssuer : HttpMessageHandler
{
    public const string Name = "https://issuer.example/oidc";
    public const string Audience = "https://record.example/fhir";

    private ECDsaSecurityKey _key = NewKey("first");

    public int KeyRequests { get; private set; }

    public bool Away { get; set; }

    public HttpClient Client => new(this, disposeHandler: false);

    public void Rotate(string kid) => _key = NewKey(kid);

    public Dictionary<string, object> Claims { get; } = new()
    {
        ["sub"] = "account-1", ["client_id"] = "phone", ["phr_role"] = "patient", ["patient"] = "p1", ["scope"] = "openid patient/*.rs",
    };

    public string Token(
        DateTimeOffset now, string audience = Audience, string issuer = Name, string type = "at+jwt", int seconds = 300,
        SigningCredentials? credentials = null) => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }
        .CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer, Audience = audience, TokenType = type, Claims = Claims,
            IssuedAt = now.UtcDateTime, Expires = now.AddSeconds(seconds).UtcDateTime,
            SigningCredentials = credentials ?? new SigningCredentials(_key, SecurityAlgorithms.EcdsaSha256),
        });

    public byte[] PublicKeyBytes => _key.ECDsa.ExportSubjectPublicKeyInfo();

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Away)
            throw new HttpRequestException("away");
        var path = request.RequestUri!.AbsolutePath;
        if (path.EndsWith("/jwks", StringComparison.Ordinal))
            KeyRequests++;
        object body = path.EndsWith("/jwks", StringComparison.Ordinal)
            ? new { keys = new[] { Jwk() } }
            : new { issuer = Name, jwks_uri = Name + "/jwks" };
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
        });
    }

    private object Jwk()
    {
        var q = _key.ECDsa.ExportParameters(false).Q;
        var (x, y) = (Base64UrlEncoder.Encode(q.X), Base64UrlEncoder.Encode(q.Y));
        return new { kty = "EC", crv = "P-256", alg = "ES256", use = "sig", kid = _key.KeyId, x, y };
    }

    private static ECDsaSecurityKey NewKey(string kid) => new(ECDsa.Create(ECCurve.NamedCurves.nistP256))
    {
        KeyId = kid, CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
    };
}

/// <summary>A clock that the test moves.</summary>
internal sealed class SetClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
