using System.Diagnostics;

namespace Phr.Cli.Demo;

/// <summary>Step 5: a new home blood pressure arrives, and the updated risk is on the phone.</summary>
internal static class MeasureAtHome
{
    /// <returns>Seconds from the sending of the reading to the risk that knows it.</returns>
    public static async Task<double> Play(DemoStage stage, CancellationToken ct)
    {
        stage.Narrator.Title(5, "今朝の血圧", "This morning's blood pressure");
        var person = await stage.As("patient:1", ct);
        var before = AskTheModel.Risks(await person.Get(stage.Phone("risks"), ct));
        var reading = stage.Home.First.NewReading(DateTimeOffset.Now);
        var clock = Stopwatch.StartNew();
        var stored = await person.Upload(stage.Phone("readings"), reading.Utf8, reading.Key, ct);
        var answer = await AskTheModel.Answer(stage, person, (long)stored["position"]!, isComplete: false, ct);
        var seconds = clock.Elapsed.TotalSeconds;
        stage.Narrator.Say(
            $"電話が家庭血圧を送ってから {seconds:0.00} 秒で、新しいリスクが読めます。",
            $"{seconds:0.00} s after the phone sent a home blood pressure, the new risk can be read.");
        stage.Narrator.Table(
            ["結果 outcome", "#前 before", "#今 now"],
            AskTheModel.Risks(answer).Select(risk => (IReadOnlyList<string>)
            [
                risk.Outcome, AskTheModel.Percent(before.FirstOrDefault(earlier => earlier.Outcome == risk.Outcome)?.Probability),
                AskTheModel.Percent(risk.Probability),
            ]));
        return seconds;
    }
}
