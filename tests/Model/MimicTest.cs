using Phr.Model.Assessments;
using Phr.Model.Cohorts;
using Phr.Model.Evaluation;
using Phr.Model.Meds;
using Phr.Model.Scoring;
using Phr.Model.Tokens;
using Xunit.Abstractions;

namespace Phr.Tests.Model;

/// <summary>Sixty real people of an intensive care hospital through all that <c>phr evaluate</c> and the service do, with the shipped model.</summary>
public sealed class MimicTest(ITestOutputHelper output) : IAsyncLifetime
{
    private const int People = 60;

    private readonly string _file = Path.GetTempFileName();
    private RiskModel _model = null!;
    private string _folder = "";

    public async Task InitializeAsync()
    {
        _model = await RiskModel.Start(
            ModelArtefact.Load(ModelArtefact.Newest(Path.Combine(Records.Root(), "model-service", "models"))!), new InferenceLimits(), default);
        var folder = Path.Combine(Records.Root(), "..", "shared", "data", "mimic-iv-demo-2.2");
        _folder = Directory.Exists(folder) ? folder : "";
    }

    public Task DisposeAsync()
    {
        _model?.Dispose();
        File.Delete(_file);
        return Task.CompletedTask;
    }

    [SkippableFact]
    public async Task Everybody_is_answered_the_same_whatever_the_order_of_their_rows()
    {
        var people = await Read(MimicTables.Lines(Folder()));
        var reversed = (await Read(MimicTables.Lines(Folder()).Reverse())).ToDictionary(person => person.Id);
        Assert.Equal(People, people.Count);

        var shares = new List<double>();
        var answers = 0;
        foreach (var person in people)
        {
            var assessment = await Assess(person);
            foreach (var risk in assessment.Outcomes.Where(risk => risk.NotAsked is null))
            {
                answers++;
                Assert.All(risk.Horizons, horizon => Assert.InRange(horizon.Probability, 0, 1));
                Assert.All(risk.Trajectory, past => Assert.InRange(past.Probability, 0, 1));
            }
            Assert.Equal(Read(person), Read(reversed[person.Id]));
            AssertClose(assessment, await Assess(reversed[person.Id]));
            shares.Add(assessment.ReadShare);
        }

        shares.Sort();
        output.WriteLine($"{answers} answers; share read: {shares[0]:P0}, median {shares[People / 2]:P0}, {shares[^1]:P0}");
        Assert.True(answers >= People, $"{answers} answers");
        Assert.All(shares, share => Assert.InRange(share, 0, 1));
    }

    /// <summary>ICD-9 and names of medicines lead nowhere: each is said to be unread, also beside others at the same moment.</summary>
    [SkippableFact]
    public async Task Every_code_that_the_model_does_not_know_is_counted()
    {
        foreach (var person in await Read(MimicTables.Lines(Folder())))
        {
            var asOf = Last(person);
            var read = _model.Tokeniser.Read(person.Record, asOf);
            var foreign = person.Record.Events
                .Where(item => item.Display.StartsWith("MEDICATION//", StringComparison.Ordinal)
                    || item.Display.StartsWith("DIAGNOSIS//ICD//9//", StringComparison.Ordinal))
                .Select(item => (item.Time, item.Display)).Distinct().Count();

            var unknown = read.Flags.GetValueOrDefault(ReadingFlag.UnknownCode);
            Assert.InRange(unknown, foreign, person.Record.Events.Count);
            Assert.Equal(0, read.Flags.GetValueOrDefault(ReadingFlag.Thinned));
            Assert.True(read.Flags.GetValueOrDefault(ReadingFlag.UnknownUnit) <= read.Steps.Count / 50, "units");
            Assert.Equal(person.Record.Events.Count + 1, Accounted(read));
        }
    }

    [SkippableFact]
    public async Task They_are_evaluated_as_a_site_s_own_people()
    {
        await Write(MimicTables.Lines(Folder()));

        var report = await new SiteEvaluation(_model).Run("MIMIC", MedsDataset.At(_file).People(default), null, default);

        Assert.Equal(People, report.People);
        Assert.All(report.Tasks, task => Assert.True(task.All.Rows == 0 || double.IsFinite(task.All.Brier), task.Task));
        Assert.Contains(report.Tasks, task => task.All.Rows > 0);
        Assert.NotEmpty(report.Json());
    }

    /// <summary>Each event is a step, or a flag says why not.</summary>
    private static int Accounted(TokenSequence read) => read.Steps.Count
        + new[] { ReadingFlag.LeftOut, ReadingFlag.Repeated, ReadingFlag.OutsideLife }.Sum(flag => read.Flags.GetValueOrDefault(flag));

    private Task<Assessment> Assess(CohortPerson person) => new Assessor(_model).Assess(
        new PersonTimeline(_model), person.Record, Last(person),
        new AssessmentScope(_model.Artefact.Definitions.Select(task => task.Key).ToHashSet()) { WithExplanations = false }, default);

    private static DateTimeOffset Last(CohortPerson person) => person.Record.Events.Max(item => item.Time);

    /// <summary>What the model sees of a person.</summary>
    private List<ModelEvent> Read(CohortPerson person) =>
        [.. _model.Tokeniser.Read(person.Record, Last(person)).Steps.Select(step => step with { Origin = Seen })];

    private static readonly RecordEvent Seen = new()
    {
        Entry = "", Type = EventType.Padding, Time = default, KnownAt = default, Codes = [],
    };

    /// <summary>Of the same steps single precision may give another last digit, also when they are read twice.</summary>
    private static void AssertClose(Assessment left, Assessment right)
    {
        Assert.Equal(left.ReadShare, right.ReadShare);
        Assert.Equal(left.Outcomes.Select(risk => (risk.Task.Key, risk.NotAsked)), right.Outcomes.Select(risk => (risk.Task.Key, risk.NotAsked)));
        var pairs = left.Outcomes.SelectMany(risk => risk.Horizons).Zip(right.Outcomes.SelectMany(risk => risk.Horizons));
        Assert.All(pairs, pair => Assert.Equal(pair.First.Probability, pair.Second.Probability));
    }

    private string Folder()
    {
        Skip.If(_folder.Length == 0, "../shared/data/mimic-iv-demo-2.2 is not there.");
        return _folder;
    }

    private async Task<List<CohortPerson>> Read(IEnumerable<string> lines)
    {
        await Write(lines);
        var people = new List<CohortPerson>();
        await foreach (var person in MedsDataset.At(_file).People(default))
            people.Add(person);
        return people;
    }

    private Task Write(IEnumerable<string> lines) => File.WriteAllLinesAsync(_file, lines.Prepend(MimicTables.Heading));
}
