using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Phr.Consent.SignIn;

/// <summary>What the provider asks of the person in one browser.</summary>
/// <param name="Prompt"><c>login</c> or <c>consent</c>.</param>
/// <param name="AccountId">Who is signed in in this browser; null before.</param>
/// <param name="Scope">What the app asks for, separated by blanks.</param>
public sealed record Interaction(
    string Uid, string Prompt, Guid? AccountId, string Scope, string? RedirectUri, string? Locales, string? LoginHint,
    InteractionClient Client);

/// <summary>The app that asks.</summary>
/// <param name="Scopes">What it was registered for.</param>
public sealed record InteractionClient(string Id, string? Name, string? NameJa, string Scopes)
{
    public Wording Wording => new(NameJa ?? Name ?? Id, Name ?? Id);
}

/// <summary>Asks the provider about the interaction of a browser, on the inner network, with that browser's cookies.</summary>
/// <param name="provider">Client based at the provider's own address.</param>
public sealed class Interactions(HttpClient provider)
{
    /// <summary>The interaction, or null when this browser has none under the uid: begun elsewhere, over, or made up.</summary>
    public async Task<Interaction?> Find(string uid, HttpRequest browser, CancellationToken ct)
    {
        var address = new Uri($"internal/interactions/{Uri.EscapeDataString(uid)}", UriKind.Relative);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation(HeaderNames.Cookie, (IEnumerable<string?>)browser.Headers.Cookie);
        using var response = await provider.SendAsync(request, ct);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<Interaction>(ct);
    }
}
