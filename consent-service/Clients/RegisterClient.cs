using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.IdentityModel.Tokens;
using Npgsql;
using Phr.Platform;
using Phr.Platform.Database;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Consent.Clients;

/// <summary>
/// <c>PUT /internal/clients/{id}</c>: an operator registers a hospital's system (its public keys and organisation) or an app (its
/// redirect URIs), changes it, or disables it.
/// </summary>
internal static class RegisterClient
{
    private const int KeysMax = 10;
    private const int RedirectUrisMax = 20;

    private static readonly string Upsert = Sql.Load(typeof(RegisterClient), "Clients/upsert-client.sql");
    private static readonly string[] Roles = ["hospital", "system", "service"];
    private static readonly string[] PrivateParameters = ["d", "p", "q", "dp", "dq", "qi", "k"];

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPut("/internal/clients/{id}", Handle).RequireCaller(CallerRole.System);

    private static async Task<IResult> Handle(
        string id, ClientRegistration client, NpgsqlDataSource database, TimeProvider clock, CancellationToken ct)
    {
        if (Fault(client) is { } fault)
            return ProblemJson.Result(fault);
        await using var command = database.Statement(
            Upsert, id, client.NameJa, client.NameEn, client.Role, client.Organisation, client.Scopes, client.Jwks?.GetRawText(),
            client.RedirectUris, client.Disabled, clock.GetUtcNow());
        try
        {
            await command.ExecuteNonQueryAsync(ct);
            return Results.NoContent();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            return ProblemJson.Result(Wrong("organisation", "No organisation is registered under this code."));
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CheckViolation)
        {
            return ProblemJson.Result(Wrong(
                null,
                "An id has letters, digits and ._-; names have 1 to 200 letters; a hospital has an organisation and keys, an app redirects."));
        }
    }

    private static Refusal? Fault(ClientRegistration client)
    {
        if (client.Role is not null && !Roles.Contains(client.Role))
            return Wrong("role", "The role of a system is hospital, system or service; an app has none.");
        var scopes = client.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (scopes.Length == 0 || !scopes.All(ScopeGrant.IsKnown))
            return Wrong("scopes", "The scopes are SMART scopes that are supported here, separated by blanks.");
        if (client.RedirectUris.Length > RedirectUrisMax || !client.RedirectUris.All(IsRedirectUri))
            return Wrong("redirectUris", $"At most {RedirectUrisMax} redirect URIs: https, loopback or an app's own scheme, no fragment.");
        return client.Jwks is { } keys ? KeysFault(keys) : null;
    }

    private static Refusal? KeysFault(JsonElement keys)
    {
        try
        {
            var set = new JsonWebKeySet(keys.GetRawText());
            if (set.Keys.Count is 0 or > KeysMax || set.Keys.Any(key => key.Kid is null || key.Kty is not ("EC" or "RSA")))
                return Wrong("jwks", $"A JWK Set has 1 to {KeysMax} EC or RSA keys, each with a kid.");
            var isPrivate = keys.GetProperty("keys").EnumerateArray().Any(key => PrivateParameters.Any(p => key.TryGetProperty(p, out _)));
            return isPrivate ? Wrong("jwks", "These are private keys. Make new ones, and send their public half only.") : null;
        }
        catch (Exception e) when (e is ArgumentException or JsonException or InvalidOperationException)
        {
            return Wrong("jwks", "This is no JWK Set.");
        }
    }

    // RFC 8252: a native app has a scheme of its own, with a dot in it, or listens on loopback.
    private static bool IsRedirectUri(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Fragment.Length == 0
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)
            || uri.Scheme.Contains('.', StringComparison.Ordinal));

    private static Refusal Wrong(string? place, string reason) => new(RefusalKind.Unprocessable, reason, place);

    private sealed record ClientRegistration(string NameJa, string NameEn, string Scopes)
    {
        public string? Role { get; init; }
        public string? Organisation { get; init; }
        public JsonElement? Jwks { get; init; }
        public string[] RedirectUris { get; init; } = [];
        public bool Disabled { get; init; }
    }
}
