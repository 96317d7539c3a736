using System.Text.Json;
using Phr.Model.Assessments;
using Phr.Model.Cohorts;
using Phr.Model.Evaluation;
using Phr.Model.Meds;
using Phr.Model.Runs;
using Phr.Model.Runs.OwnPeople;
using Phr.Model.Scoring;
using Phr.Simulator;
using Phr.Simulator.Writing.Meds;

namespace Phr.Tests.Model.OwnPeople;

/// <summary>The whole way from a site's own people, as MEDS, to a model that answers and can be evaluated.</summary>
public sealed class OwnTrainingTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phr-own-").FullName;
    private readonly PythonTraining _python = new(PythonTraining.DebianInterpreter, Training);

    private static string Training => Path.Combine(Records.Root(), "model-service", "training");

    private TrainingFolders Folders => new(Training, Of("work"), Of("models"));

    [SkippableFact]
    public async Task A_simulated_data_set_gives_a_model_whose_report_says_what_an_evaluation_finds()
    {
        await SkipWithoutPython();
        await Simulate(Of("people"), 150);
        Directory.CreateDirectory(Of("work/arrays"));
        await File.WriteAllTextAsync(Of("work/mine.txt"), "mine");
        var plan = Small(OwnTrainingPlan.Tiny.OutcomesMin);

        var report = await Run(plan, Of("people"));
        var again = await Run(plan, Of("people"));

        Assert.Equal(report.Evaluation.ModelDigest, again.Evaluation.ModelDigest);
        Assert.Equal("mine", await File.ReadAllTextAsync(Of("work/mine.txt")));
        var artefact = ModelArtefact.Load(Of($"models/{plan.Name}"));
        Assert.Equal(await MedsDataset.At(Of("people")).Digest(default), artefact.Learnt!.DatasetSha256);
        Assert.Empty(artefact.Groups);
        Assert.Equal(report.LeftOut.Concat(artefact.Vocabulary.Tasks).Order(), report.Survey.Outcomes.Select(outcome => outcome.Task));
        using var model = await RiskModel.Start(artefact, new InferenceLimits(), default);
        await MeasuresTheSame(model, report);
        await SaysWhatItLearntFrom(model);
    }

    /// <summary>Sixty real people, whose times were shifted one by one, as Parquet.</summary>
    [SkippableFact]
    public async Task Sixty_real_people_give_a_model_that_answers()
    {
        var source = Records.SharedData("mimic-iv-demo-2.2");
        await SkipWithoutPython();
        await WriteParquet(source, Of("mimic"));
        var plan = Small(3);

        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => Run(plan, Of("mimic")));
        var report = await Run(plan with { FollowedYears = 1 }, Of("mimic"));

        Assert.Contains("--followed", refused.Message, StringComparison.Ordinal);
        Assert.Equal(60, report.Survey.People.All);
        Assert.Contains("kidney-decline", report.LeftOut);
        Assert.Equal(report.Survey.Outcomes.Where(outcome => outcome.People.Train >= plan.OutcomesMin).Select(outcome => outcome.Task),
            report.Evaluation.Tasks.Select(task => task.Task));
        Assert.Superset(new HashSet<string> { "death", "long-stay", "readmission", "type-2-diabetes" },
            report.Evaluation.Tasks.Select(task => task.Task).ToHashSet());
        var kidneys = report.Survey.Outcomes.Single(outcome => outcome.Task == "kidney-decline").People.Train;
        Assert.InRange(kidneys, 0, plan.OutcomesMin - 1);
        Assert.Contains($"| kidney-decline | {kidneys} | ", await Written("report.md", plan), StringComparison.Ordinal);
        using var model = await RiskModel.Start(ModelArtefact.Load(Of($"models/{plan.Name}")), new InferenceLimits(), default);
        var answers = 0;
        await foreach (var person in MedsDataset.At(Of("mimic")).People(default))
        {
            var risks = (await Assess(model, person)).Outcomes.Where(risk => risk.NotAsked is null).ToList();
            answers += risks.Count;
            Assert.All(risks, risk => Assert.InRange(risk.Probability, 0, 1));
        }
        Assert.True(answers > 30, $"{answers} answers");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>
    /// C# asks the sealed model about the same people as Python did. Moments differ a little: those of training begin at the first entry
    /// that the vocabulary has a word for.
    /// </summary>
    private async Task MeasuresTheSame(RiskModel model, OwnTrainingReport report)
    {
        var evaluated = await new SiteEvaluation(model).Run(
            "held out", UnlearntPeople.Of(model.Artefact, MedsDataset.At(Of("people")), null, new MedsReading(), default), null, default);

        Assert.InRange(report.Evaluation.People, 20, report.Survey.People.HeldOut);
        foreach (var (found, said) in evaluated.Tasks.Zip(report.Evaluation.Tasks))
        {
            Assert.InRange(found.All.Rows, 0.9 * said.All.Rows, 1.1 * said.All.Rows);
            Assert.InRange(found.All.Expected, 0.9 * said.All.Expected, 1.1 * said.All.Expected);
        }
        Assert.Contains(report.Evaluation.Tasks, task => double.IsFinite(task.All.Auroc));
    }

    private async Task SaysWhatItLearntFrom(RiskModel model)
    {
        var person = await UnlearntPeople.Of(model.Artefact, MedsDataset.At(Of("people")), null, new MedsReading(), default)
            .FirstAsync(person => person.Death is null && person.Record.Events.Count > 500);
        var assessment = await Assess(model, person, withReasons: true);
        var risk = assessment.Outcomes.First(risk => risk.NotAsked is null);
        Assert.NotEmpty(risk.Explanation!.Drivers);
        Assert.Null(risk.Interval);
        Assert.Contains("own records", RiskText.Of(risk, assessment.Moment, assessment.IsOfRecords).Note.English, StringComparison.Ordinal);
        var device = JsonDocument.Parse(ModelDeviceResource.Json(model.Artefact)).RootElement;
        Assert.Contains("own records", device.GetProperty("type").GetProperty("text").GetString(), StringComparison.Ordinal);
        foreach (var name in new[] { "card.md", "report.md", "report.html" })
        {
            var text = await Written(name, OwnTrainingPlan.Tiny);
            Assert.Contains("Explanation truth: nobody knows", text, StringComparison.Ordinal);
            Assert.DoesNotContain("模擬データ", text, StringComparison.Ordinal);
            Assert.DoesNotContain("imulat", text, StringComparison.Ordinal);
        }
    }

    private static Task<Assessment> Assess(RiskModel model, CohortPerson person, bool withReasons = false) => new Assessor(model).Assess(
        new PersonTimeline(model), person.Record, person.Record.Events.Max(item => item.Time),
        new AssessmentScope(model.Artefact.Vocabulary.Tasks.ToHashSet()) { WithExplanations = withReasons }, default);

    private static OwnTrainingPlan Small(int outcomes) =>
        OwnTrainingPlan.Tiny with { Learning = OwnTrainingPlan.Tiny.Learning with { Steps = 10_000 }, OutcomesMin = outcomes };

    private Task<OwnTrainingReport> Run(OwnTrainingPlan plan, string dataset) =>
        new OwnTrainingRun(plan, MedsDataset.At(dataset), Folders, _python).Run(null, default);

    private static async Task Simulate(string folder, int people)
    {
        await using var writer = new MedsDatasetWriter(folder, "test");
        await foreach (var person in Population.Stream(World.Second, 11, new PopulationRange(0, people), null, default))
            await writer.Write(MedsRecord.WithDischarges(person, devices: false), default);
    }

    private async Task WriteParquet(string source, string folder)
    {
        await File.WriteAllLinesAsync(Of("mimic.csv"), MimicTables.Lines(source).Prepend(MimicTables.Heading));
        await using var writer = new MedsDatasetWriter(folder, "mimic-iv-demo-2.2");
        await foreach (var rows in MedsDataset.At(Of("mimic.csv")).Subjects(default))
            await writer.Write(rows.ConvertAll(row => new MedsEvent(row.SubjectId, row.Time, row.Code)
            {
                NumericValue = row.NumericValue, TextValue = row.TextValue,
            }), default);
    }

    private Task<string> Written(string name, OwnTrainingPlan plan) => File.ReadAllTextAsync(Of($"models/{plan.Name}/{name}"));

    private async Task SkipWithoutPython() => Skip.IfNot(await _python.IsComplete(default),
        "Debian's python3-torch, python3-onnx, python3-sklearn and python3-xgboost are not installed.");

    private string Of(string name) => Path.Combine(_folder, name);
}
