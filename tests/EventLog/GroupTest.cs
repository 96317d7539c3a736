using Npgsql;
using Phr.EventLog;
using Phr.Platform;
using Phr.Tests.EventLog.Support;

namespace Phr.Tests.EventLog;

/// <summary>What members of one coalesced commit do to each other: nothing.</summary>
public sealed class GroupTest
{
    [Fact]
    public async Task Proposals_that_wait_together_share_one_commit()
    {
        await using var test = await TestLog.Create();
        var log = await test.Open();
        var stream = (await log.Writer.Append(StoreEntities.One(null, "a", "1"), default)).Value.Stream;
        var begun = test.Entities.Begun;

        await InOneGroup(log, [.. Enumerable.Range(0, 50).Select(i => StoreEntities.One(stream, $"e{i}", "text"))]);

        Assert.Equal(begun + 2, test.Entities.Begun);
        Assert.Single((await log.Reader.ReadFrom(after: 1, 100, default)).Select(e => e.RecordedTime).Distinct());
    }

    [Fact]
    public async Task A_later_member_sees_what_an_earlier_one_decided()
    {
        await using var test = await TestLog.Create();
        var log = await test.Open();
        var stream = (await log.Writer.Append(StoreEntities.One(null, "a", "1"), default)).Value.Stream;

        var answers = await InOneGroup(log,
            [.. Enumerable.Range(0, 10).Select(_ => new StoreEntities(stream, new EntityChange("b", "once")) { OnlyNew = true })]);

        Assert.Single(answers, answer => answer.Refusal is null);
        Assert.All(answers.Skip(1), answer => Assert.Equal(RefusalKind.Conflict, answer.Refusal?.Kind));
        Assert.Equal(2, (await log.Reader.Head(default)).Position);
    }

    [Theory]
    [InlineData("cursed", typeof(PostgresException))]
    [InlineData("apply-fails", typeof(InvalidOperationException))]
    [InlineData("bad\u0001id", typeof(ArgumentException))]
    public async Task A_member_that_breaks_the_group_fails_alone(string brokenId, Type fault)
    {
        await using var test = await TestLog.Create();
        var log = await test.Open();
        var stream = (await log.Writer.Append(StoreEntities.One(null, "a", "1"), default)).Value.Stream;

        var hold = await HeldWriter.Hold(log.Writer);
        var appends = Enumerable.Range(0, 33)
            .Select(i => log.Writer.Append(new StoreEntities(stream, new($"e{i}", "x"), new(i == 20 ? brokenId : $"f{i}", "y")), default))
            .ToList();
        await hold.Release();

        await Assert.ThrowsAsync(fault, () => appends[20]);
        appends.RemoveAt(20);
        Assert.All(await Task.WhenAll(appends), answer => Assert.Null(answer.Refusal));
        Assert.Equal(1 + (32 * 2), (await log.Reader.Head(default)).Position);
        Assert.Equal(1 + (32 * 2), await test.Scalar<long>("select count(*) from record.entity"));
        Assert.True((await new Verifier(test.Settings()).VerifyLog(null, default)).Ok);
    }

    [Fact]
    public async Task Writing_to_a_stream_that_never_was_is_refused_and_its_neighbours_go_on()
    {
        await using var test = await TestLog.Create();
        var log = await test.Open();
        var stream = (await log.Writer.Append(StoreEntities.One(null, "a", "1"), default)).Value.Stream;

        var answers = await InOneGroup(log,
            [StoreEntities.One(stream, "b", "x"), StoreEntities.One(new StreamId(77), "c", "x"), StoreEntities.One(stream, "d", "x")]);

        Assert.Equal([null, RefusalKind.NotFound, null], answers.Select(answer => answer.Refusal?.Kind));
        Assert.Equal([1, 2, 3], (await log.Reader.ReadStream(stream, after: 0, 10, default)).Select(e => e.Sequence));
    }

    [Fact]
    public async Task A_stream_founded_in_a_group_takes_events_of_later_members()
    {
        await using var test = await TestLog.Create();
        var log = await test.Open();
        var founded = default(StreamId);

        var hold = await HeldWriter.Hold(log.Writer);
        var founding = log.Writer.Append(new Deciding<StreamId>(draft =>
        {
            founded = draft.Found(new NewEvent(EventKind.Stored, "Note", "p", 1, null, "x"u8.ToArray()));
            return new(founded);
        }), default);
        var adding = log.Writer.Append(new Deciding<long>(draft =>
            new(draft.Append(founded, new NewEvent(EventKind.Stored, "Note", "q", 1, null, "y"u8.ToArray())))), default);
        await hold.Release();

        Assert.Equal((await founding).Value.Value + 1, (await adding).Value);
        Assert.Equal(["p", "q"], (await log.Reader.ReadStream(founded, 0, 10, default)).Select(e => e.Id));
    }

    private static async Task<Answer<Stored>[]> InOneGroup(Log log, IReadOnlyList<StoreEntities> proposals)
    {
        var hold = await HeldWriter.Hold(log.Writer);
        var appends = proposals.Select(proposal => log.Writer.Append(proposal, default)).ToList();
        await hold.Release();
        return await Task.WhenAll(appends);
    }
}
