using System.Threading.Channels;

namespace Phr.Model.People;

/// <summary>
/// A bounded queue in which nothing waits twice. What does not fit is refused, which costs delay only: everything that is queued here
/// can be found again from positions.
/// </summary>
public sealed class WaitingLine<T>(int waitingMax) where T : notnull
{
    private readonly Channel<T> _channel = Channel.CreateBounded<T>(waitingMax);
    private readonly HashSet<T> _waiting = [];
    private readonly Lock _gate = new();

    /// <returns>Whether it waits now, newly or already.</returns>
    public bool Add(T item)
    {
        lock (_gate)
        {
            if (!_waiting.Add(item))
                return true;
            if (_channel.Writer.TryWrite(item))
                return true;
            _waiting.Remove(item);
            return false;
        }
    }

    /// <summary>Takes items one by one; added again from then on, an item waits again.</summary>
    public async Task<T> Take(CancellationToken ct)
    {
        var item = await _channel.Reader.ReadAsync(ct);
        lock (_gate)
            _waiting.Remove(item);
        return item;
    }
}
