using Phr.Platform;

namespace Phr.EventLog;

/// <summary>
/// The one loop of a node that appends. It commits what waits as one group, so that concurrent proposals share a
/// transaction, and takes what has come meanwhile as the next.
/// </summary>
public sealed class Writer : IAsyncDisposable
{
    private static readonly Refusal Full =
        new(RefusalKind.Unavailable, "Too much waits to be written; try again later.");

    /// <summary>How long the writer waits for those whom it has just answered.</summary>
    private static readonly TimeSpan GatherMax = TimeSpan.FromMilliseconds(1);

    private readonly Lanes _lanes;
    private readonly TimeProvider _clock;
    private readonly WriterState _state;
    private readonly WriterConnection _connection;
    private readonly Settlement _settlement;
    private readonly CheckpointRhythm _checkpoints;
    private readonly Task _loop;

    internal Writer(WriterState state, WriterConnection connection, CommitNotice notice, LogOptions options)
    {
        _lanes = new Lanes(options.Limits);
        (_state, _connection, _clock) = (state, connection, options.Clock);
        _settlement = new Settlement(state, connection, notice, options);
        _checkpoints = new CheckpointRhythm(state, connection, notice, options);
        _loop = Run();
    }

    /// <summary>
    /// Appends what the proposal decides. The answer comes when it is committed and on disk, or when nothing of it is
    /// stored: its own refusal, Unavailable (too much waits, or the database is away), StorageFull, TooLarge, Gone or
    /// NotFound (of a stream).
    /// </summary>
    /// <param name="proposal">Used once.</param>
    /// <param name="ct">
    /// Ends the wait; a proposal that was already taken into a group is committed all the same.
    /// </param>
    /// <exception cref="InvalidOperationException">The proposal was used before.</exception>
    /// <exception cref="AppendInDoubtException">The database was lost in the middle of the commit.</exception>
    public Task<Answer<T>> Append<T>(Proposal<T> proposal, CancellationToken ct)
    {
        if (ct.IsCancellationRequested)
            return Task.FromCanceled<Answer<T>>(ct);
        proposal.Enter(ct);
        return _lanes.TryAdd(proposal) ? proposal.Answered.WaitAsync(ct) : Task.FromResult<Answer<T>>(Full);
    }

    /// <summary>Takes no more, commits what waits, signs a last checkpoint.</summary>
    public async ValueTask DisposeAsync()
    {
        _lanes.Close();
        await _loop;
        await _connection.DisposeAsync();
        _state.NewKeys.DestroyRest();
        _lanes.Dispose();
    }

    // Not cancellable: what was taken is brought to its end, and an outage ends by itself (LogOptions.OutageMax).
    private async Task Run()
    {
        var writers = 0;
        try
        {
            while (!_lanes.IsClosedAndEmpty)
            {
                await _lanes.Wait(_checkpoints.TimeToNext, CancellationToken.None);
                await Gather(writers, CancellationToken.None);
                var members = TakeGroup();
                if (members.Count > 0)
                    await _settlement.Settle(members, CancellationToken.None);
                writers = members.Count + _lanes.Interactive;
                await _checkpoints.SignIfDue(CancellationToken.None);
            }
            await _checkpoints.SignLast(CancellationToken.None);
        }
        finally
        {
            // Only a bug ends the loop early; nobody may wait for it for ever.
            _lanes.Close();
            while (_lanes.Take() is { Count: > 0 } left)
                left.ForEach(proposal => proposal.Refuse(Full));
        }
    }

    // Clients who write one thing after another would else part into two halves, of which one always waits: a commit's
    // fixed cost is then shared by half of them.
    private async ValueTask Gather(int writers, CancellationToken ct)
    {
        var begun = _clock.GetTimestamp();
        while (_lanes.Interactive < writers)
        {
            var left = GatherMax - _clock.GetElapsedTime(begun);
            if (left <= TimeSpan.Zero || !await _lanes.Arrival(left, ct))
                return;
        }
    }

    private List<Member> TakeGroup()
    {
        var members = new List<Member>();
        foreach (var proposal in _lanes.Take())
        {
            if (proposal.Cancelled.IsCancellationRequested)
                proposal.Cancel();
            else
                members.Add(new Member(proposal));
        }
        return members;
    }
}
