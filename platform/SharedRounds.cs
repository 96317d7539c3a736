using System.Diagnostics;

namespace Phr.Platform;

/// <summary>
/// Work whose fixed cost many requests share: what comes while one round is under way makes the next. The answer of
/// a round's item is its own; a fault of a round is the fault of each of its items.
/// </summary>
/// <typeparam name="TAsked">What one request asks.</typeparam>
/// <typeparam name="TAnswer">What it gets.</typeparam>
public sealed class SharedRounds<TAsked, TAnswer> : IAsyncDisposable
{
    private readonly Func<IReadOnlyList<TAsked>, CancellationToken, Task<IReadOnlyList<TAnswer>>> _round;
    private readonly SharedRoundLimits _limits;
    private readonly Lock _guard = new();
    private readonly Queue<Item> _waiting = [];
    private readonly SemaphoreSlim _room;
    private readonly SemaphoreSlim _arrived = new(0, 1);
    private readonly Task _loop;
    private int _enough = 1;
    private bool _closed;

    /// <param name="round">Answers in the order of what was asked, as many.</param>
    public SharedRounds(Func<IReadOnlyList<TAsked>, CancellationToken, Task<IReadOnlyList<TAnswer>>> round, SharedRoundLimits limits)
    {
        (_round, _limits) = (round, limits);
        _room = new SemaphoreSlim(limits.WaitingMax);
        // What was taken is brought to its end.
        _loop = Task.Run(() => Run(CancellationToken.None));
    }

    /// <summary>Completes with the item's round; waits for room where too many wait.</summary>
    /// <param name="ct">Ends the wait; what is asked may be done all the same.</param>
    /// <exception cref="ObjectDisposedException">It takes no more.</exception>
    public async Task<TAnswer> Ask(TAsked asked, CancellationToken ct)
    {
        await _room.WaitAsync(ct);
        var item = new Item(asked);
        lock (_guard)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _waiting.Enqueue(item);
            if (_waiting.Count >= _enough)
                Signal();
        }
        return await item.Answer.Task.WaitAsync(ct);
    }

    /// <summary>Takes no more and answers what waits.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_guard)
        {
            _closed = true;
            Signal();
        }
        await _loop;
        _room.Dispose();
        _arrived.Dispose();
    }

    private async Task Run(CancellationToken ct)
    {
        var together = 0;
        while (await Arrival(1, Timeout.InfiniteTimeSpan, ct))
        {
            // Clients who ask one thing after another would else part into two halves, of which one always waits.
            await Arrival(together, _limits.GatherMax, ct);
            var items = Take();
            together = items.Count;
            await Answer(items, ct);
        }
    }

    /// <summary>Waits until so many wait, it is closed, or the time is over.</summary>
    /// <returns>Whether any wait.</returns>
    private async ValueTask<bool> Arrival(int count, TimeSpan timeMax, CancellationToken ct)
    {
        while (true)
        {
            lock (_guard)
            {
                if (_waiting.Count >= count || _closed)
                    return _waiting.Count > 0;
                _enough = count;
            }
            if (!await _arrived.WaitAsync(timeMax, ct))
                return true;
        }
    }

    private List<Item> Take()
    {
        lock (_guard)
        {
            var items = new List<Item>(Math.Min(_waiting.Count, _limits.RoundMax));
            while (items.Count < _limits.RoundMax && _waiting.TryDequeue(out var item))
                items.Add(item);
            _room.Release(items.Count);
            return items;
        }
    }

    private async Task Answer(List<Item> items, CancellationToken ct)
    {
        var round = Round(items, ct);
        await ((Task)round).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        for (var i = 0; i < items.Count; i++)
        {
            if (round.IsCompletedSuccessfully)
                items[i].Answer.SetResult(round.Result[i]);
            else
                items[i].Answer.SetException(round.Exception?.InnerException ?? new TaskCanceledException(round));
        }
    }

    private async Task<IReadOnlyList<TAnswer>> Round(List<Item> items, CancellationToken ct)
    {
        var answers = await _round(items.ConvertAll(item => item.Asked), ct);
        return answers.Count == items.Count ? answers : throw new UnreachableException();
    }

    // Under the guard.
    private void Signal()
    {
        if (_arrived.CurrentCount == 0)
            _arrived.Release();
    }

    private sealed record Item(TAsked Asked)
    {
        public TaskCompletionSource<TAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <param name="RoundMax">Items of one round.</param>
/// <param name="WaitingMax">Items that wait for a round; beyond it those who ask wait for room.</param>
/// <param name="GatherMax">How long a round waits for as many as the last one had; zero where it does not pay.</param>
public sealed record SharedRoundLimits(int RoundMax, int WaitingMax, TimeSpan GatherMax);
