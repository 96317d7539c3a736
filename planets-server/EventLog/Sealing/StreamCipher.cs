using System.Security.Cryptography;

namespace Phr.EventLog;

/// <summary>
/// The opened data key of one stream. Safe for several threads: an AesGcm is not, so each use takes one and puts it
/// back.
/// </summary>
internal sealed class StreamCipher(byte[] key)
{
    private AesGcm? _idle;
    private long _lastUsed;

    /// <summary>When it was last taken, in ticks of the cache's own count.</summary>
    public long LastUsed => Volatile.Read(ref _lastUsed);

    // Kept: an AesGcm made for each body costs 2.7 of 3.9 µs (reference measurement A7).
    public AesGcm Take(long now)
    {
        Volatile.Write(ref _lastUsed, now);
        return Interlocked.Exchange(ref _idle, null) ?? new AesGcm(key, Seal.TagBytes);
    }

    public void PutBack(AesGcm cipher) => Interlocked.Exchange(ref _idle, cipher)?.Dispose();

    /// <summary>Overwrites the key. One that is in use at this moment finishes what it does.</summary>
    public void Forget()
    {
        CryptographicOperations.ZeroMemory(key);
        Interlocked.Exchange(ref _idle, null)?.Dispose();
    }
}
