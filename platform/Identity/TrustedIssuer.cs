namespace Phr.Platform.Identity;

/// <summary>An OpenID provider whose access tokens a service accepts: ours, or the one that a site puts in its place.</summary>
public sealed record TrustedIssuer
{
    /// <summary>Claim <c>iss</c>, to the letter.</summary>
    public required string Issuer { get; init; }

    /// <summary>
    /// Where its JWK Set lies. Null: where its discovery document says. Given where a service reaches the issuer under another name
    /// than its callers do.
    /// </summary>
    public string? KeysAddress { get; init; }

    /// <summary>Header <c>typ</c> of its access tokens. RFC 9068 says <c>at+jwt</c>; some products still write <c>JWT</c>.</summary>
    public string TokenType { get; init; } = "at+jwt";

    /// <summary>What stands before <c>role</c> and <c>org</c> in its claims; a site's provider may want a URL there.</summary>
    public string ClaimPrefix { get; init; } = "phr_";

    internal string Discovery => Issuer.TrimEnd('/') + "/.well-known/openid-configuration";
}
