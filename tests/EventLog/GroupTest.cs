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
    public async Task A_member_that_breaks_the_connection_each_time_fails_alone()
    {
        await using var test = await TestLog.Create();
        var log = await test.Open();
        var stream = (await log.Writer.Append(StoreEntities.One(null, "a", "1"), default)).Value.Stream;
        await test.Execute("""
            create function record.kill() returns trigger language plpgsql as $$
            begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$;
            create trigger kill before insert on record.entity for each row when (new.id = 'kills') execute function record.kill()
            """);

        var hold = await HeldWriter.Hold(log.Writer);
        var appends = Enumerable.Range(0, 9)
            .Select(i => log.Writer.Append(StoreEntities.One(stream, i == 4 ? "kills" : $"e{i}", "x"), default)).ToList();
        await hold.Release();

        await Assert.ThrowsAsync<PostgresException>(() => appends[4]);
        appends.RemoveAt(4);
        Assert.All(await Task.WhenAll(appends), answer => Assert.Null(answer.Refusal));
        Assert.Equal(9, (await log.Reader.Head(default)).Position);
        Assert.Empty((await new Verifier(test.Settings()).VerifyLog(null, default)).Faults);
    }

    [Fact]
    public async Task Members_that_decide_on_more_than_they_announced_are_committed_in_smaller_groups()
    {
        await using var test = await TestLog.Create();
        var log = await test.Open(new LogOptions { Limits = new LogLimits { GroupEventsMax = 10 } });
        var begun = test.Entities.Begun;

        var hold = await HeldWriter.Hold(log.Writer);
        var appends = Enumerable.Range(0, 8).Select(_ => log.Writer.Append(new Deciding<int>(draft =>
        {
            var stream = draft.Found(Event("founds"));
            for (var i = 1; i < 15; i++)
                draft.Append(stream, Event("adds"));
            return new(15);
        }), default)).ToList();
        await hold.Release();

        Assert.All(await Task.WhenAll(appends), answer => Assert.Equal(15, answer.Value));
        Assert.Equal(120, (await log.Reader.Head(default)).Position);
        Assert.InRange(test.Entities.Begun - begun, 9, 20);
        Assert.Empty((await new Verifier(test.Settings()).VerifyLog(null, default)).Faults);
    }

    [Fact]
    public async Task A_proposal_is_appended_once()
    {
        await using var test = await TestLog.Create();
        var log = await test.Open();
        var proposal = StoreEntities.One(null, "a", "1");
        await log.Writer.Append(proposal, default);

        await Assert.ThrowsAsync<InvalidOperationException>(() => log.Writer.Append(proposal, default));
    }

    [Fact]
    public async Task What_is_acknowledged_is_on_disk_whatever_the_databases_default()
    {
        await using var test = await TestLog.Create();
        await test.Execute("do $$ begin execute format('alter database %I set synchronous_commit = off', current_database()); end $$");
        var log = await test.Open();

        var setting = await log.Writer.Append(new Deciding<string>(async draft =>
        {
            await using var show = new NpgsqlCommand("show synchronous_commit", draft.Connection);
            return (string)(await show.ExecuteScalarAsync())!;
        }), default);

        Assert.Equal("on", setting.Value);
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

    private static NewEvent Event(string id) => new(EventKind.Stored, "Note", id, 1, null, "x"u8.ToArray());

    private static async Task<Answer<Stored>[]> InOneGroup(Log log, IReadOnlyList<StoreEntities> proposals)
    {
        var hold = await HeldWriter.Hold(log.Writer);
        var appends = proposals.Select(proposal => log.Writer.Append(proposal, default)).ToList();
        await hold.Release();
        return await Task.WhenAll(appends);
    }
}
