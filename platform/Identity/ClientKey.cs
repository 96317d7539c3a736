using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace Phr.Platform.Identity;

/// <summary>
/// The name and private key (P-384) of a back-end client that signs in by private_key_jwt with ES384, as SMART Backend Services wants
/// it. Lies in one JSON file, readable by its owner alone.
/// </summary>
public sealed class ClientKey : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly ECDsa _key;

    private ClientKey(string clientId, string keyId, ECDsa key) => (ClientId, KeyId, _key) = (clientId, keyId, key);

    public string ClientId { get; }

    /// <summary>JWK thumbprint (RFC 7638), so that it follows from the key.</summary>
    public string KeyId { get; }

    /// <summary>For assertions and whatever else the client signs (ES384).</summary>
    public SigningCredentials Credentials =>
        new(new ECDsaSecurityKey(_key) { KeyId = KeyId }, SecurityAlgorithms.EcdsaSha384) { CryptoProviderFactory = OwnCache };

    // The library caches signature providers by key id across the process, and would use one whose key was disposed.
    private static CryptoProviderFactory OwnCache => new() { CacheSignatureProviders = false };

    /// <summary>The key in the file, or a new one put there.</summary>
    /// <exception cref="InvalidDataException">The file is of another client or is no such file.</exception>
    public static ClientKey LoadOrCreate(string file, string clientId)
    {
        if (File.Exists(file))
        {
            var found = Load(file);
            return found.ClientId == clientId
                ? found
                : throw new InvalidDataException($"{file} is the key of client {found.ClientId}, not of {clientId}.");
        }
        var made = Of(clientId, ECDsa.Create(ECCurve.NamedCurves.nistP384));
        made.Save(file);
        return made;
    }

    /// <exception cref="InvalidDataException">The file holds no client key.</exception>
    public static ClientKey Load(string file)
    {
        try
        {
            var json = JsonNode.Parse(File.ReadAllText(file))?.AsObject() ?? [];
            var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
            key.ImportPkcs8PrivateKey(Convert.FromBase64String(json["privateKey"]?.GetValue<string>() ?? ""), out _);
            return Of(json["clientId"]?.GetValue<string>() ?? throw new FormatException("There is no clientId."), key);
        }
        catch (Exception e) when (e is JsonException or CryptographicException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException($"{file} holds no client key.", e);
        }
    }

    /// <summary>What the provider is given to verify assertions with: a JWK Set with the public key.</summary>
    public JsonObject PublicKeySet() => new()
    {
        ["keys"] = new JsonArray(new JsonObject
        {
            ["kty"] = "EC", ["crv"] = "P-384", ["use"] = "sig", ["alg"] = "ES384", ["kid"] = KeyId,
            ["x"] = Coordinate(_key.ExportParameters(false).Q.X!), ["y"] = Coordinate(_key.ExportParameters(false).Q.Y!),
        }),
    };

    public void Dispose() => _key.Dispose();

    private static ClientKey Of(string clientId, ECDsa key)
    {
        var jwk = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(key));
        return new ClientKey(clientId, Base64UrlEncoder.Encode(jwk.ComputeJwkThumbprint()), key);
    }

    // Written beside and moved, so that a reader never meets half a key and a crash leaves none.
    private void Save(string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        Directory.CreateDirectory(folder);
        var json = new JsonObject { ["clientId"] = ClientId, ["privateKey"] = Convert.ToBase64String(_key.ExportPkcs8PrivateKey()) };
        var draft = file + ".new";
        using (var stream = new FileStream(draft, new FileStreamOptions
        {
            Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerOnly,
        }))
        using (var writer = new StreamWriter(stream))
            writer.Write(json.ToJsonString());
        File.Move(draft, file);
    }

    private static string Coordinate(byte[] bytes) => Base64UrlEncoder.Encode(bytes);
}
