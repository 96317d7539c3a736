using System.Text.Json.Nodes;

namespace Phr.Platform.Identity;

/// <summary>
/// The document at <c>/.well-known/smart-configuration</c> (SMART App Launch 2.2, conformance). What it lists is what the provider
/// does; a test holds the two against each other.
/// </summary>
public static class SmartConfiguration
{
    /// <param name="issuer">Issuer of the provider, for example <c>https://phr.example/oidc</c>.</param>
    /// <param name="managementUrl">Page where a person sees and withdraws what apps may do; null while there is none.</param>
    public static JsonObject Document(string issuer, string? managementUrl = null)
    {
        var document = new JsonObject
        {
            ["issuer"] = issuer,
            ["jwks_uri"] = issuer + "/jwks",
            ["authorization_endpoint"] = issuer + "/auth",
            ["token_endpoint"] = issuer + "/token",
            ["introspection_endpoint"] = issuer + "/token/introspection",
            ["revocation_endpoint"] = issuer + "/token/revocation",
            ["grant_types_supported"] = Words("authorization_code", "refresh_token", "client_credentials"),
            ["response_types_supported"] = Words("code"),
            ["code_challenge_methods_supported"] = Words("S256"),
            ["token_endpoint_auth_methods_supported"] = Words("private_key_jwt"),
            ["token_endpoint_auth_signing_alg_values_supported"] = Words("ES384", "RS384"),
            ["scopes_supported"] = Words(
                "openid", "fhirUser", "launch/patient", "offline_access", "patient/*.cruds", "user/*.cruds", "system/*.cruds"),
            ["capabilities"] = Words(
                "launch-standalone", "client-public", "client-confidential-asymmetric", "sso-openid-connect",
                "context-standalone-patient", "permission-offline", "permission-patient", "permission-user", "permission-v1",
                "permission-v2"),
        };
        if (managementUrl is not null)
            document["management_endpoint"] = managementUrl;
        return document;
    }

    private static JsonArray Words(params string[] words) => [.. words.Select(word => JsonValue.Create(word))];
}
