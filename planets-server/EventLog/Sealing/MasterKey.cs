using System.Buffers;
using System.Security.Cryptography;

namespace Phr.EventLog;

/// <summary>
/// The key that wraps all others: 32 bytes, kept outside the key store, as 64 hexadecimal digits in a file or an
/// environment variable.
/// </summary>
public sealed class MasterKey : IDisposable
{
    public const int Bytes = 32;

    private readonly AesGcm _cipher;
    private readonly Lock _oneAtATime = new();

    private MasterKey(byte[] key)
    {
        _cipher = new AesGcm(key, Seal.TagBytes);
        CryptographicOperations.ZeroMemory(key);
    }

    /// <exception cref="KeyStoreException">The file is missing or does not hold a key.</exception>
    public static MasterKey FromFile(string path) =>
        File.Exists(path)
            ? Parse(File.ReadAllText(path), $"The master key file {path}")
            : throw new KeyStoreException($"The master key file {path} is missing.");

    /// <exception cref="KeyStoreException">The variable is missing or does not hold a key.</exception>
    public static MasterKey FromEnvironment(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? Parse(text, $"The environment variable {variable}")
            : throw new KeyStoreException($"The environment variable {variable} holds no master key.");

    /// <summary>
    /// Makes a random key in a new file that only its owner may read; an existing file is left as it is.
    /// </summary>
    public static MasterKey FromFileOrNew(string path)
    {
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            var digits = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));
            DurableFile.Create(path, System.Text.Encoding.ASCII.GetBytes(digits + "\n"));
        }
        return FromFile(path);
    }

    internal void Wrap(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plain, Span<byte> cipherAndTag, ReadOnlySpan<byte> associated)
    {
        lock (_oneAtATime)
            _cipher.Encrypt(nonce, plain, cipherAndTag[..plain.Length], cipherAndTag[plain.Length..], associated);
    }

    /// <returns>False when this key did not wrap it, or it was altered.</returns>
    internal bool TryUnwrap(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> cipherAndTag, Span<byte> plain, ReadOnlySpan<byte> associated)
    {
        try
        {
            lock (_oneAtATime)
                _cipher.Decrypt(nonce, cipherAndTag[..plain.Length], cipherAndTag[plain.Length..], plain, associated);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    public void Dispose() => _cipher.Dispose();

    private static MasterKey Parse(string text, string place)
    {
        text = text.Trim();
        var key = new byte[Bytes];
        if (text.Length != 2 * Bytes || Convert.FromHexString(text, key, out _, out _) != OperationStatus.Done)
            throw new KeyStoreException($"{place} does not hold {2 * Bytes} hexadecimal digits.");
        return new MasterKey(key);
    }
}

/// <summary>The key store cannot be used; the text says why and quotes no key.</summary>
public sealed class KeyStoreException(string message) : Exception(message);
