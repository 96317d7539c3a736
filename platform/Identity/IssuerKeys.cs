using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Phr.Platform.Identity;

/// <summary>
/// The signing keys of one issuer, by discovery. Kept until a token names a key that is not among them (a rotation) or they are a
/// day old; asked for at most once a second, whatever kids tokens name, so that made-up kids do not become requests.
/// </summary>
internal sealed class IssuerKeys(TrustedIssuer issuer, HttpClient http, TimeProvider clock) : IDisposable
{
    public static readonly TimeSpan AgeMax = TimeSpan.FromHours(24);
    public static readonly TimeSpan RequestsApart = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _oneRequest = new(1, 1);
    private IReadOnlyCollection<SecurityKey> _keys = [];
    private DateTimeOffset _fetchedAt = DateTimeOffset.MinValue;
    private DateTimeOffset _askedAt = DateTimeOffset.MinValue;

    /// <summary>The keys to try on a token: the one that its <c>kid</c> names. Empty when the issuer has no such key.</summary>
    /// <exception cref="IssuerUnavailableException">The issuer cannot be asked and nothing is known of it yet.</exception>
    public async Task<IReadOnlyList<SecurityKey>> For(string kid, CancellationToken ct)
    {
        var known = Named(kid);
        if (known.Count > 0 && clock.GetUtcNow() - _fetchedAt < AgeMax)
            return known;
        await Refresh(ct);
        return Named(kid);
    }

    public void Dispose() => _oneRequest.Dispose();

    private async Task Refresh(CancellationToken ct)
    {
        await _oneRequest.WaitAsync(ct);
        try
        {
            var now = clock.GetUtcNow();
            // Another request may have brought the key, or failed to, while this one waited.
            if (now - _askedAt < RequestsApart)
            {
                if (_keys.Count == 0)
                    throw new IssuerUnavailableException($"{issuer.Issuer} could not be asked a moment ago.", null);
                return;
            }
            _askedAt = now;
            _keys = await Fetch(ct);
            _fetchedAt = now;
        }
        catch (IssuerUnavailableException) when (_keys.Count > 0)
        {
            // Old keys are still the issuer's word: its absence must not stop those who hold valid tokens.
        }
        finally
        {
            _oneRequest.Release();
        }
    }

    private async Task<IReadOnlyCollection<SecurityKey>> Fetch(CancellationToken ct)
    {
        try
        {
            // Plain HTTP is what runs on loopback and inside a container network; outside, the configuration says https.
            var retriever = new HttpDocumentRetriever(http) { RequireHttps = false };
            if (issuer.KeysAddress is { } address)
                return [.. new JsonWebKeySet(await retriever.GetDocumentAsync(address, ct)).GetSigningKeys()];
            var found = await OpenIdConnectConfigurationRetriever.GetAsync(issuer.Discovery, retriever, ct);
            if (found.Issuer != issuer.Issuer)
                throw new IssuerUnavailableException($"{issuer.Discovery} speaks for another issuer than {issuer.Issuer}.", null);
            return [.. found.SigningKeys];
        }
        catch (Exception e) when (e is IOException or HttpRequestException or ArgumentException or InvalidOperationException)
        {
            throw new IssuerUnavailableException($"The keys of {issuer.Issuer} cannot be fetched.", e);
        }
    }

    private IReadOnlyList<SecurityKey> Named(string kid) => [.. _keys.Where(key => key.KeyId == kid)];
}

/// <summary>The issuer of a token cannot be asked for its keys: the token can be neither accepted nor rejected.</summary>
public sealed class IssuerUnavailableException(string message, Exception? inner) : Exception(message, inner);
