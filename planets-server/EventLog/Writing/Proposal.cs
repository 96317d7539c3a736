using Phr.Platform;

namespace Phr.EventLog;

/// <summary>Which proposals go first.</summary>
public enum Lane
{
    /// <summary>Somebody waits for it.</summary>
    Interactive,

    /// <summary>An import: it goes in between, in small groups, so that interactive ones keep their latency.</summary>
    Bulk,
}

/// <summary>
/// How much room a proposal is expected to take in a group; an estimate, for the group's bounds alone.
/// </summary>
public readonly record struct ProposalSize(int Events, long Bytes);

/// <summary>One caller's atomic unit: all its events are appended, or none.</summary>
/// <param name="origin">Who, through what, from where, for which purpose.</param>
public abstract class Proposal(Origin origin)
{
    private bool _used;

    public Origin Origin { get; } = origin.Checked();

    public virtual Lane Lane => Lane.Interactive;

    public virtual ProposalSize Size => new(Events: 1, Bytes: 0);

    /// <summary>Decides and keeps the answer until the group is committed.</summary>
    internal abstract ValueTask<Refusal?> DecideAndHold(Draft draft, CancellationToken ct);

    /// <summary>The group is committed: the caller gets the answer that was held.</summary>
    internal abstract void Complete();

    internal abstract void Refuse(Refusal refusal);

    internal abstract void Fail(Exception fault);

    internal abstract void Cancel();

    /// <summary>Cancelled when its caller waits no longer.</summary>
    internal CancellationToken Cancelled { get; private set; }

    internal void Enter(CancellationToken cancelled)
    {
        if (_used)
            throw new InvalidOperationException("A proposal is appended once.");
        (_used, Cancelled) = (true, cancelled);
    }
}

/// <typeparam name="T">What the caller is answered.</typeparam>
public abstract class Proposal<T>(Origin origin) : Proposal(origin)
{
    // The writer's loop must not run its callers' continuations.
    private readonly TaskCompletionSource<Answer<T>> _answered =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Answer<T> _held;

    internal Task<Answer<T>> Answered => _answered.Task;

    /// <summary>
    /// Decides on the record as it stands with the effects of the group's earlier members: adds events to the draft and
    /// answers, or refuses, which drops what the draft holds. It may be called again, on a fresh draft, when the group
    /// has to start over; so it changes nothing outside the draft. A pure step, but for reads through
    /// <see cref="Draft.Connection"/>: everybody waits for it.
    /// </summary>
    protected abstract ValueTask<Answer<T>> Decide(Draft draft, CancellationToken ct);

    internal sealed override async ValueTask<Refusal?> DecideAndHold(Draft draft, CancellationToken ct)
    {
        _held = await Decide(draft, ct);
        return _held.Refusal;
    }

    internal sealed override void Complete() => _answered.TrySetResult(_held);

    internal sealed override void Refuse(Refusal refusal) => _answered.TrySetResult(refusal);

    internal sealed override void Fail(Exception fault) => _answered.TrySetException(fault);

    internal sealed override void Cancel() => _answered.TrySetCanceled(Cancelled);
}
