using System.Data;
using Npgsql;

namespace Phr.EventLog;

/// <summary>Signs checkpoints as the log goes on: every so many events, every so long, and at the end.</summary>
internal sealed class CheckpointRhythm(
    WriterState state, WriterConnection connection, CommitNotice notice, LogOptions options)
{
    private long _lastAt = options.Clock.GetTimestamp();

    /// <summary>How long the loop may sleep; never zero.</summary>
    public TimeSpan TimeToNext
    {
        get
        {
            if (notice.EventsSinceCheckpoint == 0)
                return options.CheckpointInterval;
            var rest = options.CheckpointInterval - options.Clock.GetElapsedTime(_lastAt);
            return rest > TimeSpan.FromMilliseconds(1) ? rest : TimeSpan.FromMilliseconds(1);
        }
    }

    public async Task SignIfDue(CancellationToken ct)
    {
        var due = notice.EventsSinceCheckpoint >= options.CheckpointEvents
            || (notice.EventsSinceCheckpoint > 0
                && options.Clock.GetElapsedTime(_lastAt) >= options.CheckpointInterval);
        if (due)
            await SignLast(ct);
    }

    /// <summary>
    /// Signs where the log stands, if anything is new. A database that is away is no fault here: the next checkpoint
    /// covers it.
    /// </summary>
    public async Task SignLast(CancellationToken ct)
    {
        if (notice.EventsSinceCheckpoint == 0)
            return;
        _lastAt = options.Clock.GetTimestamp();
        NpgsqlConnection? open = null;
        try
        {
            open = await connection.Get(ct);
            await state.Refresh(open, ct);
            await Checkpoints.Store(open, Checkpoint.Sign(state.Head, options.Clock.GetUtcNow(), state.Keys), ct);
            notice.EventsSinceCheckpoint = 0;
        }
        catch (NpgsqlException exception) when (IsPassing(exception, open?.FullState))
        {
            await connection.Lose();
            state.Forget();
        }
    }

    private static bool IsPassing(NpgsqlException exception, ConnectionState? connection) =>
        GroupFailure.Of(exception, connection ?? ConnectionState.Closed)
            is GroupFailure.Away or GroupFailure.StorageFull;
}
