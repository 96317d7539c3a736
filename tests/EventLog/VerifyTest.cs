using Phr.EventLog;
using Phr.Tests.EventLog.Support;

namespace Phr.Tests.EventLog;

public sealed class VerifyTest
{
    private const int Events = 40;
    private const long Target = 17;

    private const string BodyAltered =
        "The body of the event does not fit its place: it, or its stream, sequence or type, was altered.";

    private const string FlipBody = "body = set_byte(body, 20, get_byte(body, 20) # 1)";

    [Theory]
    [InlineData(FlipBody, BodyAltered)]
    [InlineData("hash = set_byte(hash, 5, get_byte(hash, 5) # 1)", "The header or the hash of the event was altered.")]
    [InlineData("type = 'Mote'", BodyAltered)]
    [InlineData("id = 'e99'", "The header or the hash of the event was altered.")]
    [InlineData("version = version + 1", "The header or the hash of the event was altered.")]
    [InlineData("kind = 5", "The header or the hash of the event was altered.")]
    [InlineData("event_time = '2020-01-01'", "The header or the hash of the event was altered.")]
    [InlineData("recorded_time = recorded_time + interval '1 microsecond'", "The header or the hash of the event was altered.")]
    public async Task An_altered_event_is_named_by_its_position_and_nothing_else_is(string change, string what)
    {
        await using var test = await Filled();

        await Tamper(test, $"update log.event set {change} where position = {Target}");

        var report = await Verify(test);
        Assert.Contains(new Fault(Target, new StreamId(1), what), report.Faults);
        Assert.All(report.Faults, fault => Assert.Equal(Target, fault.Position));
        Assert.Equal(Events, report.Events);
    }

    [Fact]
    public async Task An_untouched_log_has_no_fault()
    {
        await using var test = await Filled();

        var report = await Verify(test);

        Assert.True(report.Ok, string.Join("; ", report.Faults));
        Assert.Equal((Events, 2, 0), (report.Events, report.Streams, report.UnusedKeys));
    }

    [Fact]
    public async Task A_removed_event_is_missed_where_it_was()
    {
        await using var test = await Filled();

        await Tamper(test, $"delete from log.event where position = {Target}");

        Assert.Contains(new Fault(Target, null, "1 events are missing from here on."), (await Verify(test)).Faults);
    }

    [Fact]
    public async Task A_log_whose_end_was_cut_off_and_whose_head_was_set_back_is_found_by_its_checkpoint()
    {
        await using var test = await Filled();

        await Tamper(test, $"delete from log.event where position > {Events - 3}");
        Assert.Contains(new Fault(Events - 2, null, "The log ends here, before its head."), (await Verify(test)).Faults);
        await Tamper(test, $"""
            alter table log.head disable trigger all;
            update log.head set position = {Events - 3}, hash = (select hash from log.event where position = {Events - 3});
            alter table log.head enable trigger all
            """);

        Assert.Equal(new Fault(Events, null, "The checkpoint is beyond the end of the log."), Assert.Single((await Verify(test)).Faults));
    }

    [Fact]
    public async Task History_that_was_rewritten_with_a_chain_that_fits_is_found_by_its_checkpoint()
    {
        await using var test = await Filled();
        await using var forged = await TestLog.CreateBeside(test);
        // The operator has all keys and writes another history of the same length.
        var log = await forged.Open();
        var stream = (await log.Writer.Append(StoreEntities.One(null, "e1", "forged"), default)).Value.Stream;
        for (var i = 2; i <= Events; i++)
            await log.Writer.Append(StoreEntities.One(i == 2 ? null : stream, $"e{i}", "forged"), default);
        await log.DisposeAsync();
        var checkpoint = await (await test.Open()).Checkpoints.Latest(default);

        Assert.True((await Verify(forged)).Ok);
        Assert.Equal(CheckpointVerdict.HistoryDiffers, await (await forged.Open()).Checkpoints.Verify(checkpoint!, default));
    }

    [Fact]
    public async Task A_checkpoint_holds_for_its_log_and_no_altered_one_does()
    {
        await using var test = await Filled();
        var checkpoints = (await test.Open()).Checkpoints;
        var checkpoint = (await checkpoints.Latest(default))!;

        Assert.Equal(CheckpointVerdict.Holds, await checkpoints.Verify(checkpoint, default));
        Assert.Equal(CheckpointVerdict.NotSignedHere, await checkpoints.Verify(checkpoint with { Streams = 9 }, default));
        Assert.Equal(Events, checkpoint.Position);
        Assert.Null(await checkpoints.LatestUpTo(Events - 1, default));
    }

    [Fact]
    public async Task A_lost_key_and_one_that_should_be_gone_are_found()
    {
        await using var test = await Filled();
        var log = await test.Open();
        var files = Directory.GetFiles(Path.Combine(test.KeyFolder, "streams"), "*.key", SearchOption.AllDirectories);
        var erasing = new ErasureRequest(new StreamId(1), Origins.Hospital, [], (_, _) => new RetentionRuling.Released());
        var erasedKey = await test.Scalar<Guid>("select key_id from log.stream where stream = 1");
        var kept = files.Single(file => !file.Contains(erasedKey.ToString("N"), StringComparison.Ordinal));
        var saved = files.Where(file => file != kept).Select(file => (file, File.ReadAllBytes(file))).Single();
        await log.Eraser.Erase(erasing, default);

        File.WriteAllBytes(saved.file, saved.Item2);
        File.Delete(kept);

        Assert.Equal(
            [
                new Fault(2, new StreamId(2), "The key of the stream is missing from the key store."),
                new Fault(null, new StreamId(1), "The stream was erased, but the key store still has its key."),
            ],
            (await Verify(test)).Faults);
    }

    [Theory]
    [InlineData("delete from record.entity where id = 'e9'", null, null)]
    [InlineData("update record.entity set version = 7 where id = 'e9'", 9L, 1L)]
    [InlineData("insert into record.tally values (12, 3)", null, 12L)]
    public async Task Rows_of_a_projection_that_the_log_does_not_give_are_found(string change, long? position, long? stream)
    {
        await using var test = await Filled();
        Assert.True((await new Verifier(test.Settings()).VerifyProjections(null, default)).Ok);

        await test.Execute(change);

        var report = await new Verifier(test.Settings()).VerifyProjections(null, default);
        Assert.NotEmpty(report.Faults);
        if (stream is not null)
            Assert.Contains(report.Faults, fault => fault.Position == position && fault.Stream == new StreamId(stream.Value));
        Assert.Equal(0, await test.Scalar<long>("select count(*) from pg_namespace where nspname like 'record\\_check%'"));
    }

    private static async Task<TestLog> Filled()
    {
        var test = await TestLog.Create();
        await using var log = await test.Open();
        var stream = (await log.Writer.Append(StoreEntities.One(null, "e1", "body 1"), default)).Value.Stream;
        await log.Writer.Append(StoreEntities.One(null, "e2", "body 2"), default);
        for (var i = 3; i <= Events; i++)
            await log.Writer.Append(StoreEntities.One(stream, $"e{i}", $"body {i}"), default);
        return test;
    }

    private static Task<VerificationReport> Verify(TestLog test) => new Verifier(test.Settings()).VerifyLog(null, default);

    // Whoever owns the database can take the triggers away.
    private static Task Tamper(TestLog test, string change) => test.Execute(
        $"alter table log.event disable trigger all; {change}; alter table log.event enable trigger all");
}
