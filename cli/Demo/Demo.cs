using System.CommandLine;
using System.Diagnostics;
using Phr.Cli.Host;
using Phr.Cli.Tokens;
using Phr.Platform.Hosting;
using Spectre.Console;

namespace Phr.Cli.Demo;

/// <summary><c>phr demo</c>: the main job, end to end, on a household that the simulator made, and nothing played from
/// a recording.</summary>
internal static class Demo
{
    public static Command Verb()
    {
        var verb = new Command("demo", "Plays the main job on a simulated household, from the first record to an erasure.")
        {
            SharedOptions.Data, SharedOptions.Json,
        };
        verb.SetAction((parsed, ct) => Run(parsed.GetValue(SharedOptions.Data), parsed.GetValue(SharedOptions.Json), ct));
        return verb;
    }

    private static async Task<int> Run(string? data, bool json, CancellationToken ct)
    {
        var folder = await DemoFolder.Begin(data, ct);
        var narrator = new Narrator(json ? Terminal.Error : AnsiConsole.Console);
        var clock = Stopwatch.StartNew();
        await using var platform = await RunningPlatform.Start(new PlatformOptions(folder), PlatformParts.All, Say, ct);
        var settings = platform.Record.Settings(folder);
        var steps = new StepClock();
        steps.Add("setUp", clock.Elapsed);
        var report = await Play(settings, narrator, steps, ct);
        if (json)
            Console.WriteLine(report.ToJson());
        if (report.Faults() is { Count: > 0 } faults)
            throw new CommandException($"the demonstration did not show what it is there for. {string.Join(" ", faults)}");
        narrator.Say(
            $"{clock.Elapsed.TotalSeconds:0} 秒で終わりました。電話の画面: {settings.Urls.Mobile}",
            $"Done in {clock.Elapsed.TotalSeconds:0} s. The phone's page: {settings.Urls.Mobile}");
        if (!json && !Console.IsInputRedirected && !Console.IsOutputRedirected)
            await Show(narrator, folder, ct);
        else
            narrator.Say($"./phr up --data {folder.Path} で見られます。", $"./phr up --data {folder.Path} shows it again.");
        return 0;

        void Say(string step) => Console.Error.WriteLine($"phr: {clock.Elapsed.TotalSeconds,5:0.0} s  {step} …");
    }

    /// <summary>Plays all steps on a platform that is up.</summary>
    /// <exception cref="CommandException">A step did not come to its end; the text says which request was answered how.</exception>
    public static async Task<DemoReport> Play(PlatformSettings settings, Narrator narrator, StepClock steps, CancellationToken ct)
    {
        using var stage = await DemoStage.Of(settings, narrator, ct);
        var sent = await steps.Time("records", stop => SendRecords.Play(stage, stop), ct);
        var (sources, timeline) = await steps.Time("person", stop => BecomeOnePerson.Play(stage, stop), ct);
        var risks = await steps.Time("model", stop => AskTheModel.Play(stage, timeline.Position, stop), ct);
        var refusal = await steps.Time("refusal", stop => RefuseMentalHealth.Play(stage, stop), ct);
        var updateSeconds = await steps.Time("update", stop => MeasureAtHome.Play(stage, stop), ct);
        var identifiers = sent.Concat(stage.Patients).Concat(timeline.References.Select(reference => reference.Split('/')[1])).ToHashSet();
        var release = await steps.Time("study", stop => JoinStudy.Play(stage, identifiers, stop), ct);
        var (verify, erasure) = await steps.Time("safekeeping", stop => ProveAndErase.Play(stage, stop), ct);
        return new DemoReport(
            stage.First, sources, verify.Events, timeline.Items, risks, refusal, updateSeconds, release, verify, erasure, steps.Seconds);
    }

    private static async Task Show(Narrator narrator, DataFolder folder, CancellationToken ct)
    {
        if (new DemoFiles(folder.Path).Account("patient:1") is { } account)
        {
            narrator.Say(
                $"サインイン: {account.Login} / {account.Password}。ワンタイムコードは ./phr code --as patient:1 --data {folder.Path}",
                $"Sign in as {account.Login} / {account.Password}; the one-time code comes from ./phr code --as patient:1 --data {folder.Path}");
        }
        narrator.Say("Ctrl-C で止まります。", "Ctrl-C stops it.");
        await Stopping.Wait(ct);
    }
}

/// <summary>How long each step took.</summary>
internal sealed class StepClock
{
    private readonly Dictionary<string, double> _seconds = [];

    public IReadOnlyDictionary<string, double> Seconds => _seconds;

    public void Add(string step, TimeSpan taken) => _seconds.Add(step, Math.Round(taken.TotalSeconds, 3));

    public async Task<T> Time<T>(string step, Func<CancellationToken, Task<T>> play, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        var result = await play(ct);
        Add(step, clock.Elapsed);
        return result;
    }
}
