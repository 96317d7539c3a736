using Npgsql;
using Phr.EventLog;
using Phr.Tests.EventLog.Support;

namespace Phr.Tests.EventLog;

public sealed class SubscriptionTest
{
    private static readonly LogOptions HardlyPolls = new() { PollInterval = TimeSpan.FromMinutes(10) };

    [Fact]
    public async Task What_a_consumer_writes_and_its_position_are_one_transaction()
    {
        await using var test = await TestLog.Create();
        var log = await test.Open();
        await test.Execute("create schema consumer; create table consumer.seen (position bigint primary key)");
        await log.Writer.Append(new StoreEntities(null, new("a", "1"), new("b", "2"), new("c", "3")), default);
        var subscription = await log.Subscribe("consumer", "seen", after: 0, default);

        await Assert.ThrowsAsync<InvalidOperationException>(() => subscription.CatchUp(
            async (events, connection, ct) =>
            {
                await Record(events, connection, ct);
                throw new InvalidOperationException("Failed after writing.");
            }, default));
        Assert.Equal(0, await test.Scalar<long>("select count(*) from consumer.seen"));

        Assert.Equal(3, await subscription.CatchUp(Record, default));
        Assert.Equal(3, await subscription.CatchUp(Record, default));
        Assert.Equal(3, await test.Scalar<long>("select count(*) from consumer.seen"));
    }

    [Fact]
    public async Task Two_that_run_under_one_name_take_each_event_once()
    {
        await using var test = await TestLog.Create();
        var log = await test.Open();
        await test.Execute("create schema consumer; create table consumer.seen (position bigint primary key)");
        for (var i = 0; i < 20; i++)
        {
            var entities = Enumerable.Range(0, 150).Select(n => new EntityChange($"{i}-{n}", "x"));
            await log.Writer.Append(new StoreEntities(null, [.. entities]), default);
        }

        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
            await (await log.Subscribe("consumer", "seen", 0, default)).CatchUp(Record, default)));

        // The primary key would have refused an event taken twice.
        Assert.Equal([3_000, 3_000], both);
        Assert.Equal(3_000, await test.Scalar<long>("select count(*) from consumer.seen"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_commit_wakes_a_waiting_consumer_of_this_node_and_of_another(bool another)
    {
        await using var test = await TestLog.Create();
        var log = await test.Open(HardlyPolls);
        var writing = another ? await test.Open(HardlyPolls) : log;
        await test.Execute("create schema consumer");
        var subscription = await log.Subscribe("consumer", "waits", 0, default);
        var taken = new TaskCompletionSource<long>();
        using var stop = new CancellationTokenSource();
        var running = subscription.Run((events, _, _) =>
        {
            taken.TrySetResult(events[^1].Position);
            return Task.CompletedTask;
        }, stop.Token);

        await Task.Delay(300);
        await writing.Writer.Append(StoreEntities.One(null, "a", "1"), default);

        Assert.Equal(1, await taken.Task.WaitAsync(TimeSpan.FromSeconds(20)));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task A_page_ends_where_bodies_become_large_and_leaves_nothing_out()
    {
        await using var test = await TestLog.Create();
        var log = await test.Open();
        var large = new string('x', 9 << 20);
        for (var i = 0; i < 9; i++)
            await log.Writer.Append(StoreEntities.One(null, $"{i}", large), default);

        var page = await log.Reader.ReadFrom(after: 0, 100, default);
        var rest = await log.Reader.ReadFrom(after: page[^1].Position, 100, default);

        Assert.Equal(8, page.Count);
        Assert.Equal([9], rest.Select(e => e.Position));
    }

    private static async Task Record(IReadOnlyList<StoredEvent> events, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var insert = new NpgsqlCommand("insert into consumer.seen select unnest($1)", connection)
        {
            Parameters = { new() { Value = events.Select(e => e.Position).ToArray() } },
        };
        await insert.ExecuteNonQueryAsync(ct);
    }
}
