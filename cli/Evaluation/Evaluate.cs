using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Phr.Cli.Host;
using Phr.Model.Cohorts;
using Phr.Model.Evaluation;
using Phr.Model.Meds;
using Phr.Model.Reports;
using Phr.Model.Runs;
using Phr.Model.Runs.OwnPeople;
using Phr.Model.Scoring;
using Phr.Simulator;
using Spectre.Console;

namespace Phr.Cli.Evaluation;

/// <summary>
/// <c>phr evaluate</c>: measures a model on people whose outcomes are known, writes the report, and signs what may be shown by it, also
/// that nothing may. Without a signature no patient sees a risk outside the demonstration.
/// </summary>
internal static class Evaluate
{
    /// <summary>Apart from that of training, so that no simulated person is met twice.</summary>
    private const ulong SimulatedSeed = 2_000_003;

    private static readonly AcceptanceCriteria Criteria = new();

    private static readonly Option<string?> Meds =
        new("--meds") { Description = "The site's own people as MEDS: a folder, a .parquet file, or a CSV file." };
    private static readonly Option<int?> Simulated =
        new("--simulated") { Description = "So many people of the second simulated world instead, for a trial: nothing is signed." };
    private static readonly Option<double?> Followed = new("--followed")
    {
        Description = "With --meds: years after the last entry for which a person counts as observed; else until the data set ends.",
    };
    private static readonly Option<string?> Model = new("--model") { Description = "Folder of the model; the newest shipped one otherwise." };
    private static readonly Option<string> Site =
        new("--site") { Description = "Who signs.", DefaultValueFactory = _ => "this site" };

    public static Command Verb()
    {
        var verb = new Command("evaluate", "Measures the risk model on people whose outcomes are known, and signs for what is good enough.")
        {
            Meds, Simulated, Followed, Model, Site, SharedOptions.Data, SharedOptions.Json,
        };
        verb.SetAction(Run);
        return verb;
    }

    private static async Task<int> Run(ParseResult parsed, CancellationToken ct)
    {
        var (meds, simulated) = (parsed.GetValue(Meds), parsed.GetValue(Simulated));
        if (meds is null == simulated is null)
            throw new CommandException("either --meds or --simulated says whom to evaluate on.");
        if (simulated is < 10 or > 100_000)
            throw new CommandException("--simulated lies between 10 and 100,000.");
        if (SignedEvaluation.FaultOfSite(parsed.GetValue(Site)!) is { } fault)
            throw new CommandException($"--site: {fault}");
        if (parsed.GetValue(Followed) is { } years && (meds is null || !(years is > 0 and <= OwnTrainingPlan.YearsMax)))
            throw new CommandException($"--followed is of --meds, lies above 0 and is {OwnTrainingPlan.YearsMax} years at most.");
        var (model, report) = await Measure(parsed, meds, simulated, ct);
        var folder = SigningKey.Evaluations(DataFolder.Choose(parsed.GetValue(SharedOptions.Data)).Path);
        Directory.CreateDirectory(folder);
        var name = $"{report.ModelDigest[..12]}-{DateTimeOffset.UtcNow:yyyyMMddHHmmss}";
        var written = Path.Combine(folder, name + ".report.html");
        await File.WriteAllBytesAsync(Path.ChangeExtension(written, "json"), report.Json(), ct);
        await File.WriteAllTextAsync(Path.ChangeExtension(written, "md"), SiteReportFiles.Markdown(model, report, Criteria), ct);
        await File.WriteAllTextAsync(written, SiteReportFiles.Html(model, report, Criteria), ct);
        var signed = meds is null ? null : await Sign(parsed, report, Path.Combine(folder, name + EvaluationGate.FileEnding), ct);
        Show(report, signed, written, parsed.GetValue(SharedOptions.Json));
        return 0;
    }

    /// <summary>The model's name, and what it was found to do.</summary>
    private static async Task<(string Model, EvaluationReport Report)> Measure(
        ParseResult parsed, string? meds, int? simulated, CancellationToken ct)
    {
        var chosen = parsed.GetValue(Model) ?? ModelArtefact.Newest(Repository.Path("model-service", "models"))
            ?? throw new CommandException("No model is shipped in model-service/models; ./phr train makes one.");
        try
        {
            var artefact = ModelArtefact.Load(chosen);
            var followed = parsed.GetValue(Followed);
            if (followed is not null && artefact.Learnt is { } learnt && learnt.FollowedYears != followed)
                throw new CommandException("--followed: a model of a site's people is measured on who was followed as in training.");
            var dataset = meds is null ? null : MedsDataset.At(meds);
            if (artefact.Learnt is null && dataset is { Version: not null }
                && TrainingReport.Load(chosen).Plan.HasLearntFrom(dataset))
                throw new CommandException(
                    $"{artefact.Name} learnt from simulated people of this seed, so they measure nothing; "
                    + "phr simulate --seed makes others.");
            using var model = await RiskModel.Start(artefact, new InferenceLimits(), ct);
            var own = $"The {(artefact.Learnt is null ? "own" : "held-out")} people of {parsed.GetValue(Site)}";
            var reading = new MedsReading();
            var report = await new SiteEvaluation(model).Run(
                meds is null ? "Simulated people of the second world" : own,
                meds is null ? People(simulated!.Value, ct) : UnlearntPeople.Of(artefact, dataset!, followed, reading, ct),
                new Progress<int>(people =>
                {
                    if (people % 100 == 0)
                        Console.Error.WriteLine($"phr: {people} people …");
                }), ct);
            return (model.Artefact.Name, meds is null ? report : report with { Reading = reading });
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new CommandException(e.Message);
        }
    }

    private static async IAsyncEnumerable<CohortPerson> People(int count, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var person in Population.Stream(World.Second, SimulatedSeed, new PopulationRange(0, count), null, ct))
            yield return SimulatedCohort.Of(person);
    }

    private static async Task<SignedEvaluation> Sign(ParseResult parsed, EvaluationReport report, string file, CancellationToken ct)
    {
        using var key = SigningKey.LoadOrCreate(DataFolder.Choose(parsed.GetValue(SharedOptions.Data)).Path);
        var signed = SignedEvaluation.Sign(report, Criteria, parsed.GetValue(Site)!, DateTimeOffset.UtcNow, key);
        await File.WriteAllBytesAsync(file, signed.Json(), ct);
        return signed;
    }

    private static void Show(EvaluationReport report, SignedEvaluation? signed, string written, bool json)
    {
        var decisions = Criteria.Decide(report);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                model = report.ModelDigest, people = report.People, report = written, signed = signed?.Tasks ?? [],
                tasks = report.Tasks.Zip(decisions).Select(pair => new
                {
                    pair.First.Task, pair.First.All.Outcomes, pair.Second.Faults, pair.Second.RecalibratedFaults, pair.Second.Calibration,
                }),
            }, JsonSerializerOptions.Web));
            return;
        }
        var table = new Table().Border(TableBorder.Simple).AddColumns("", "rows", "outcomes", "AUROC", "slope", "O/E", "go");
        foreach (var (task, decision) in report.Tasks.Zip(decisions))
        {
            var all = task.All;
            table.AddRow(task.Task, $"{all.Rows}", $"{all.Outcomes}", $"{all.Auroc:F3}", $"{all.Slope:F2}", $"{all.ObservedOverExpected:F2}",
                Markup.Escape(!decision.IsShown ? string.Join(' ', decision.Faults) : decision.Calibration is null ? "yes" : "recalibrated"));
        }
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(written);
    }
}
