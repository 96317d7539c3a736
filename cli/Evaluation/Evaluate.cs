using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Phr.Cli.Host;
using Phr.Model.Cohorts;
using Phr.Model.Evaluation;
using Phr.Model.Scoring;
using Phr.Simulator;
using Spectre.Console;

namespace Phr.Cli.Evaluation;

/// <summary>
/// <c>phr evaluate</c>: measures a model on people whose outcomes are known and, where it is good enough, signs for it. Without a
/// signature no patient sees a risk outside the demonstration.
/// </summary>
internal static class Evaluate
{
    /// <summary>Apart from that of training, so that no simulated person is met twice.</summary>
    private const ulong SimulatedSeed = 2_000_003;

    private static readonly Option<string?> Meds =
        new("--meds") { Description = "CSV file of the site's own people, with the columns of MEDS, a subject's rows together." };
    private static readonly Option<int?> Simulated =
        new("--simulated") { Description = "So many people of the second simulated world instead, for a trial: nothing is signed." };
    private static readonly Option<string?> Model = new("--model") { Description = "Folder of the model; the newest shipped one otherwise." };
    private static readonly Option<string> Site = new("--site") { Description = "Who signs.", DefaultValueFactory = _ => "this site" };

    public static Command Verb()
    {
        var verb = new Command("evaluate", "Measures the risk model on people whose outcomes are known, and signs for what is good enough.")
        {
            Meds, Simulated, Model, Site, SharedOptions.Data, SharedOptions.Json,
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
        var report = await Measure(parsed, meds, simulated, ct);
        var folder = SigningKey.Evaluations(DataFolder.Choose(parsed.GetValue(SharedOptions.Data)).Path);
        Directory.CreateDirectory(folder);
        var name = $"{report.ModelDigest[..12]}-{DateTimeOffset.UtcNow:yyyyMMddHHmmss}";
        await File.WriteAllBytesAsync(Path.Combine(folder, $"{name}.report.json"), report.Json(), ct);
        var signed = meds is null ? null : await Sign(parsed, report, Path.Combine(folder, name + EvaluationGate.FileEnding), ct);
        Show(report, signed, parsed.GetValue(SharedOptions.Json));
        return 0;
    }

    private static async Task<EvaluationReport> Measure(ParseResult parsed, string? meds, int? simulated, CancellationToken ct)
    {
        var chosen = parsed.GetValue(Model) ?? ModelArtefact.Newest(Repository.Path("model-service", "models"))
            ?? throw new CommandException("No model is shipped in model-service/models; ./phr train makes one.");
        try
        {
            using var model = await RiskModel.Start(ModelArtefact.Load(chosen), new InferenceLimits(), ct);
            return await new SiteEvaluation(model).Run(
                meds is null ? "Simulated people of the second world" : "The site's own people",
                meds is null ? People(simulated!.Value, ct) : MedsTable.Read(meds, ct),
                new Progress<int>(people =>
                {
                    if (people % 100 == 0)
                        Console.Error.WriteLine($"phr: {people} people …");
                }), ct);
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

    private static async Task<SignedEvaluation?> Sign(ParseResult parsed, EvaluationReport report, string file, CancellationToken ct)
    {
        using var key = SigningKey.LoadOrCreate(DataFolder.Choose(parsed.GetValue(SharedOptions.Data)).Path);
        var signed = SignedEvaluation.Sign(report, new AcceptanceCriteria(), parsed.GetValue(Site)!, DateTimeOffset.UtcNow, key);
        if (signed.Tasks.Count == 0)
            return null;
        await File.WriteAllBytesAsync(file, signed.Json(), ct);
        return signed;
    }

    private static void Show(EvaluationReport report, SignedEvaluation? signed, bool json)
    {
        var criteria = new AcceptanceCriteria();
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                model = report.ModelDigest, people = report.People, signed = signed?.Tasks ?? [],
                tasks = report.Tasks.Select(task => new { task.Task, task.All.Outcomes, faults = criteria.Faults(task) }),
            }, JsonSerializerOptions.Web));
            return;
        }
        var table = new Table().Border(TableBorder.Simple).AddColumns("", "rows", "outcomes", "AUROC", "slope", "O/E", "go");
        foreach (var task in report.Tasks)
        {
            var all = task.All;
            table.AddRow(task.Task, $"{all.Rows}", $"{all.Outcomes}", $"{all.Auroc:F3}", $"{all.Slope:F2}", $"{all.ObservedOverExpected:F2}",
                Markup.Escape(string.Join(' ', criteria.Faults(task).DefaultIfEmpty("yes"))));
        }
        AnsiConsole.Write(table);
    }
}
