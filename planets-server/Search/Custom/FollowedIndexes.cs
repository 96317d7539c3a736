using System.Collections.Concurrent;
using Npgsql;
using Phr.EventLog;
using Phr.Planets.Record.State;
using Phr.Platform;

namespace Phr.Planets.Search.Custom;

/// <summary>Brings indexes that follow the log forward, each in one transaction with its position; whoever does it, one at a time.</summary>
public sealed class FollowedIndexes(Log log, Indexer indexer, CustomReadiness readiness)
{
    /// <summary>Events that are taken up while the log waits; behind more a write is refused.</summary>
    public const int TailMax = 2 * Subscription.PageEventsMax;

    private readonly ConcurrentDictionary<string, Subscription> _followed = new();

    /// <summary>Takes up a page of events, and says whether there were any.</summary>
    public async Task<bool> TakeSome(FollowedIndex index, CancellationToken ct)
    {
        if (!_followed.TryGetValue(index.Name, out var subscription))
            _followed[index.Name] = subscription = await log.Subscribe(CustomIndexing.Schema, index.Name, 0, ct);
        return await subscription.TakeSome((events, connection, stop) => index.Rows(indexer).TakeUp(events, connection, stop), ct);
    }

    /// <summary>Takes up the last events, so that the indexes hold all that is committed; refused where they are far behind.</summary>
    public async Task<Refusal?> CatchUp(IReadOnlyCollection<FollowedIndex> indexes, CancellationToken ct)
    {
        if (indexes.Count == 0)
            return null;
        var progress = await readiness.Progress(indexes, ct);
        if (progress.Exists(one => one.Position is not { } position || one.Head - position > TailMax))
            return CustomReadiness.Behind(indexes);
        try
        {
            foreach (var index in indexes)
            {
                while (await TakeSome(index, ct))
                {
                }
            }
            return null;
        }
        catch (PostgresException gone) when (gone.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            // The parameter was deleted this moment.
            Forget();
            return CustomReadiness.Behind(indexes);
        }
    }

    /// <summary>After an index was dropped or could not be brought forward: where it stands is looked up again.</summary>
    public void Forget() => _followed.Clear();
}
