using System.CommandLine;
using System.Text.Json;
using Phr.Cli.Setup;
using Phr.Model.Evaluation;
using Phr.Model.Meds;
using Phr.Model.Runs;
using Phr.Model.Runs.OwnPeople;
using Phr.Simulator.Knowable;
using Spectre.Console;

namespace Phr.Cli.Training;

/// <summary>
/// <c>phr train</c>: simulates people, or takes a site's own, trains the risk model on their records and writes it with report and card.
/// </summary>
internal static class Train
{
    private static readonly Option<bool> Tiny =
        new("--tiny") { Description = "A model that means nothing, in seconds: shows that the chain works." };
    private static readonly Option<string?> Name =
        new("--name") { Description = "NAME-VERSION of the model's folder." };
    private static readonly Option<int?> People = new("--people") { Description = "Simulated people." };
    private static readonly Option<int?> Epochs = new("--epochs") { Description = "Passes over the training people." };
    private static readonly Option<int?> Steps = new("--steps") { Description = "Most steps of records that are read." };
    private static readonly Option<int?> Seed = new("--seed") { Description = "Of the simulator and of training." };
    private static readonly Option<string?> Size = new("--size") { Description = "tiny, small or base." };
    private static readonly Option<int?> Knowable = new("--knowable")
    {
        Description = "Trains nothing: asks a particle filter what can be known of so many people of each world, "
            + "and makes the trained model's report anew.",
    };
    private static readonly Option<string?> Work =
        new("--work") { Description = "Folder of arrays and checkpoints; a run that was cut off goes on from it." };
    private static readonly Option<string?> Models =
        new("--models") { Description = "Folder that gets the model's folder; with --meds models/ in the work folder otherwise." };
    private static readonly Option<string?> Meds = new("--meds")
    {
        Description = "Learns from recorded outcomes of a site's own people instead, as MEDS: a folder, a .parquet file, or a CSV file.",
    };
    private static readonly Option<int?> Outcomes = new("--outcomes")
    {
        Description = "With --meds: so many people of the training split must have had an outcome, or it is left out. "
            + $"{OwnTrainingPlan.OutcomesUsual}; with --tiny {OwnTrainingPlan.Tiny.OutcomesMin}.",
    };
    private static readonly Option<double?> Followed = new("--followed")
    {
        Description = "With --meds: years after the last entry for which a person counts as observed; else until the data set ends.",
    };

    public static Command Verb()
    {
        var verb = new Command("train",
            "Trains the risk model on simulated records, or with --meds on a site's own. "
            + "Without options: the shipped model, from its seed.")
        {
            Meds, Outcomes, Followed, Tiny, Name, People, Epochs, Steps, Seed, Size, Knowable, Work, Models, SharedOptions.Json,
        };
        verb.SetAction((parsed, ct) => Run(parsed, ct));
        return verb;
    }

    private static async Task<int> Run(ParseResult parsed, CancellationToken ct)
    {
        var meds = parsed.GetValue(Meds);
        if (meds is null && (parsed.GetValue(Outcomes) is not null || parsed.GetValue(Followed) is not null))
            throw new CommandException("--outcomes and --followed are of --meds: simulated people have their own.");
        if (meds is not null && (parsed.GetValue(People) is not null || parsed.GetValue(Knowable) is not null))
            throw new CommandException("--people and --knowable are of simulated people: --meds takes everybody, and nobody knows true risks.");
        try
        {
            return meds is null ? await Simulated(parsed, ct) : await Own(parsed, meds, ct);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException or PythonTrainingException)
        {
            throw new CommandException(e.Message);
        }
    }

    private static async Task<int> Simulated(ParseResult parsed, CancellationToken ct)
    {
        var basis = parsed.GetValue(Tiny) ? TrainingPlan.Tiny : TrainingPlan.Shipped;
        var learning = Learning(parsed, basis.Learning);
        var plan = basis with
        {
            Name = parsed.GetValue(Name) ?? basis.Name,
            People = parsed.GetValue(People) ?? basis.People,
            Seed = learning.Seed, Size = learning.Size, Epochs = learning.Epochs, Steps = learning.Steps,
        };
        if (plan.Fault() is { } fault)
            throw new CommandException(fault);
        var folders = Folders(parsed, plan.Name, _ => Repository.Path("model-service", "models"));
        var report = parsed.GetValue(Knowable) is { } people
            ? await Compare(plan, folders, people, ct)
            : await Learn(plan, folders, await Python(folders, ct), ct);
        Show(parsed, Path.Combine(folders.Models, plan.Name), report.Evaluation, report.Steps, []);
        return 0;
    }

    /// <summary>What is learnt from a site's people stays out of the repository unless its folder is named.</summary>
    private static async Task<int> Own(ParseResult parsed, string meds, CancellationToken ct)
    {
        var basis = parsed.GetValue(Tiny) ? OwnTrainingPlan.Tiny : OwnTrainingPlan.Usual;
        var plan = new OwnTrainingPlan(parsed.GetValue(Name) ?? basis.Name, Learning(parsed, basis.Learning))
        {
            OutcomesMin = parsed.GetValue(Outcomes) ?? basis.OutcomesMin, FollowedYears = parsed.GetValue(Followed),
        };
        if (plan.Fault() is { } fault)
            throw new CommandException(fault);
        var folders = Folders(parsed, plan.Name, work => Path.Combine(work, "models"));
        var dataset = MedsDataset.At(meds);
        var run = new OwnTrainingRun(plan, dataset, folders, await Python(folders, ct));
        var report = await TrainingBars.Show(run.Run, ct);
        Show(parsed, Path.Combine(folders.Models, plan.Name), report.Evaluation, report.Steps, report.LeftOut);
        return 0;
    }

    private static LearningPlan Learning(ParseResult parsed, LearningPlan basis) => new(
        parsed.GetValue(Size) ?? basis.Size, parsed.GetValue(Epochs) ?? basis.Epochs, parsed.GetValue(Steps) ?? basis.Steps,
        parsed.GetValue(Seed) ?? basis.Seed);

    private static TrainingFolders Folders(ParseResult parsed, string name, Func<string, string> models)
    {
        var work = parsed.GetValue(Work) ?? Path.Combine(Path.GetTempPath(), $"phr-train-{name}");
        return new TrainingFolders(Repository.Path("model-service", "training"), work, parsed.GetValue(Models) ?? models(work));
    }

    private static void Show(ParseResult parsed, string folder, EvaluationReport evaluation, long steps, IReadOnlyList<string> leftOut)
    {
        if (parsed.GetValue(SharedOptions.Json))
        {
            Console.WriteLine(JsonSerializer.Serialize(evaluation.Tasks.ToDictionary(task => task.Task, task =>
                new { task.All.Auroc, task.All.Slope, task.All.Ece }), Named));
            return;
        }
        AnsiConsole.WriteLine($"{folder}: {evaluation.People} held-out people, {steps} steps.");
        if (leftOut.Count > 0)
            AnsiConsole.WriteLine($"Left out, for too few outcomes: {string.Join(", ", leftOut)}.");
    }

    private static readonly JsonSerializerOptions Named = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private static async Task<PythonTraining> Python(TrainingFolders folders, CancellationToken ct)
    {
        var python = new PythonTraining(PythonTraining.DebianInterpreter, folders.Training);
        if (!await python.IsComplete(ct))
            await DebianPackages.Install("Training needs PyTorch", PythonTraining.DebianPackages, ct);
        return python;
    }

    private static Task<TrainingReport> Learn(TrainingPlan plan, TrainingFolders folders, PythonTraining python, CancellationToken ct) =>
        TrainingBars.Show(new TrainingRun(plan, folders, python).Run, ct);

    private static Task<TrainingReport> Compare(TrainingPlan plan, TrainingFolders folders, int people, CancellationToken ct)
    {
        if (people is < KnowableRun.PeopleMin or > KnowableRun.PeopleMax)
            throw new CommandException($"knowable lies between {KnowableRun.PeopleMin} and {KnowableRun.PeopleMax:N0} people.");
        var run = new KnowableRun(plan, folders, new KnowableEffort());
        return TrainingBars.Show((bars, token) => run.Run(people, bars, token), ct);
    }
}
