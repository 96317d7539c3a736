using System.Data;
using Npgsql;
using Phr.Platform;

namespace Phr.EventLog;

/// <summary>
/// Brings one group to its end: commits it, however often another node or an outage makes it start over, or finds the
/// member that breaks it. When it returns, every member was answered.
/// </summary>
internal sealed class Settlement(
    WriterState state, WriterConnection connection, CommitNotice notice, LogOptions options)
{
    /// <summary>Races after which the node takes the turn for itself.</summary>
    private const int RacesMax = 3;

    /// <summary>Races after which something else must be the reason.</summary>
    private const int AttemptsMax = 20;

    /// <summary>Breaks of the connection after which a member is suspected of making them.</summary>
    private const int BreaksMax = 3;

    private static readonly TimeSpan RetryDelayMin = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan RetryDelayMax = TimeSpan.FromSeconds(1);

    private static readonly Refusal Full =
        new(RefusalKind.StorageFull, "There is no room left to store it; nothing was stored.");

    private static readonly Refusal Overtaken =
        new(RefusalKind.Unavailable, "Other nodes write all the time; nothing was stored.");

    private static readonly Refusal Unreachable =
        new(RefusalKind.Unavailable, "The database cannot be reached; nothing was stored.");

    private InDoubt? _inDoubt;
    private long _awaySince;

    public async Task Settle(IReadOnlyList<Member> members, CancellationToken ct)
    {
        var remaining = members.ToList();
        var trial = new Trial();
        while (true)
        {
            var failure = await Attempt(remaining, trial, ct);
            switch (failure)
            {
                case null:
                    AnswerAll(members);
                    return;
                case GroupFailure.Guilty { Members: var guilty }:
                    remaining.RemoveAll(guilty.Contains);
                    continue;
                case GroupFailure.LostRace when ++trial.Races < AttemptsMax:
                    state.Forget();
                    continue;
                case GroupFailure.Away { Cause: var cause }:
                    trial.BrokeUs = cause;
                    if (await WaitOrGiveUp(remaining, cause, ct))
                        continue;
                    AnswerAll(members);
                    return;
                case GroupFailure.StorageFull:
                    RefuseAll(remaining, Full);
                    AnswerAll(members);
                    return;
                case GroupFailure.LostRace:
                    RefuseAll(remaining, Overtaken);
                    AnswerAll(members);
                    return;
                case GroupFailure.Oversized:
                    AnswerAll(members.Except(remaining));
                    await SettleHalves(remaining, ct);
                    return;
                case GroupFailure.Broken { Cause: var cause }:
                    AnswerAll(members.Except(remaining));
                    await Isolate(remaining, cause, ct);
                    return;
            }
        }
    }

    // Halves until the guilty one stands alone: its neighbours are committed as if it had not been there.
    private async Task Isolate(List<Member> members, Exception cause, CancellationToken ct)
    {
        if (members.Count > 1)
        {
            await SettleHalves(members, ct);
            return;
        }
        members[0].Fail(cause);
        members[0].Answer();
    }

    private async Task SettleHalves(List<Member> members, CancellationToken ct)
    {
        await Settle(members[..(members.Count / 2)], ct);
        await Settle(members[(members.Count / 2)..], ct);
    }

    private async Task<GroupFailure?> Attempt(IReadOnlyList<Member> members, Trial trial, CancellationToken ct)
    {
        NpgsqlConnection? open = null;
        Group? group = null;
        var alone = trial.Races > RacesMax;
        try
        {
            open = await connection.Get(ct);
            if (await WasCommittedAfterAll(ct))
                return null;
            if (trial is { Breaks: > BreaksMax, BrokeUs: { } suspect })
                return new GroupFailure.Broken(suspect);
            if (alone)
                await connection.EnterAlone(ct);
            await state.Refresh(open, ct);
            group = await Group.Begin(state, open, members, ct);
            return await Decide(group, members, ct) ?? await Commit(group, members, ct);
        }
        // The writer's outermost edge: whatever a member, a projection or the database throws must not reach its
        // neighbours.
        catch (Exception exception)
        {
            var failure = GroupFailure.Of(exception, open?.FullState ?? ConnectionState.Closed);
            if (failure is not GroupFailure.Away)
                _inDoubt = null;
            else if (group is not null)
                trial.Breaks++;
            return failure;
        }
        finally
        {
            group?.Dispose();
            if (alone && open?.FullState == ConnectionState.Open)
                await connection.LeaveAlone(CancellationToken.None);
        }
    }

    private static async ValueTask<GroupFailure?> Decide(Group group, IReadOnlyList<Member> members, CancellationToken ct)
    {
        foreach (var member in members)
        {
            await group.Decide(member, ct);
            if (group.IsOversized && members.Count > 1)
                return new GroupFailure.Oversized();
        }
        return null;
    }

    private async Task<GroupFailure?> Commit(Group group, IReadOnlyList<Member> members, CancellationToken ct)
    {
        if (group.EventCount == 0)
            return null;
        if (await group.SealAndChain(members, ct) is { Count: > 0 } guilty)
            return new GroupFailure.Guilty(guilty);
        var head = group.LastHead();
        _inDoubt = new InDoubt(group, head);
        await group.Write(head, ct);
        _inDoubt = null;
        state.Advance(head, group);
        Committed(group, head.Position);
        return null;
    }

    // A connection that breaks in the middle of a commit leaves the question open; the chain's hash answers it.
    private async Task<bool> WasCommittedAfterAll(CancellationToken ct)
    {
        if (_inDoubt is not { } doubt)
            return false;
        state.Forget();
        var committed = await connection.Holds(doubt.Head.Position, doubt.Head.Hash, ct);
        _inDoubt = null;
        if (committed)
            Committed(doubt.Group, doubt.Head.Position);
        return committed;
    }

    private void Committed(Group group, long position)
    {
        _awaySince = 0;
        state.NewKeys.Used(group.FoundedCount);
        notice.Committed(group.Touched.Keys, position, group.EventCount);
    }

    private async Task<bool> WaitOrGiveUp(List<Member> members, Exception cause, CancellationToken ct)
    {
        await connection.Lose();
        state.Forget();
        if (_awaySince == 0)
            _awaySince = options.Clock.GetTimestamp();
        var away = options.Clock.GetElapsedTime(_awaySince);
        if (away < options.OutageMax)
        {
            var delay = RetryDelayMin + (away / 4);
            await Task.Delay(delay < RetryDelayMax ? delay : RetryDelayMax, ct);
            return true;
        }
        if (_inDoubt is null)
        {
            RefuseAll(members, Unreachable);
            return false;
        }
        _inDoubt = null;
        state.NewKeys.Abandon();
        foreach (var member in members)
            member.Fail(new AppendInDoubtException(cause));
        return false;
    }

    private static void RefuseAll(List<Member> members, Refusal refusal)
    {
        foreach (var member in members)
            member.Refuse(refusal);
    }

    private static void AnswerAll(IEnumerable<Member> members)
    {
        foreach (var member in members)
            member.Answer();
    }

    private sealed record InDoubt(Group Group, Head Head);

    /// <summary>What happened to a group so far.</summary>
    private sealed class Trial
    {
        public int Races { get; set; }

        /// <summary>How often the connection broke once the group had begun.</summary>
        public int Breaks { get; set; }

        public Exception? BrokeUs { get; set; }
    }
}

/// <summary>
/// The database went away in the middle of a commit and stayed away: whether the events are stored will be known when
/// it is back. The caller may look, or repeat what is safe to repeat.
/// </summary>
public sealed class AppendInDoubtException(Exception cause)
    : Exception("The database was lost in the middle of a commit; the events may or may not be stored.", cause);
