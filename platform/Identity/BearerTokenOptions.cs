using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Configuration;
using Phr.Platform.Hosting;

namespace Phr.Platform.Identity;

/// <summary>Which tokens a service takes, and how it says no.</summary>
public sealed class BearerTokenOptions : AuthenticationSchemeOptions
{
    /// <summary>A token names its issuer; it has to be one of these. At least one.</summary>
    public IReadOnlyList<TrustedIssuer> Issuers { get; set; } = [];

    /// <summary>Claim <c>aud</c>: the FHIR base, for every service of the platform.</summary>
    public string Audience { get; set; } = "";

    /// <summary>How far clocks may differ, applied to <c>exp</c> and <c>nbf</c>. 0 to 60 seconds.</summary>
    public TimeSpan ClockTolerance { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Verified tokens that are remembered until they expire, in two generations of this size. A token revoked in the meantime is
    /// accepted until its <c>exp</c> plus the tolerance: the bound is the issuer's token lifetime (5 minutes by default here).
    /// </summary>
    public int VerifiedTokensMax { get; set; } = 10_000;

    /// <summary>Writes the body of a 401 or 403 in the service's own form (OperationOutcome, problem+json).</summary>
    public WriteError WriteRefusal { get; set; } = ProblemJson.Write;

    /// <summary>
    /// Trusts the platform's own provider, whose keys are fetched on the inner network, and those of configuration section
    /// <c>Identity:Issuers</c>.
    /// </summary>
    public void Trust(PlatformSettings settings, IConfiguration configuration)
    {
        var own = new TrustedIssuer
        {
            Issuer = settings.Urls.Issuer.AbsoluteUri, KeysAddress = new Uri(settings.Urls.Consent, "oidc/jwks").AbsoluteUri,
        };
        Issuers = [own, .. configuration.GetSection("Identity:Issuers").Get<TrustedIssuer[]>() ?? []];
        Audience = settings.Urls.Fhir.AbsoluteUri;
    }

    public override void Validate()
    {
        if (Issuers.Count == 0 || Audience.Length == 0)
            throw new InvalidOperationException("BearerTokens needs at least one issuer and the audience.");
        if (ClockTolerance < TimeSpan.Zero || ClockTolerance > TimeSpan.FromSeconds(60))
            throw new InvalidOperationException("BearerTokens: the clock tolerance is 0 to 60 seconds.");
        if (VerifiedTokensMax is < 1 or > 1_000_000)
            throw new InvalidOperationException("BearerTokens: between 1 and 1,000,000 verified tokens are remembered.");
    }
}
