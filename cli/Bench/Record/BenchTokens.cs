using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Phr.Cli.Host;
using Phr.Platform.Hosting;

namespace Phr.Cli.Bench.Record;

/// <summary>
/// Access tokens of the bench's own platform, signed with the key that its identity provider keeps in the data folder:
/// the bench stands for more people than could sign in by password in reasonable time. Verified like all others (RFC
/// 9068).
/// </summary>
internal sealed class BenchTokens : IDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(4);

    private readonly ServiceUrls _urls;
    private readonly ECDsa _ecdsa;
    private readonly SigningCredentials _signing;

    public BenchTokens(SeparatePlatform platform)
    {
        _urls = platform.Urls;
        using var keys = JsonDocument.Parse(File.ReadAllBytes(platform.Folder.Inside(Path.Combine("keys", "identity.json"))));
        var jwk = keys.RootElement.GetProperty("signing")[0];
        _ecdsa = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            D = Base64UrlEncoder.DecodeBytes(jwk.GetProperty("d").GetString()),
            Q = new ECPoint
            {
                X = Base64UrlEncoder.DecodeBytes(jwk.GetProperty("x").GetString()), Y = Base64UrlEncoder.DecodeBytes(jwk.GetProperty("y").GetString()),
            },
        });
        _signing = new SigningCredentials(
            new ECDsaSecurityKey(_ecdsa) { KeyId = jwk.GetProperty("kid").GetString() }, SecurityAlgorithms.EcdsaSha256);
    }

    public string Hospital(string organisation) => Token(organisation, organisation, "hospital", "system/*.cruds", new() { ["phr_org"] = organisation });

    public string Clinician(string organisation) => Token("bench-clinician", "bench", "clinician", "user/*.cruds", new() { ["phr_org"] = organisation });

    /// <param name="patient">Id of the person's own Patient.</param>
    public string Person(string patient) => Token($"account-{patient}", "bench", "patient", "patient/*.cruds", new() { ["patient"] = patient });

    /// <summary>The service that makes people's own Patients.</summary>
    public string ConsentService() => Token("consent", "consent", "service", "system/*.cruds", []);

    public void Dispose() => _ecdsa.Dispose();

    private string Token(string subject, string client, string role, string scope, Dictionary<string, object> claims)
    {
        (claims["sub"], claims["client_id"], claims["phr_role"], claims["scope"]) = (subject, client, role, scope);
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = _urls.Issuer.AbsoluteUri, Audience = _urls.Fhir.AbsoluteUri, TokenType = "at+jwt", Claims = claims,
            Expires = DateTime.UtcNow + Life, SigningCredentials = _signing,
        });
    }
}
