using Phr.EventLog;
using Phr.Platform;
using Phr.Tests.EventLog.Support;

namespace Phr.Tests.EventLog;

/// <summary>Every limit: what is at it goes in, what is one past it is refused and nothing of it is stored.</summary>
public sealed class LimitsTest
{
    private static readonly LogLimits Small = new()
    {
        BodyBytesMax = 100, ProposalEventsMax = 5, ProposalBytesMax = 250, QueueLengthMax = 3, QueueBytesMax = 1_000, GroupEventsMax = 10,
    };

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public async Task A_body(int bytes, bool taken) => await Offer([Entity(0, bytes)], taken);

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public async Task Events_of_a_proposal(int events, bool taken) =>
        await Offer([.. Enumerable.Range(0, events).Select(i => Entity(i, 10))], taken);

    [Theory]
    [InlineData(50, true)]
    [InlineData(51, false)]
    public async Task Bytes_of_a_proposal(int lastBytes, bool taken) =>
        await Offer([Entity(0, 100), Entity(1, 100), Entity(2, lastBytes)], taken);

    [Fact]
    public async Task Proposals_that_wait()
    {
        await using var test = await TestLog.Create();
        var log = await test.Open(new LogOptions { Limits = Small });
        var hold = await HeldWriter.Hold(log.Writer);

        var waiting = Enumerable.Range(0, 3).Select(i => log.Writer.Append(new StoreEntities(null, Entity(i, 10)), default)).ToList();
        var past = log.Writer.Append(new StoreEntities(null, Entity(3, 10)), default);
        var bulk = log.Writer.Append(new StoreEntities(null, Entity(4, 10)) { InLane = Lane.Bulk }, default);

        Assert.True(past.IsCompleted);
        Assert.Equal(RefusalKind.Unavailable, (await past).Refusal?.Kind);
        await hold.Release();
        Assert.All(await Task.WhenAll(waiting.Append(bulk)), answer => Assert.Null(answer.Refusal));
    }

    [Fact]
    public async Task Bytes_that_wait()
    {
        await using var test = await TestLog.Create();
        var log = await test.Open(new LogOptions { Limits = Small with { QueueBytesMax = 120 } });
        var hold = await HeldWriter.Hold(log.Writer);

        var first = log.Writer.Append(new StoreEntities(null, Entity(0, 70)), default);
        var full = log.Writer.Append(new StoreEntities(null, Entity(1, 50)), default);
        var past = log.Writer.Append(new StoreEntities(null, Entity(2, 1)), default);

        Assert.Equal(RefusalKind.Unavailable, (await past).Refusal?.Kind);
        await hold.Release();
        Assert.All(await Task.WhenAll(first, full), answer => Assert.Null(answer.Refusal));
    }

    [Fact]
    public async Task Events_of_a_group()
    {
        await using var test = await TestLog.Create();
        var log = await test.Open(new LogOptions { Limits = Small with { QueueLengthMax = 100, QueueBytesMax = 100_000 } });
        var hold = await HeldWriter.Hold(log.Writer);
        var begun = test.Entities.Begun;

        var appends = Enumerable.Range(0, 11).Select(i => log.Writer.Append(new StoreEntities(null, Entity(i, 10)), default)).ToList();
        await hold.Release();
        await Task.WhenAll(appends);

        Assert.Equal(begun + 2, test.Entities.Begun);
    }

    [Fact]
    public async Task A_proposal_that_nobody_waits_for_any_more_is_not_appended()
    {
        await using var test = await TestLog.Create();
        var log = await test.Open();
        var hold = await HeldWriter.Hold(log.Writer);
        using var cancelled = new CancellationTokenSource();

        var append = log.Writer.Append(new StoreEntities(null, Entity(0, 10)), cancelled.Token);
        await cancelled.CancelAsync();
        await hold.Release();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => append);
        Assert.Null((await log.Writer.Append(new StoreEntities(null, Entity(1, 10)), default)).Refusal);
        Assert.Equal(1, (await log.Reader.Head(default)).Position);
    }

    [Fact]
    public async Task Options_out_of_bounds_are_refused_at_start()
    {
        await using var test = await TestLog.Create();

        await Assert.ThrowsAsync<System.ComponentModel.DataAnnotations.ValidationException>(
            () => test.Open(new LogOptions { Limits = new LogLimits { QueueLengthMax = 0 } }));
        await Assert.ThrowsAsync<System.ComponentModel.DataAnnotations.ValidationException>(
            () => test.Open(new LogOptions { PollInterval = TimeSpan.Zero }));
    }

    [Fact]
    public async Task Texts_of_a_header()
    {
        await using var test = await TestLog.Create();
        var log = await test.Open();
        Task<Answer<StreamId>> Found(string type, string id) => log.Writer.Append(
            new Deciding<StreamId>(draft => new(draft.Found(new NewEvent(EventKind.Stored, type, id, 0, null, default)))), default);

        Assert.Null((await Found(new string('t', NewEvent.TypeBytesMax), new string('i', NewEvent.IdBytesMax))).Refusal);
        Assert.Null((await Found("t", new string('あ', NewEvent.IdBytesMax / 3))).Refusal);
        await Assert.ThrowsAsync<ArgumentException>(() => Found(new string('t', NewEvent.TypeBytesMax + 1), "i"));
        await Assert.ThrowsAsync<ArgumentException>(() => Found("t", new string('i', NewEvent.IdBytesMax + 1)));
        await Assert.ThrowsAsync<ArgumentException>(() => Found("t", new string('あ', (NewEvent.IdBytesMax / 3) + 1)));
        await Assert.ThrowsAsync<ArgumentException>(() => Found("t", ""));
        var longAgent = Origins.Hospital with { Agent = new string('a', Origin.TextBytesMax + 1) };
        Assert.Throws<ArgumentException>(() => new Deciding<int>(_ => default, longAgent));
        Assert.True((await new Verifier(test.Settings()).VerifyLog(null, default)).Ok);
    }

    private static async Task Offer(EntityChange[] entities, bool taken)
    {
        await using var test = await TestLog.Create();
        var log = await test.Open(new LogOptions { Limits = Small });

        var answer = await log.Writer.Append(new StoreEntities(null, entities), default);

        Assert.Equal(taken ? null : RefusalKind.TooLarge, answer.Refusal?.Kind);
        Assert.Equal(taken ? entities.Length : 0, (await log.Reader.Head(default)).Position);
    }

    private static EntityChange Entity(int number, int bytes) => new($"e{number}", new string('x', bytes));
}
