using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Phr.Planets.Subscriptions;

/// <summary>Tokens by which a websocket is bound to subscriptions; a socket brings no access token.</summary>
/// <param name="key">32 bytes.</param>
public sealed class BindingTokens(byte[] key, TimeProvider clock)
{
    /// <summary>For how long a token can be used.</summary>
    public static readonly TimeSpan ValidFor = TimeSpan.FromMinutes(5);

    private const int MacBytes = 32;

    private const int CharactersMax = 8_192;

    public static byte[] KeyFrom(ReadOnlySpan<byte> indexKey)
    {
        var key = new byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, indexKey, key, [], "phr websocket binding 1"u8);
        return key;
    }

    public (string Token, DateTimeOffset Expires) Issue(IReadOnlyList<string> subscriptions)
    {
        var expires = clock.GetUtcNow() + ValidFor;
        var claims = JsonSerializer.SerializeToUtf8Bytes(new Claims(subscriptions, expires));
        return (Base64Url.EncodeToString([.. HMACSHA256.HashData(key, claims), .. claims]), expires);
    }

    /// <summary>Ids of the subscriptions; null where it is no token of ours, or is over.</summary>
    public IReadOnlyList<string>? Open(string token)
    {
        if (token.Length > CharactersMax || !Base64Url.IsValid(token))
            return null;
        var bytes = Base64Url.DecodeFromChars(token);
        if (bytes.Length <= MacBytes || !CryptographicOperations.FixedTimeEquals(
            HMACSHA256.HashData(key, bytes.AsSpan(MacBytes)), bytes.AsSpan(0, MacBytes)))
            return null;
        var claims = JsonSerializer.Deserialize<Claims>(bytes.AsSpan(MacBytes))!;
        return claims.Expires > clock.GetUtcNow() ? claims.Subscriptions : null;
    }

    private sealed record Claims(IReadOnlyList<string> Subscriptions, DateTimeOffset Expires);
}
