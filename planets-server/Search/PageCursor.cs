using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Phr.Planets.Search;

/// <summary>
/// The next page of a search, as text in a link: sealed, so it neither shows nor lets anyone change what it says, and bound to the
/// caller who
/// got it. It holds the query, the log position of the first page and the last row, and it outlives a restart. Consent is asked again for
/// every page.
/// </summary>
public sealed record PageCursor(string Type, string Query, long AsOf, IReadOnlyList<string?> Values, long Position)
{
    /// <summary>With the longest path before it, a request line of 16 KiB: ServiceLimits.RequestLineBytesMax.</summary>
    public const int TextCharactersMax = 15 << 10;

    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int CompressedFromBytes = 2 << 10;
    private const byte Plain = 0;
    private const byte Compressed = 1;

    // It goes into no page; escapes would make Japanese twice as long.
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="key">32 bytes.</param>
    /// <param name="bearer">Who it is for; no one else can use it.</param>
    public string Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> bearer)
    {
        var plain = Packed();
        var text = new byte[NonceBytes + plain.Length + TagBytes];
        RandomNumberGenerator.Fill(text.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(text.AsSpan(0, NonceBytes), plain, text.AsSpan(NonceBytes, plain.Length), text.AsSpan(NonceBytes + plain.Length),
            bearer);
        return WebEncoders.Base64UrlEncode(text);
    }

    /// <summary>Null where it is not a cursor of this server for this bearer.</summary>
    public static PageCursor? Open(string text, ReadOnlySpan<byte> key, ReadOnlySpan<byte> bearer)
    {
        if (text.Length > TextCharactersMax)
            return null;
        try
        {
            var bytes = WebEncoders.Base64UrlDecode(text);
            if (bytes.Length <= NonceBytes + TagBytes)
                return null;
            var plain = new byte[bytes.Length - NonceBytes - TagBytes];
            using var aes = new AesGcm(key, TagBytes);
            aes.Decrypt(bytes.AsSpan(0, NonceBytes), bytes.AsSpan(NonceBytes, plain.Length), bytes.AsSpan(NonceBytes + plain.Length),
                plain, bearer);
            return Unpacked(plain);
        }
        catch (Exception e) when (e is FormatException or AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    /// <summary>Characters that it has sealed.</summary>
    public int TextCharacters() => (NonceBytes + Packed().Length + TagBytes + 2) / 3 * 4;

    // Its form, then its JSON: as it is, or compressed, which costs more than the rest of a search and is worth it for long queries only.
    private byte[] Packed()
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(this, Json);
        if (json.Length < CompressedFromBytes)
            return [Plain, .. json];
        using var packed = new MemoryStream();
        packed.WriteByte(Compressed);
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal))
            brotli.Write(json);
        return packed.ToArray();
    }

    private static PageCursor? Unpacked(byte[] packed)
    {
        if (packed is [Plain, ..])
            return JsonSerializer.Deserialize<PageCursor>(packed.AsSpan(1), Json);
        using var brotli = new BrotliStream(new MemoryStream(packed, 1, packed.Length - 1), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<PageCursor>(brotli, Json);
    }
}
