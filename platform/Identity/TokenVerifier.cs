using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Phr.Platform.Identity;

/// <summary>
/// Decides whether a text is an access token for this platform (RFC 9068 section 4, RFC 8725), and whose. Asymmetric signatures
/// only; issuer, audience, type and lifetime have to be right; the claims have to make sense for the role.
/// </summary>
public sealed class TokenVerifier : IDisposable
{
    /// <summary>Characters of a token. Ours have about 900.</summary>
    public const int CharactersMax = 8 * 1024;

    private static readonly string[] Algorithms =
        [SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384,
         SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384];

    private readonly BearerTokenOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<TokenVerifier> _log;
    private readonly VerifiedTokens _verified;
    private readonly Dictionary<string, (TrustedIssuer Issuer, IssuerKeys Keys)> _issuers;
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = CharactersMax };

    public TokenVerifier(BearerTokenOptions options, HttpClient http, TimeProvider clock, ILogger<TokenVerifier> log)
    {
        options.Validate();
        (_options, _clock, _log) = (options, clock, log);
        _verified = new VerifiedTokens(options.VerifiedTokensMax);
        _issuers = options.Issuers.ToDictionary(i => i.Issuer, i => (i, new IssuerKeys(i, http, clock)), StringComparer.Ordinal);
    }

    /// <summary>The caller that the token speaks for, or why it speaks for none (401; 503 when the issuer is away).</summary>
    public async ValueTask<(CallerPrincipal? Principal, Refusal? Refusal)> Verify(string token, CancellationToken ct)
    {
        if (token.Length > CharactersMax)
            return Rejected("The access token is too long.");
        var hash = TokenHash.Of(token);
        if (_verified.Find(hash, _clock.GetUtcNow() - _options.ClockTolerance) is { } known)
            return (known, null);
        var (caller, refusal) = await Decide(token, ct);
        if (caller is null)
            return (null, refusal);
        var principal = new CallerPrincipal(caller);
        _verified.Add(hash, principal);
        return (principal, null);
    }

    public void Dispose()
    {
        foreach (var (_, keys) in _issuers.Values)
            keys.Dispose();
    }

    private async Task<(Caller?, Refusal?)> Decide(string text, CancellationToken ct)
    {
        if (!_handler.CanReadToken(text) || Read(text) is not { } token)
            return (null, Reject("The access token is not a JSON Web Token."));
        if (!_issuers.TryGetValue(token.Issuer, out var trusted))
            return (null, Reject("The access token comes from an issuer that is not trusted here."));
        IReadOnlyList<SecurityKey> keys;
        try
        {
            keys = await trusted.Keys.For(token.Kid, ct);
        }
        catch (IssuerUnavailableException e)
        {
            _log.LogWarning(e, "Tokens of {Issuer} cannot be verified.", token.Issuer);
            return (null, new Refusal(RefusalKind.Unavailable, "The issuer of the access token cannot be reached."));
        }
        if (keys.Count == 0)
            return (null, Reject("The access token is signed with a key that its issuer does not publish."));
        var result = await _handler.ValidateTokenAsync(token, Parameters(trusted.Issuer, keys));
        if (!result.IsValid)
            return (null, Reject(Reason(result.Exception)));
        var caller = TokenClaims.Caller(token, trusted.Issuer.ClaimPrefix);
        return caller is null ? (null, Reject("The claims of the access token do not say who acts.")) : (caller, null);
    }

    private JsonWebToken? Read(string text)
    {
        try
        {
            return _handler.ReadJsonWebToken(text);
        }
        catch (ArgumentException)
        {
            return null;   // Three parts, but not base64url of JSON.
        }
    }

    private TokenValidationParameters Parameters(TrustedIssuer issuer, IEnumerable<SecurityKey> keys) => new()
    {
        ValidIssuer = issuer.Issuer,
        ValidAudience = _options.Audience,
        ValidTypes = [issuer.TokenType, "application/" + issuer.TokenType],
        ValidAlgorithms = Algorithms,
        IssuerSigningKeys = keys,
        RequireExpirationTime = true,
        RequireSignedTokens = true,
        TryAllIssuerSigningKeys = false,
        ClockSkew = _options.ClockTolerance,
        LifetimeValidator = Alive,
    };

    private bool Alive(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = _clock.GetUtcNow().UtcDateTime;
        return expires > now - parameters.ClockSkew && (notBefore is null || notBefore <= now + parameters.ClockSkew);
    }

    private static string Reason(Exception? fault) => fault switch
    {
        SecurityTokenExpiredException or SecurityTokenInvalidLifetimeException or SecurityTokenNoExpirationException =>
            "The access token has expired.",
        SecurityTokenInvalidAudienceException => "The access token is meant for another audience.",
        SecurityTokenInvalidTypeException => "The token is not an access token.",
        _ => "The signature of the access token does not hold.",
    };

    private static Refusal Reject(string reason) => new(RefusalKind.Unauthenticated, reason, Code: "login");

    private static (CallerPrincipal?, Refusal?) Rejected(string reason) => (null, Reject(reason));
}
