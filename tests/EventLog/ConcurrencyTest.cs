using Phr.EventLog;
using Phr.Platform;
using Phr.Tests.EventLog.Support;

namespace Phr.Tests.EventLog;

public sealed class ConcurrencyTest
{
    private const int Writers = 8;
    private const int UnitsPerWriter = 60;

    [Fact]
    public async Task Eight_writers_with_pauses_and_refusals_lose_and_repeat_nothing()
    {
        await using var test = await TestLog.Create();
        var log = await test.Open();

        await FollowWhile(test, log, () => Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Write(log, writer))));
    }

    [Fact]
    public async Task Two_nodes_on_one_log_keep_it_dense_and_lose_nothing()
    {
        await using var test = await TestLog.Create();
        var first = await test.Open();
        var second = await test.Open();

        await FollowWhile(test, first, () => Task.WhenAll(
            Enumerable.Range(0, Writers).Select(writer => Write(writer % 2 == 0 ? first : second, writer))));
        Assert.True((await new Verifier(test.Settings()).VerifyProjections(null, default)).Ok);
    }

    [Fact]
    public async Task Two_nodes_that_write_to_one_stream_number_it_without_gaps()
    {
        await using var test = await TestLog.Create();
        Log[] nodes = [await test.Open(), await test.Open()];
        var stream = (await nodes[0].Writer.Append(StoreEntities.One(null, "shared", "1"), default)).Value.Stream;

        var answers = await Task.WhenAll(nodes.SelectMany((node, number) => Enumerable.Range(0, 100).Select(
            i => node.Writer.Append(StoreEntities.One(stream, "shared", $"{number} {i}"), default))));

        Assert.All(answers, answer => Assert.Null(answer.Refusal));
        var events = await nodes[1].Reader.ReadStream(stream, after: 0, 1_000, default);
        Assert.Equal(Enumerable.Range(1, 201), events.Select(e => e.Sequence));
        // Each version was decided on the one before, whichever node wrote it.
        Assert.Equal(Enumerable.Range(1, 201), events.Select(e => e.Version));
    }

    // A subscriber reads while the writers write; in the end it has read exactly what was acknowledged, in order and
    // without gaps.
    private static async Task FollowWhile(TestLog test, Log log, Func<Task<HashSet<string>[]>> write)
    {
        await test.Execute("create schema follower");
        var subscription = await log.Subscribe("follower", "all", after: 0, default);
        var read = new List<StoredEvent>();
        using var stop = new CancellationTokenSource();
        var following = subscription.Run(
            (events, _, _) =>
            {
                read.AddRange(events);
                return Task.CompletedTask;
            }, stop.Token);

        var acknowledged = (await write()).SelectMany(ids => ids).ToHashSet();
        var head = await log.Reader.Head(default);
        for (var waited = 0; waited < 200 && (read.Count == 0 || read[^1].Position < head.Position); waited++)
            await Task.Delay(50);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);

        Assert.Equal(Enumerable.Range(1, (int)head.Position).Select(position => (long)position), read.Select(e => e.Position));
        Assert.Equal(acknowledged.Order(), read.Select(e => e.Id).Order());
        Assert.True((await new Verifier(test.Settings()).VerifyLog(null, default)).Ok);
    }

    // Units of one to five entities; one unit in ten refuses after it has filled its draft, as a rollback would.
    private static async Task<HashSet<string>> Write(Log log, int writer)
    {
        var random = new Random(writer);
        var acknowledged = new HashSet<string>();
        StreamId? stream = null;
        for (var unit = 0; unit < UnitsPerWriter; unit++)
        {
            var entities = Enumerable.Range(0, random.Next(1, 6)).Select(i => new EntityChange($"{writer}-{unit}-{i}", "text")).ToList();
            var refuses = stream is not null && random.Next(10) == 0;
            if (refuses)
                entities.Add(new EntityChange($"{writer}-0-0", "again"));
            var answer = await log.Writer.Append(new StoreEntities(stream, [.. entities]) { OnlyNew = true }, default);
            Assert.Equal(refuses ? RefusalKind.Conflict : null, answer.Refusal?.Kind);
            if (!refuses)
            {
                stream = answer.Value.Stream;
                acknowledged.UnionWith(entities.Select(entity => entity.Id));
            }
            await Task.Delay(random.Next(0, 5));
        }
        return acknowledged;
    }
}
