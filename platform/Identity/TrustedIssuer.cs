namespace Phr.Platform.Identity;

/// <summary>An OpenID provider whose access tokens a service accepts: ours, or the one that a site puts in its place.</summary>
/// <param name="Issuer">Claim <c>iss</c>, to the letter.</param>
public sealed record TrustedIssuer(string Issuer)
{
    /// <summary>Where the discovery document lies, when not at the issuer's well-known place (behind another network name).</summary>
    public string? MetadataAddress { get; init; }

    /// <summary>Header <c>typ</c> of its access tokens. RFC 9068 says <c>at+jwt</c>; some products still write <c>JWT</c>.</summary>
    public string TokenType { get; init; } = "at+jwt";

    /// <summary>What stands before <c>role</c> and <c>org</c> in its claims; a site's provider may want a URL there.</summary>
    public string ClaimPrefix { get; init; } = "phr_";

    internal string Discovery => MetadataAddress ?? Issuer.TrimEnd('/') + "/.well-known/openid-configuration";
}
