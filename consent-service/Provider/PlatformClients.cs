using System.Text.Json.Nodes;
using Phr.Platform.Identity;

namespace Phr.Consent.Provider;

/// <summary>
/// The platform's own clients: its services and its operator. They are needed before anything can be registered, so they come to the
/// provider in a file. Their keys are made once and lie in the data folder, each in a file that its owner alone reads.
/// </summary>
public static class PlatformClients
{
    /// <summary>Client id of the operator's own tools: provisioning, ingest, verification (role <c>system</c>).</summary>
    public const string Operator = "operator";

    private static readonly (string Id, string Role, string Ja, string En)[] All =
    [
        (ConsentService.ClientId, "service", "同意サービス", "Consent service"),
        ("planets", "service", "記録サービス", "Record service"),
        ("mobile", "service", "スマートフォン用サービス", "Phone service"),
        ("model", "service", "予測サービス", "Model service"),
        (Operator, "system", "運用者", "Operator"),
    ];

    /// <summary>Where a platform client finds its key.</summary>
    public static string KeyFile(string dataFolder, string clientId) => Path.Combine(dataFolder, "clients", clientId + ".json");

    /// <summary>Makes keys that are missing and writes the clients file of the provider.</summary>
    /// <returns>Path of that file.</returns>
    public static string Write(string dataFolder)
    {
        var clients = new JsonArray();
        foreach (var (id, role, ja, en) in All)
        {
            using var key = ClientKey.LoadOrCreate(KeyFile(dataFolder, id), id);
            clients.Add(new JsonObject
            {
                ["client_id"] = id,
                ["client_name"] = en,
                ["phr_name_ja"] = ja,
                ["phr_role"] = role,
                ["phr_scopes"] = "system/*.cruds",
                ["grant_types"] = new JsonArray("client_credentials"),
                ["response_types"] = new JsonArray(),
                ["redirect_uris"] = new JsonArray(),
                ["token_endpoint_auth_method"] = "private_key_jwt",
                ["jwks"] = key.PublicKeySet(),
            });
        }
        var file = Path.Combine(dataFolder, "clients", "provider.json");
        OwnerFile.Write(file, clients.ToJsonString());
        return file;
    }
}
