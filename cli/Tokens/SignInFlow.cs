using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using System.Web;
using Microsoft.IdentityModel.Tokens;
using Phr.Consent.Accounts;

namespace Phr.Cli.Tokens;

/// <summary>The app that a person signs in to.</summary>
/// <param name="Issuer">Of the provider, for example <c>http://127.0.0.1:8001/oidc</c>.</param>
/// <param name="FhirBase">SMART's <c>aud</c>.</param>
internal sealed record App(string ClientId, string RedirectUri, Uri Issuer, Uri FhirBase);

/// <summary>What a person needs to sign in.</summary>
/// <param name="TotpSecret">Base 32, as the authenticator app was given it.</param>
internal sealed record Credentials(string Login, string Password, string TotpSecret);

/// <summary>What the token endpoint gave.</summary>
internal sealed record Tokens(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("scope")] string Scope,
    [property: JsonPropertyName("refresh_token")] string? RefreshToken,
    [property: JsonPropertyName("id_token")] string? IdToken,
    [property: JsonPropertyName("patient")] string? Patient);

/// <summary>
/// SMART App Launch, standalone, without a window: authorization code and PKCE through the same pages that a person sees. There is no
/// shorter way in.
/// </summary>
internal static class SignInFlow
{
    /// <summary>Redirect URI of a sign-in without a window. Nothing listens there: the browser stops before it.</summary>
    public const string NowhereUri = "http://127.0.0.1/callback";

    /// <exception cref="CommandException">The sign-in did not end with tokens; the message says where it stood.</exception>
    /// <exception cref="CodeUsedException">The one-time code of this moment was used before; the next one may work.</exception>
    public static async Task<Tokens> Run(App app, Credentials who, string scope, TimeProvider clock, CancellationToken ct)
    {
        var verifier = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        using var browser = new Browser();
        await browser.Open(AuthorizationRequest(app, scope, verifier, prompt: null), app.RedirectUri, ct);
        await SignIn(browser, app, who, clock, ct);
        if (browser.Status == HttpStatusCode.Unauthorized)
            throw new CodeUsedException(who.Login);
        await Approve(browser, app, ct);
        return await Exchange(app, Code(browser, app), verifier, ct);
    }

    /// <summary>The address at which an app sends its person to the provider.</summary>
    public static Uri AuthorizationRequest(App app, string scope, string verifier, string? prompt)
    {
        var challenge = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var query = HttpUtility.ParseQueryString("");
        foreach (var (name, value) in new[]
        {
            ("response_type", "code"), ("client_id", app.ClientId), ("redirect_uri", app.RedirectUri), ("scope", scope),
            ("aud", app.FhirBase.AbsoluteUri), ("state", "phr"), ("code_challenge", challenge), ("code_challenge_method", "S256"),
        })
            query[name] = value;
        if (prompt is not null)
            query["prompt"] = prompt;
        return new Uri($"{app.Issuer}/auth?{query}");
    }

    public static Task SignIn(Browser browser, App app, Credentials who, TimeProvider clock, CancellationToken ct) => browser.Submit(
        new Dictionary<string, string>
        {
            ["login"] = who.Login, ["password"] = who.Password,
            ["code"] = Totp.Code(Totp.FromBase32(who.TotpSecret), clock.GetUtcNow()),
        },
        app.RedirectUri, ct);

    /// <summary>Allows all that is asked.</summary>
    public static Task Approve(Browser browser, App app, CancellationToken ct) =>
        AtApp(browser, app)
            ? Task.CompletedTask
            : browser.Submit(
                browser.Boxes("scope").Select(word => KeyValuePair.Create("scope", word)).Append(KeyValuePair.Create("answer", "allow")),
                app.RedirectUri, ct);

    /// <summary>The authorization code that the browser was sent back with.</summary>
    public static string Code(Browser browser, App app)
    {
        if (!AtApp(browser, app))
            throw new CommandException($"the sign-in stopped at {browser.Address.AbsolutePath} with status {(int)browser.Status}.");
        var answer = HttpUtility.ParseQueryString(browser.Address.Query);
        return answer["code"] ?? throw new CommandException($"the sign-in was refused: {answer["error"]}: {answer["error_description"]}");
    }

    public static async Task<Tokens> Exchange(App app, string code, string verifier, CancellationToken ct)
    {
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = app.RedirectUri,
            ["client_id"] = app.ClientId, ["code_verifier"] = verifier,
        });
        using var response = await http.PostAsync(new Uri($"{app.Issuer}/token"), form, ct);
        if (!response.IsSuccessStatusCode)
            throw new CommandException($"the token endpoint refused: {await response.Content.ReadAsStringAsync(ct)}");
        return (await response.Content.ReadFromJsonAsync<Tokens>(ct))!;
    }

    private static bool AtApp(Browser browser, App app) =>
        browser.Address.AbsoluteUri.StartsWith(app.RedirectUri, StringComparison.Ordinal);
}

/// <summary>
/// Login and password are right as far as is known, and still the sign-in failed: most likely because the one-time code of this moment
/// was used before. The pages do not tell.
/// </summary>
internal sealed class CodeUsedException(string login) : Exception($"{login} could not sign in: the one-time code was used, or the account is locked.");
