using System.Security.Cryptography;

namespace Phr.EventLog;

/// <summary>What a wrapped secret is for; part of what the wrapping authenticates.</summary>
internal enum SecretUse : byte
{
    StreamKey = 1,
    IndexKey = 2,
    SigningKey = 3,

    /// <summary>Known bytes: they tell whether the master key is the right one.</summary>
    Check = 4,
}

/// <summary>
/// A file of the key store: "PHRK" ‖ format 1 ‖ use ‖ id (16 bytes) ‖ nonce (12) ‖ AES-256-GCM ciphertext of the
/// secret ‖ tag (16). Associated data: everything before the nonce. A stored format: tests/EventLog/golden holds a
/// sample.
/// </summary>
internal static class KeyFile
{
    private const byte Format = 1;
    private const int HeaderBytes = 4 + 1 + 1 + KeyId.Bytes;

    /// <summary>Longest secret: a P-256 key in PKCS #8 takes 138 bytes.</summary>
    private const int SecretBytesMax = 1024;

    private static ReadOnlySpan<byte> Magic => "PHRK"u8;

    public static byte[] Wrap(MasterKey master, SecretUse use, KeyId id, ReadOnlySpan<byte> secret)
    {
        var file = new byte[HeaderBytes + Seal.OverheadBytes + secret.Length];
        WriteHeader(file, use, id);
        RandomNumberGenerator.Fill(file.AsSpan(HeaderBytes, Seal.NonceBytes));
        var wrapped = file.AsSpan(HeaderBytes + Seal.NonceBytes);
        master.Wrap(file.AsSpan(HeaderBytes, Seal.NonceBytes), secret, wrapped, file.AsSpan(0, HeaderBytes));
        return file;
    }

    /// <returns>
    /// The secret; null when another master key wrapped it, or it is of another use or id, or was altered.
    /// </returns>
    public static byte[]? Unwrap(MasterKey master, SecretUse use, KeyId id, ReadOnlySpan<byte> file)
    {
        var secretBytes = file.Length - HeaderBytes - Seal.OverheadBytes;
        Span<byte> header = stackalloc byte[HeaderBytes];
        WriteHeader(header, use, id);
        if (secretBytes is < 0 or > SecretBytesMax || !file[..HeaderBytes].SequenceEqual(header))
            return null;
        var secret = new byte[secretBytes];
        var nonce = file.Slice(HeaderBytes, Seal.NonceBytes);
        return master.TryUnwrap(nonce, file[(HeaderBytes + Seal.NonceBytes)..], secret, header) ? secret : null;
    }

    /// <returns>The id that a file says it has; null when it is no key file.</returns>
    public static KeyId? IdOf(ReadOnlySpan<byte> file) =>
        file.Length > HeaderBytes && file.StartsWith(Magic) && file[Magic.Length] == Format
            ? new KeyId(new Guid(file.Slice(HeaderBytes - KeyId.Bytes, KeyId.Bytes), bigEndian: true))
            : null;

    private static void WriteHeader(Span<byte> header, SecretUse use, KeyId id)
    {
        Magic.CopyTo(header);
        header[4] = Format;
        header[5] = (byte)use;
        id.Write(header[6..]);
    }
}
