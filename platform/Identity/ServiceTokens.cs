using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Phr.Platform.Identity;

/// <summary>
/// Access tokens for a service itself: client_credentials with private_key_jwt (SMART Backend Services; RFC 7523). One token is
/// kept and renewed before it expires; concurrent callers share one request.
/// </summary>
/// <param name="tokenEndpoint">Where the provider's token endpoint is reached from here.</param>
/// <param name="issuer">The provider as it names itself: audience of the assertion.</param>
/// <param name="scope">Scopes to ask for, separated by blanks.</param>
public sealed class ServiceTokens(ClientKey key, Uri tokenEndpoint, Uri issuer, string scope, HttpClient http, TimeProvider clock)
    : IDisposable
{
    /// <summary>A token is renewed when less than this is left of it, so that it does not expire under way.</summary>
    public static readonly TimeSpan RenewBefore = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan AssertionLifetime = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _oneRequest = new(1, 1);
    private KeptToken? _kept;

    /// <summary>A token that is good for some time yet.</summary>
    /// <exception cref="HttpRequestException">The provider refused or cannot be reached.</exception>
    public async Task<string> Token(CancellationToken ct)
    {
        if (Fresh() is { } fresh)
            return fresh;
        await _oneRequest.WaitAsync(ct);
        try
        {
            if (Fresh() is { } brought)
                return brought;
            _kept = await Request(ct);
            return _kept.Token;
        }
        finally
        {
            _oneRequest.Release();
        }
    }

    /// <summary>Forgets a token that a service did not accept, so that the next call asks for another.</summary>
    public void Discard(string token)
    {
        if (_kept?.Token == token)
            _kept = null;
    }

    public void Dispose() => _oneRequest.Dispose();

    private string? Fresh() => _kept is { } kept && clock.GetUtcNow() < kept.RenewAt ? kept.Token : null;

    private async Task<KeptToken> Request(CancellationToken ct)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["scope"] = scope,
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = Assertion(),
        });
        var asked = clock.GetUtcNow();
        using var response = await http.PostAsync(tokenEndpoint, form, ct);
        if (!response.IsSuccessStatusCode)
        {
            var answer = await response.Content.ReadAsStringAsync(ct);
            throw new HttpRequestException($"The token endpoint refused client {key.ClientId}: {answer}", null, response.StatusCode);
        }
        var grant = await response.Content.ReadFromJsonAsync<TokenAnswer>(ct)
            ?? throw new HttpRequestException("The token endpoint answered without a token.");
        return new KeptToken(grant.AccessToken, asked.AddSeconds(grant.ExpiresIn) - RenewBefore);
    }

    private string Assertion()
    {
        var now = clock.GetUtcNow();
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = key.ClientId,
            Audience = issuer.AbsoluteUri,
            IssuedAt = now.UtcDateTime,
            Expires = (now + AssertionLifetime).UtcDateTime,
            Claims = new Dictionary<string, object> { ["sub"] = key.ClientId, ["jti"] = Guid.NewGuid().ToString("N") },
            SigningCredentials = key.Credentials,
        });
    }

    private sealed record KeptToken(string Token, DateTimeOffset RenewAt);

    private sealed record TokenAnswer(
        [property: JsonPropertyName("access_token")] string AccessToken, [property: JsonPropertyName("expires_in")] int ExpiresIn);
}

/// <summary>Puts the service's token on each request; where it is not accepted, once more with a new one.</summary>
public sealed class ServiceTokenHandler(ServiceTokens tokens) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var token = await tokens.Token(cancellationToken);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        // Read first: content that was streamed out cannot be sent a second time.
        if (request.Content is not null)
            await request.Content.LoadIntoBufferAsync(cancellationToken);
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode != System.Net.HttpStatusCode.Unauthorized)
            return response;
        response.Dispose();
        tokens.Discard(token);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await tokens.Token(cancellationToken));
        return await base.SendAsync(request, cancellationToken);
    }
}
