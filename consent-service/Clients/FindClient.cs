using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using Phr.Platform.Database;
using Phr.Platform.Identity;

namespace Phr.Consent.Clients;

/// <summary>
/// <c>GET /internal/identity/clients/{id}</c>: a client as the provider needs it (OpenID Connect Registration 1.0, and our <c>phr_</c>
/// members); 404 where none is registered or it is disabled.
/// </summary>
internal static class FindClient
{
    private static readonly string Find = Sql.Load(typeof(FindClient), "Clients/find-client.sql");

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/internal/identity/clients/{id}", Handle).RequireCaller(CallerRole.Service);

    private static async Task<IResult> Handle(string id, NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = database.Statement(Find, id);
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? Results.Json(Metadata(row)) : Results.NotFound();
    }

    private static JsonObject Metadata(NpgsqlDataReader row)
    {
        var redirectUris = row.GetFieldValue<string[]>(7);
        var metadata = new JsonObject
        {
            ["client_id"] = row.GetString(0),
            ["phr_name_ja"] = row.GetString(1),
            ["client_name"] = row.GetString(2),
            ["phr_scopes"] = row.GetString(5),
            ["redirect_uris"] = Words(redirectUris),
        };
        if (!row.IsDBNull(3))
            metadata["phr_role"] = row.GetString(3);
        if (!row.IsDBNull(4))
            metadata["phr_org"] = row.GetString(4);
        if (!row.IsDBNull(6))
            metadata["jwks"] = JsonNode.Parse(row.GetString(6));
        var isApp = redirectUris.Length > 0;
        metadata["grant_types"] = isApp ? Words("authorization_code", "refresh_token") : Words("client_credentials");
        metadata["response_types"] = isApp ? Words("code") : Words();
        metadata["application_type"] = redirectUris.All(uri => uri.StartsWith("https:", StringComparison.Ordinal)) ? "web" : "native";
        metadata["token_endpoint_auth_method"] = row.IsDBNull(6) ? "none" : "private_key_jwt";
        return metadata;
    }

    private static JsonArray Words(params string[] words) => [.. words.Select(word => JsonValue.Create(word))];
}
