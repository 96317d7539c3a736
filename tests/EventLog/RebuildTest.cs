using FsCheck;
using Phr.EventLog;
using Phr.Tests.EventLog.Support;

namespace Phr.Tests.EventLog;

public sealed class RebuildTest
{
    [Fact]
    public async Task For_any_history_the_live_rows_are_those_that_the_log_gives()
    {
        await using var test = await TestLog.Create();
        var log = await test.Open();
        var streams = new List<StreamId>();
        var configuration = Configuration.QuickThrowOnFailure;
        configuration.MaxNbOfTest = 20;

        // One log for all histories: each goes on from the one before.
        Prop.ForAll(Arb.From(History), history =>
        {
            foreach (var step in history)
                Take(log, streams, step).GetAwaiter().GetResult();
            var report = new Verifier(test.Settings()).VerifyProjections(null, default).GetAwaiter().GetResult();
            Assert.Empty(report.Faults);
        }).Check(configuration);

        Assert.Empty((await new Verifier(test.Settings()).VerifyLog(null, default)).Faults);
        Assert.InRange(await test.Scalar<long>("select count(*) from log.erasure"), 1, long.MaxValue);
        Assert.InRange(await test.Scalar<long>("select count(*) from record.entity"), 1, long.MaxValue);
    }

    [Fact]
    public async Task A_projection_of_another_version_is_rebuilt_at_the_next_start()
    {
        await using var test = await TestLog.Create();
        var log = await test.Open();
        await log.Writer.Append(new StoreEntities(null, new("a", "1"), new("b", "2")), default);
        await log.DisposeAsync();
        await test.Execute("delete from record.entity");

        await (await test.Open()).DisposeAsync();
        Assert.Equal(0, await test.Scalar<long>("select count(*) from record.entity"));

        var raised = new Entities { Version = 2 };
        await (await test.Open(test.Settings() with { Projections = TestLog.Projections(raised) })).DisposeAsync();
        Assert.Equal(2, await test.Scalar<long>("select count(*) from record.entity"));
        Assert.Equal(2, await test.Scalar<long>("select sum(events) from record.tally"));
    }

    [Fact]
    public async Task A_rebuild_reports_how_far_it_has_come()
    {
        await using var test = await TestLog.Create();
        var log = await test.Open();
        var entities = Enumerable.Range(0, 2_500).Select(i => new EntityChange($"e{i}", "x"));
        await log.Writer.Append(new StoreEntities(null, [.. entities]), default);
        var reported = new List<long>();

        await new Verifier(test.Settings()).VerifyProjections(new Reported(reported), default);

        Assert.Equal([1_000, 2_000, 2_500], reported);
    }

    private static Gen<List<Step>> History =>
        from steps in Gen.ListOf(from kind in Gen.Frequency(
                                     Tuple.Create(3, Gen.Constant(StepKind.Found)), Tuple.Create(12, Gen.Constant(StepKind.Store)),
                                     Tuple.Create(4, Gen.Constant(StepKind.Delete)), Tuple.Create(1, Gen.Constant(StepKind.Erase)))
                                 from stream in Gen.Choose(0, 1_000)
                                 from entities in Gen.NonEmptyListOf(Gen.Choose(0, 40))
                                 select new Step(kind, stream, [.. entities.Take(4).Distinct()]))
        select steps.ToList();

    private static async Task Take(Log log, List<StreamId> streams, Step step)
    {
        if (step.Kind == StepKind.Found || streams.Count == 0)
        {
            streams.Add((await log.Writer.Append(new StoreEntities(null, Changes(step, streams.Count)), default)).Value.Stream);
            return;
        }
        // An erased stream stays among them: what it refuses must leave no trace.
        var number = step.Stream % streams.Count;
        if (step.Kind == StepKind.Erase)
            await log.Eraser.Erase(new(streams[number], Origins.Hospital, [], (_, _) => new RetentionRuling.Released()), default);
        else
            await log.Writer.Append(new StoreEntities(streams[number], Changes(step, number)), default);
    }

    // An entity belongs to one stream, as a resource does.
    private static EntityChange[] Changes(Step step, int stream) =>
        [.. step.Entities.Select(entity => new EntityChange($"{stream}-{entity}", step.Kind == StepKind.Delete ? null : $"{step}"))];

    private enum StepKind { Found, Store, Delete, Erase }

    private sealed record Step(StepKind Kind, int Stream, IReadOnlyList<int> Entities);

    private sealed class Reported(List<long> positions) : IProgress<long>
    {
        public void Report(long value) => positions.Add(value);
    }
}
