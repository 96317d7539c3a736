using Phr.Model.Runs;
using Phr.Model.Scoring;
using Phr.Simulator.Knowable;

namespace Phr.Tests.Model;

public sealed class TrainingRunTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phr-train-").FullName;

    /// <summary>
    /// The whole chain on a few people: simulator, tokeniser, PyTorch, ONNX, report, card; the served graph equals
    /// PyTorch.
    /// </summary>
    [SkippableFact]
    public async Task A_tiny_run_gives_a_model_that_answers()
    {
        var python = new PythonTraining(PythonTraining.DebianInterpreter,
            Path.Combine(Records.Root(), "model-service", "training"));
        Skip.IfNot(await python.IsComplete(default),
            "Debian's python3-torch, python3-onnx, python3-sklearn and python3-xgboost are not installed.");
        var folders = new TrainingFolders(Path.Combine(Records.Root(), "model-service", "training"),
            Path.Combine(_folder, "work"), Path.Combine(_folder, "models"));

        var report = await new TrainingRun(TrainingPlan.Tiny, folders, python).Run(null, default);

        var artefact = ModelArtefact.Load(Path.Combine(_folder, "models", TrainingPlan.Tiny.Name));
        using var model = await RiskModel.Start(artefact, new InferenceLimits(), default);
        Assert.Equal(artefact.Digest, report.Evaluation.ModelDigest);
        Assert.Equal(4, report.Evaluation.Tasks.Count);
        Assert.True(report.Evaluation.People > 10);
        Assert.Contains("blood-pressure", artefact.Groups);
        Assert.All(report.TrueRisk, truth => Assert.Equal(artefact.Intervals.Bands.ContainsKey(truth.Task), truth.Coverage is not null));
        var card = await File.ReadAllTextAsync(Path.Combine(_folder, "models", TrainingPlan.Tiny.Name, "card.md"));
        Assert.Contains("模擬データだけ", card, StringComparison.Ordinal);
        Assert.Contains("simulated records only", card, StringComparison.Ordinal);
        await IsHeldAgainstWhatIsKnowable(folders);
    }

    /// <summary>
    /// What a filter answered is kept: a second run reads it, and asks only whom the first did not. The end of it is asked again.
    /// </summary>
    private static async Task IsHeldAgainstWhatIsKnowable(TrainingFolders folders)
    {
        var effort = new KnowableEffort(KnowableEffort.ParticlesMin, 5);
        var run = new KnowableRun(TrainingPlan.Tiny, folders, effort);

        var fewer = await run.Run(KnowableRun.PeopleMin, null, default);
        var file = Path.Combine(folders.Work, "output", "knowable-shipped.csv");
        var kept = await File.ReadAllLinesAsync(file);
        var more = await run.Run(KnowableRun.PeopleMin + 10, null, default);

        Assert.Equal(KnowableRun.PeopleMin, fewer.Details!.Knowable[0].People);
        Assert.Equal(KnowableRun.PeopleMin + 10, more.Details!.Knowable[0].People);
        var found = await File.ReadAllLinesAsync(file);
        Assert.Equal(kept, found.Take(kept.Length));
        Assert.Equal(more.Details.Goals, TrainingReport.Load(Path.Combine(folders.Models, TrainingPlan.Tiny.Name)).Details!.Goals);
        Assert.Contains("knowable", await File.ReadAllTextAsync(Path.Combine(folders.Models, TrainingPlan.Tiny.Name,
            "card.md")), StringComparison.Ordinal);
        await File.WriteAllLinesAsync(file, [.. found[..^1], string.Join(',', [.. found[^1].Split(',')[..^1], "1"])]);
        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => run.Run(KnowableRun.PeopleMin + 10, null, default));
        Assert.Contains("other answers", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidDataException>(() => new KnowableRun(TrainingPlan.Tiny, folders,
            effort with { Futures = 6 }).Run(KnowableRun.PeopleMin, null, default));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => run.Run(KnowableRun.PeopleMin - 1, null, default));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => run.Run(KnowableRun.PeopleMax + 1, null, default));
    }

    [SkippableFact]
    public void The_mathematics_of_the_training_code_holds() => Python.Run("-m", "unittest", "discover", "-s", "tests");

    [Theory]
    [InlineData(99, 1, "small", "a-1")]
    [InlineData(1_000_001, 1, "small", "a-1")]
    [InlineData(100, 0, "small", "a-1")]
    [InlineData(100, 1, "huge", "a-1")]
    [InlineData(100, 1, "small", "../a")]
    [InlineData(100, 1, "small", "..")]
    public async Task A_plan_that_makes_no_sense_is_refused(int people, int epochs, string size, string name)
    {
        var plan = new TrainingPlan(name, people, 1, size, epochs);

        Assert.NotNull(plan.Fault());
        await Assert.ThrowsAsync<ArgumentException>(() =>
            new TrainingRun(plan, new TrainingFolders("", "", ""), new PythonTraining("", "")).Run(null, default));
    }

    [Fact]
    public void The_limits_themselves_are_allowed()
    {
        Assert.Null(TrainingPlan.Shipped.Fault());
        Assert.Null((TrainingPlan.Tiny with { People = 100 }).Fault());
        Assert.Null((TrainingPlan.Tiny with { People = 1_000_000 }).Fault());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
