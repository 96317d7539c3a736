namespace Phr.EventLog;

/// <summary>
/// Keys for streams to be founded. They are on disk before the transaction that names them; those of a group that was
/// not committed are used by the next one, and what is left at the end is destroyed.
/// </summary>
internal sealed class NewKeys(KeyStore keys)
{
    private readonly List<KeyId> _ready = [];

    /// <summary>
    /// The first <paramref name="count"/> of what is ready, made where missing; they stay ready until they are used.
    /// </summary>
    public IReadOnlyList<KeyId> Take(int count)
    {
        if (_ready.Count < count)
            _ready.AddRange(keys.Create(count - _ready.Count));
        return _ready.GetRange(0, count);
    }

    /// <summary>The first <paramref name="count"/> are in the log now.</summary>
    public void Used(int count) => _ready.RemoveRange(0, count);

    /// <summary>Whether the log has them will never be known here, so they are neither used nor destroyed.</summary>
    public void Abandon() => _ready.Clear();

    public void DestroyRest()
    {
        foreach (var key in _ready)
            keys.Discard(key);
        _ready.Clear();
    }
}
