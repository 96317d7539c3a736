namespace Phr.EventLog;

/// <summary>
/// What waits for the writer: two bounded queues. Groups of bulk proposals alternate with interactive ones while both
/// wait, so neither starves and an interactive proposal waits for one small bulk group at most.
/// </summary>
internal sealed class Lanes(LogLimits limits) : IDisposable
{
    private readonly Lock _guard = new();
    private readonly SemaphoreSlim _arrived = new(0, 1);
    private readonly Waiting _interactive = new();
    private readonly Waiting _bulk = new();
    private bool _closed;
    private bool _bulkWasLast;

    /// <returns>False when the lane is full or closed.</returns>
    public bool TryAdd(Proposal proposal)
    {
        lock (_guard)
        {
            var lane = proposal.Lane == Lane.Interactive ? _interactive : _bulk;
            if (_closed || lane.IsFull(proposal, limits))
                return false;
            lane.Add(proposal);
            Signal();
            return true;
        }
    }

    /// <summary>No more come in; what waits is still taken.</summary>
    public void Close()
    {
        lock (_guard)
        {
            _closed = true;
            Signal();
        }
    }

    public bool IsClosedAndEmpty
    {
        get
        {
            lock (_guard)
                return _closed && _interactive.IsEmpty && _bulk.IsEmpty;
        }
    }

    /// <summary>Interactive proposals that wait.</summary>
    public int Interactive
    {
        get
        {
            lock (_guard)
                return _interactive.Count;
        }
    }

    /// <summary>Waits until one more has come.</summary>
    /// <returns>Whether one has.</returns>
    public Task<bool> Arrival(TimeSpan timeMax, CancellationToken ct) => _arrived.WaitAsync(timeMax, ct);

    /// <summary>Waits until something is there, the lanes are closed, or the time is over.</summary>
    public async ValueTask Wait(TimeSpan timeMax, CancellationToken ct)
    {
        lock (_guard)
        {
            if (_closed || !_interactive.IsEmpty || !_bulk.IsEmpty)
                return;
        }
        await _arrived.WaitAsync(timeMax, ct);
    }

    /// <summary>
    /// The next group, within the limits but for a single proposal that is over them by itself; empty when nothing
    /// waits.
    /// </summary>
    public List<Proposal> Take()
    {
        lock (_guard)
        {
            var bulk = _interactive.IsEmpty || (!_bulk.IsEmpty && !_bulkWasLast);
            _bulkWasLast = bulk;
            return bulk
                ? _bulk.Take(limits.BulkGroupEventsMax, limits.GroupBytesMax)
                : _interactive.Take(limits.GroupEventsMax, limits.GroupBytesMax);
        }
    }

    public void Dispose() => _arrived.Dispose();

    private void Signal()
    {
        if (_arrived.CurrentCount == 0)
            _arrived.Release();
    }

    private sealed class Waiting
    {
        private readonly Queue<Proposal> _proposals = new();
        private long _bytes;

        public bool IsEmpty => _proposals.Count == 0;

        public int Count => _proposals.Count;

        public bool IsFull(Proposal next, LogLimits limits) =>
            _proposals.Count >= limits.QueueLengthMax
            || (!IsEmpty && _bytes + next.Size.Bytes > limits.QueueBytesMax);

        public void Add(Proposal proposal)
        {
            _proposals.Enqueue(proposal);
            _bytes += proposal.Size.Bytes;
        }

        public List<Proposal> Take(int eventsMax, long bytesMax)
        {
            var taken = new List<Proposal>();
            for (long events = 0, bytes = 0; _proposals.TryPeek(out var next); taken.Add(_proposals.Dequeue()))
            {
                events += next.Size.Events;
                bytes += next.Size.Bytes;
                if (taken.Count > 0 && (events > eventsMax || bytes > bytesMax))
                    break;
                _bytes -= next.Size.Bytes;
            }
            return taken;
        }
    }
}
