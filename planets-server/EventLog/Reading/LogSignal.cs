namespace Phr.EventLog;

/// <summary>
/// Wakes those who wait for the log to go on. The position is the highest this process has heard of; the log may be
/// further.
/// </summary>
internal sealed class LogSignal
{
    private readonly Lock _guard = new();
    private TaskCompletionSource _next = New();
    private long _position;

    public void Advance(long position)
    {
        TaskCompletionSource waiting;
        lock (_guard)
        {
            if (position <= _position)
                return;
            _position = position;
            (waiting, _next) = (_next, New());
        }
        waiting.TrySetResult();
    }

    /// <summary>Wakes everybody; they look for themselves.</summary>
    public void Close()
    {
        lock (_guard)
            _next.TrySetResult();
    }

    /// <summary>Returns when the log is known to be past a position, or when the time is over.</summary>
    public async Task WaitBeyond(long position, TimeSpan timeMax, CancellationToken ct)
    {
        Task next;
        lock (_guard)
        {
            if (_position > position)
                return;
            next = _next.Task;
        }
        await next.WaitAsync(timeMax, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ct.ThrowIfCancellationRequested();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
