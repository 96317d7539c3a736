using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Phr.Cli.Demo;

/// <summary>Step 3: the person switches the model on, and is told three risks, what drives them, and what they were a year ago.</summary>
internal static class AskTheModel
{
    public static readonly IReadOnlyList<string> Outcomes = ["type-2-diabetes", "cardiovascular-event", "kidney-decline"];

    private const int DriversShown = 3;

    // A whole record is read when the model is switched on; later each event is one step.
    private static readonly TimeSpan FirstAnswerMax = TimeSpan.FromSeconds(60);

    public static async Task<IReadOnlyList<DemoRisk>> Play(DemoStage stage, long position, CancellationToken ct)
    {
        stage.Narrator.Title(3, "これからのリスクと、その理由", "What may come, and why");
        stage.Narrator.Say(
            "モデルは本人が結果ごとに使うと決めるまで動きません。三つを使うことにします。",
            "The model computes nothing until the person switches it on, outcome by outcome. Three are switched on.");
        var person = await stage.As("patient:1", ct);
        foreach (var outcome in Outcomes)
            await person.Put(stage.Phone($"switches/{outcome}"), new JsonObject { ["on"] = true }, ct);
        var answer = await Answer(stage, person, position, isComplete: true, ct);
        var risks = Risks(answer);
        if (risks.Count < Outcomes.Count)
            throw new CommandException($"the model answered {risks.Count} of {Outcomes.Count} outcomes.");
        Show(stage, answer);
        var evidence = risks.SelectMany(risk => risk.Drivers).SelectMany(driver => driver.Evidence).Distinct().ToList();
        foreach (var reference in evidence)
            await person.Get(stage.Phone($"entries/{reference}"), ct);
        stage.Narrator.Say(
            $"理由として示された {evidence.Count} 件の記録は、どれも本人が開いて確かめられます。",
            $"Each of the {evidence.Count} entries that are given as reasons can be opened by the person.");
        return risks;
    }

    /// <summary>The risks once the model has seen the record up to a position.</summary>
    /// <param name="isComplete">Whether to wait for the explanation as well.</param>
    /// <exception cref="CommandException">It did not come in time.</exception>
    public static async Task<JsonObject> Answer(DemoStage stage, DemoCaller person, long position, bool isComplete, CancellationToken ct)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < FirstAnswerMax;)
        {
            var answer = await person.Get(stage.Phone($"risks?atLeast={position}"), ct);
            if ((bool?)answer["silent"] == true)
                throw new CommandException("the model is silent here: the platform is not in its demonstration mode.");
            var risks = answer["risks"]!.AsArray();
            var isThere = (long)answer["position"]! >= position && risks.Count >= Outcomes.Count;
            if (isThere && (!isComplete || risks.All(risk => risk!["drivers"]!.AsArray().Count > 0)))
                return answer;
            await Task.Delay(TimeSpan.FromMilliseconds(50), ct);
        }
        throw new CommandException($"the model has not come to position {position} within {FirstAnswerMax.TotalSeconds:0} s.");
    }

    public static IReadOnlyList<DemoRisk> Risks(JsonObject answer) => [.. answer["risks"]!.AsArray().Select(risk => new DemoRisk(
        (string)risk!["outcome"]!, (double)risk["horizonYears"]!, (double)risk["probability"]!, (double?)risk["aYearAgo"],
        [.. risk["drivers"]!.AsArray().Select(driver => new DemoDriver(
            (string)driver!["group"]!, (double)driver["contribution"]!,
            [.. driver["evidence"]!.AsArray().Select(reference => (string)reference!)]))]))];

    public static string Percent(double? probability) =>
        probability is { } known ? known.ToString("P1", CultureInfo.InvariantCulture) : "–";

    private static void Show(DemoStage stage, JsonObject answer)
    {
        var risks = answer["risks"]!.AsArray();
        stage.Narrator.Table(
            ["結果 outcome", "#年 years", "#今 now", "#一年前 a year ago", "#同年代 peers"],
            risks.Select(risk => (IReadOnlyList<string>)
            [
                Both(risk!["title"]), $"{(double)risk["horizonYears"]!}", Percent((double)risk["probability"]!), Percent((double?)risk["aYearAgo"]),
                Percent((double?)risk["peers"]),
            ]));
        stage.Narrator.Table(
            ["結果 outcome", "理由 driver", "#寄与 contribution", "本人の記録 own entries"],
            from risk in risks
            from driver in risk!["drivers"]!.AsArray().Take(DriversShown)
            select (IReadOnlyList<string>)
            [
                (string)risk["outcome"]!, Both(driver!["title"]), Percent((double)driver["contribution"]!),
                string.Join(", ", driver["evidence"]!.AsArray().Take(2).Select(reference => (string)reference!)),
            ]);
    }

    private static string Both(JsonNode? text) => $"{(string?)text?["ja"]} {(string?)text?["en"]}";
}
