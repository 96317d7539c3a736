using System.Collections.Concurrent;

namespace Phr.EventLog;

/// <summary>Opened stream keys, bounded: when it is full, the eighth that was used longest ago is let go.</summary>
internal sealed class KeyCache(int keysMax)
{
    private readonly ConcurrentDictionary<KeyId, StreamCipher> _ciphers = new();
    private readonly Lock _evicting = new();
    private int _count;
    private long _uses;

    /// <summary>A count of uses that orders them.</summary>
    public long NextUse() => Interlocked.Increment(ref _uses);

    public StreamCipher? Find(KeyId id) => _ciphers.GetValueOrDefault(id);

    public StreamCipher Add(KeyId id, StreamCipher cipher)
    {
        if (!_ciphers.TryAdd(id, cipher))
            return _ciphers.GetValueOrDefault(id, cipher);
        if (Interlocked.Increment(ref _count) > keysMax)
            Evict();
        return cipher;
    }

    public void Forget(KeyId id)
    {
        if (!_ciphers.TryRemove(id, out var cipher))
            return;
        Interlocked.Decrement(ref _count);
        cipher.Forget();
    }

    // The keys let go are not overwritten: another thread may be about to use one. They are wrapped again on disk as
    // ever.
    private void Evict()
    {
        lock (_evicting)
        {
            if (Volatile.Read(ref _count) <= keysMax)
                return;
            var oldest = _ciphers.OrderBy(entry => entry.Value.LastUsed).Take(Math.Max(1, keysMax / 8)).ToArray();
            foreach (var (id, _) in oldest)
            {
                if (_ciphers.TryRemove(id, out _))
                    Interlocked.Decrement(ref _count);
            }
        }
    }
}
