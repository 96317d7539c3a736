using System.Buffers;
using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Phr.Platform;

namespace Phr.Planets.Series.Storage;

/// <summary>The client's own name of one upload (draft-ietf-httpapi-idempotency-key-header): sent again with it, a
/// batch gets its first answer.</summary>
/// <param name="Key">Digest of the client's key.</param>
/// <param name="Digest">Digest of the batch as it was sent.</param>
public sealed record UploadKey(string Key, string Digest)
{
    public const string Header = "Idempotency-Key";

    public const int CharactersMax = 128;

    private const int DigestBytes = 16;

    /// <param name="text">Printable ASCII without blanks.</param>
    public static Answer<UploadKey> Of(string text, ReadOnlySpan<byte> batch) =>
        text.Length is > 0 and <= CharactersMax && text.All(c => c is > ' ' and < '\x7f')
            ? new UploadKey(DigestOf(Encoding.ASCII.GetBytes(text)), DigestOf(batch))
            : new Refusal(RefusalKind.Invalid, $"An upload has a key of 1 to {CharactersMax} characters of its own.", Header, "invalid");

    private static string DigestOf(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(SHA256.HashData(bytes).AsSpan(0, DigestBytes));
}

/// <summary>What the log keeps of an upload: its key and its answer. A stored format.</summary>
/// <param name="Answer">The answer's JSON, compressed (Brotli): thousands of results say much the same.</param>
public sealed record StoredUpload(string Key, string Digest, byte[] Answer)
{
    public static ReadOnlyMemory<byte> Write(UploadKey key, ReadOnlyMemory<byte> answer)
    {
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(answer.Length)];
        return BrotliEncoder.TryCompress(answer.Span, packed, out var written, quality: 4, window: 18)
            ? JsonSerializer.SerializeToUtf8Bytes(new StoredUpload(key.Key, key.Digest, packed[..written]))
            : throw new System.Diagnostics.UnreachableException();
    }

    public static StoredUpload Read(ReadOnlyMemory<byte> body) =>
        JsonSerializer.Deserialize<StoredUpload>(body.Span) ?? throw new InvalidDataException("A stored upload has no content.");

    public byte[] Unpacked()
    {
        using var packed = new BrotliStream(new MemoryStream(Answer), CompressionMode.Decompress);
        using var answer = new MemoryStream();
        packed.CopyTo(answer);
        return answer.ToArray();
    }
}
