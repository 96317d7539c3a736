using Npgsql;
using Phr.Platform.Database;

namespace Phr.EventLog;

/// <summary>
/// Takes up the events that a subscription comes to, in order. What it writes over <paramref name="connection"/> is
/// in one transaction with the subscription's position: done once, or not at all and then again.
/// </summary>
public delegate Task TakeUp(IReadOnlyList<StoredEvent> events, NpgsqlConnection connection, CancellationToken ct);

/// <summary>
/// A named reader of the whole log with a durable position in its own schema. It is woken by commits of this process
/// and by NOTIFY of others, and looks for itself when neither comes.
/// </summary>
public sealed class Subscription
{
    /// <summary>Most events handed over at once.</summary>
    public const int PageEventsMax = 1_000;

    private readonly NpgsqlDataSource _database;
    private readonly Reader _reader;
    private readonly LogSignal _signal;
    private readonly TimeSpan _poll;
    private readonly string _consumer;
    private readonly string _news;
    private readonly string _lock;
    private readonly string _advance;

    internal Subscription(
        NpgsqlDataSource database, Reader reader, LogSignal signal, TimeSpan poll, SubscriptionPlace place)
    {
        (_database, _reader, _signal, _poll, _consumer) = (database, reader, signal, poll, place.Consumer);
        _news = SchemaName.Into(Sql.Load(typeof(Subscription), "Reading/subscription-news.sql"), place.Schema);
        _lock = SchemaName.Into(Sql.Load(typeof(Subscription), "Reading/lock-subscription.sql"), place.Schema);
        _advance = SchemaName.Into(Sql.Load(typeof(Subscription), "Reading/advance-subscription.sql"), place.Schema);
    }

    /// <summary>Follows the log until it is stopped. When two run under one name, they take turns.</summary>
    /// <exception cref="Exception">
    /// What <paramref name="takeUp"/> throws ends the run; its position is where it was before.
    /// </exception>
    public async Task Run(TakeUp takeUp, CancellationToken ct)
    {
        while (true)
        {
            var position = await CatchUp(takeUp, ct);
            await _signal.WaitBeyond(position, _poll, ct);
        }
    }

    /// <summary>Takes up what there is and returns the position it came to.</summary>
    public async Task<long> CatchUp(TakeUp takeUp, CancellationToken ct)
    {
        while (true)
        {
            var (position, head) = await News(ct);
            if (position >= head)
                return position;
            await TakePage(takeUp, ct);
        }
    }

    /// <summary>Takes up at most <see cref="PageEventsMax"/> events, and says whether there were any.</summary>
    public async Task<bool> TakeSome(TakeUp takeUp, CancellationToken ct)
    {
        var (position, head) = await News(ct);
        if (position >= head)
            return false;
        await TakePage(takeUp, ct);
        return true;
    }

    // An idle consumer must not lock its row each second: that writes to disk.
    private async Task<(long Position, long Head)> News(CancellationToken ct)
    {
        await using var command = _database.CreateCommand(_news);
        command.Parameters.Add(new() { Value = _consumer });
        await using var rows = await command.ExecuteReaderAsync(ct);
        await rows.ReadAsync(ct);
        return (rows.GetInt64(0), rows.GetInt64(1));
    }

    private async Task TakePage(TakeUp takeUp, CancellationToken ct)
    {
        await using var connection = await _database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var lockRow = new NpgsqlCommand(_lock, connection) { Parameters = { new() { Value = _consumer } } };
        var position = (long)(await lockRow.ExecuteScalarAsync(ct))!;
        var events = await _reader.ReadFrom(connection, position, PageEventsMax, ct);
        if (events.Count == 0)
            return;
        await takeUp(events, connection, ct);
        await using var advance = new NpgsqlCommand(_advance, connection)
        {
            Parameters = { new() { Value = _consumer }, new() { Value = events[^1].Position } },
        };
        await advance.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }
}

/// <summary>Where a subscription keeps its position.</summary>
internal readonly record struct SubscriptionPlace(string Schema, string Consumer);
