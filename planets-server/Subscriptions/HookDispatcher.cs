using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Phr.EventLog;
using Phr.Planets.Search;
using Phr.Platform.Database;
using Phr.Platform.Hosting;

namespace Phr.Planets.Subscriptions;

/// <summary>
/// Sends rest-hooks from this node. It looks which types were written, takes the turns of subscriptions that may be
/// about them, and delivers each by itself, so that a slow receiver delays nobody else.
/// </summary>
public sealed class HookDispatcher(Log log, NpgsqlDataSource database, DeliveryTurn turn, Delivery delivery,
    RestHook hook, ILogger<HookDispatcher> logger)
    : BackgroundService
{
    /// <summary>Subscriptions that are delivered at a time; each has at most one notification in memory.</summary>
    public const int DeliveriesMax = 256;

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);
    private static readonly string WrittenTypes = Sql.Load(typeof(HookDispatcher), "Subscriptions/written-types.sql");

    private readonly List<Task> _running = [];
    private readonly ConcurrentDictionary<short, bool> _written = new();
    private readonly Lock _guard = new();
    private CancellationTokenSource? _sleep;
    private bool _isWoken;

    /// <summary>Looks at once: a subscription was made or changed.</summary>
    public void Wake()
    {
        lock (_guard)
        {
            _isWoken = true;
            _sleep?.Cancel();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var seen = (await log.Reader.Head(stoppingToken)).Position;
        try
        {
            while (true)
            {
                seen = await Turns(seen, stoppingToken);
                await Sleep(seen, stoppingToken);
            }
        }
        finally
        {
            await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<long> Turns(long seen, CancellationToken ct)
    {
        try
        {
            _running.RemoveAll(one => one.IsCompleted);
            seen = await TakeWritten(seen, ct);
            var room = DeliveriesMax - _running.Count;
            if (room > 0)
                await Claim(room, ct);
        }
        catch (NpgsqlException fault)
        {
            logger.LogWarning("Subscriptions wait: the database does not answer ({Fault}).", fault.SqlState);
        }
        return seen;
    }

    private async Task Claim(int room, CancellationToken ct)
    {
        short[] types = [.. _written.Keys];
        var holder = DeliveryTurn.NewHolder();
        foreach (var type in types)
            _written.TryRemove(type, out _);
        IReadOnlyList<string>? claimed = null;
        try
        {
            claimed = await turn.Claim(holder, types, room, ct);
            _running.AddRange(claimed.Select(id => Deliver(id, holder, ct)));
        }
        finally
        {
            // Where not all could be taken, the others still have something to do.
            if (claimed is null || claimed.Count == room)
                Again(types);
        }
    }

    private async Task<long> TakeWritten(long seen, CancellationToken ct)
    {
        var head = (await log.Reader.Head(ct)).Position;
        if (head == seen)
            return seen;
        await using var command = database.Statement(WrittenTypes, seen, head);
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            if (ResourceTypes.Find(rows.GetString(0)) is { } type)
                _written[type] = true;
        }
        return head;
    }

    private async Task Deliver(string id, Guid holder, CancellationToken ct)
    {
        await Task.Yield();
        try
        {
            await delivery.Run(id, holder, hook.Send, ct);
        }
        catch (Exception fault) when (!ct.IsCancellationRequested)
        {
            logger.LogError("Subscription {Id} could not be delivered: {Fault}", id, FaultText.Of(fault));
            await turn.Failed(id, holder, (1, int.MaxValue, ""), ct);
        }
        finally
        {
            // What was written meanwhile was claimed by nobody.
            if (await turn.Release(id, holder, CancellationToken.None) is { Length: > 0 } types)
                Again(types);
        }
    }

    private void Again(short[] types)
    {
        foreach (var type in types)
            _written[type] = true;
        Wake();
    }

    private async Task Sleep(long seen, CancellationToken ct)
    {
        CancellationTokenSource sleep;
        lock (_guard)
        {
            if (_isWoken)
            {
                _isWoken = false;
                return;
            }
            sleep = _sleep = CancellationTokenSource.CreateLinkedTokenSource(ct);
        }
        try
        {
            await LookRhythm.Next(log, seen, LookAgain, sleep.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Woken.
        }
        finally
        {
            lock (_guard)
            {
                _isWoken = false;
                _sleep = null;
            }
            sleep.Dispose();
        }
    }
}
