using System.Security.Cryptography;
using System.Text;

namespace Phr.Platform;

/// <summary>
/// Seals what must not be read from the database or in a browser: AES-256-GCM under a key in a file outside the database. A sealed
/// text is nonce ‖ ciphertext ‖ tag, bound to what it is for.
/// </summary>
public sealed class SecretSeal : IDisposable
{
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    // OpenSSL keeps a context for each AesGcm: two threads in one spoil each other's tags.
    private readonly Lock _turn = new();
    private readonly AesGcm _key;

    private SecretSeal(byte[] key) => _key = new AesGcm(key, TagBytes);

    /// <summary>The key in the file, or a new one put there, readable by its owner alone.</summary>
    public static SecretSeal LoadOrCreate(string file)
    {
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            var options = new FileStreamOptions
            {
                Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            };
            using (var stream = new FileStream(file + ".new", options))
                stream.Write(RandomNumberGenerator.GetBytes(KeyBytes));
            File.Move(file + ".new", file);
        }
        var key = File.ReadAllBytes(file);
        return key.Length == KeyBytes ? new SecretSeal(key) : throw new InvalidDataException($"{file} is no key of {KeyBytes} bytes.");
    }

    /// <param name="purpose">What the text is for; it opens for nothing else.</param>
    public byte[] Seal(ReadOnlySpan<byte> text, string purpose)
    {
        var sealedText = new byte[NonceBytes + text.Length + TagBytes];
        var nonce = sealedText.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        var (ciphertext, tag) = (sealedText.AsMemory(NonceBytes, text.Length), sealedText.AsMemory(NonceBytes + text.Length));
        lock (_turn)
            _key.Encrypt(nonce, text, ciphertext.Span, tag.Span, Encoding.UTF8.GetBytes(purpose));
        return sealedText;
    }

    /// <summary>The text, or null when it was not sealed here for this purpose.</summary>
    public byte[]? Open(ReadOnlySpan<byte> sealedText, string purpose)
    {
        if (sealedText.Length < NonceBytes + TagBytes)
            return null;
        var text = new byte[sealedText.Length - NonceBytes - TagBytes];
        try
        {
            var (nonce, ciphertext, tag) = (0..NonceBytes, NonceBytes..^TagBytes, ^TagBytes..);
            lock (_turn)
                _key.Decrypt(sealedText[nonce], sealedText[ciphertext], sealedText[tag], text, Encoding.UTF8.GetBytes(purpose));
            return text;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    public void Dispose() => _key.Dispose();
}
