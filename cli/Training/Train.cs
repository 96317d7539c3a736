using System.CommandLine;
using System.Text.Json;
using Phr.Cli.Setup;
using Phr.Model.Runs;
using Phr.Simulator.Knowable;
using Spectre.Console;

namespace Phr.Cli.Training;

/// <summary>
/// <c>phr train</c>: simulates people, trains the risk model on their records and writes it with report and card.
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
        new("--models") { Description = "Folder that gets the model's folder." };

    public static Command Verb()
    {
        var verb = new Command("train",
            "Trains the risk model on simulated records. Without options: the shipped model, from its seed.")
        {
            Tiny, Name, People, Epochs, Steps, Seed, Size, Knowable, Work, Models, SharedOptions.Json,
        };
        verb.SetAction((parsed, ct) => Run(parsed, ct));
        return verb;
    }

    private static async Task<int> Run(ParseResult parsed, CancellationToken ct)
    {
        var basis = parsed.GetValue(Tiny) ? TrainingPlan.Tiny : TrainingPlan.Shipped;
        var plan = basis with
        {
            Name = parsed.GetValue(Name) ?? basis.Name,
            People = parsed.GetValue(People) ?? basis.People,
            Seed = parsed.GetValue(Seed) ?? basis.Seed,
            Size = parsed.GetValue(Size) ?? basis.Size,
            Epochs = parsed.GetValue(Epochs) ?? basis.Epochs,
            Steps = parsed.GetValue(Steps) ?? basis.Steps,
        };
        if (plan.Fault() is { } fault)
            throw new CommandException(fault);
        var training = Repository.Path("model-service", "training");
        var folders = new TrainingFolders(
            training, parsed.GetValue(Work) ?? Path.Combine(Path.GetTempPath(), $"phr-train-{plan.Name}"),
            parsed.GetValue(Models) ?? Repository.Path("model-service", "models"));
        var report = parsed.GetValue(Knowable) is { } people
            ? await Compare(plan, folders, people, ct)
            : await Learn(plan, folders, ct);
        if (parsed.GetValue(SharedOptions.Json))
            Console.WriteLine(JsonSerializer.Serialize(report.Evaluation.Tasks.ToDictionary(task => task.Task, task =>
                new { task.All.Auroc, task.All.Slope, task.All.Ece }), Named));
        else
            AnsiConsole.WriteLine($"{Path.Combine(folders.Models, plan.Name)}: {report.Evaluation.People} held-out people, {report.Steps} steps.");
        return 0;
    }

    private static readonly JsonSerializerOptions Named = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private static async Task<TrainingReport> Learn(TrainingPlan plan, TrainingFolders folders, CancellationToken ct)
    {
        var python = new PythonTraining(PythonTraining.DebianInterpreter, folders.Training);
        if (!await python.IsComplete(ct))
            await DebianPackages.Install("Training needs PyTorch", PythonTraining.DebianPackages, ct);
        return await Progress(new TrainingRun(plan, folders, python).Run, ct);
    }

    private static async Task<TrainingReport> Compare(TrainingPlan plan, TrainingFolders folders, int people, CancellationToken ct)
    {
        if (people is < KnowableRun.PeopleMin or > KnowableRun.PeopleMax)
            throw new CommandException($"knowable lies between {KnowableRun.PeopleMin} and {KnowableRun.PeopleMax:N0} people.");
        try
        {
            var run = new KnowableRun(plan, folders, new KnowableEffort());
            return await Progress((progress, token) => run.Run(people, progress, token), ct);
        }
        catch (InvalidDataException e)
        {
            throw new CommandException(e.Message);
        }
    }

    private static Task<TrainingReport> Progress(
        Func<IProgress<TrainingProgress>, CancellationToken, Task<TrainingReport>> run, CancellationToken ct) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }).Progress()
        .StartAsync(bars =>
        {
            var parts = new Dictionary<string, ProgressTask>();
            var progress = new Synchronous(step =>
            {
                if (!parts.TryGetValue(step.Part, out var bar))
                    parts[step.Part] = bar = bars.AddTask(step.Part);
                bar.MaxValue = Math.Max(1, step.Of);
                bar.Value = step.Done;
            });
            return run(progress, ct);
        });

    /// <summary>Reports at once, in order: bars must not run back.</summary>
    private sealed class Synchronous(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        private readonly Lock _gate = new();

        public void Report(TrainingProgress value)
        {
            lock (_gate)
                report(value);
        }
    }
}
