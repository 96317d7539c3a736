using System.Diagnostics;
using Phr.Cli.Demo;

namespace Phr.Cli.Bench.Main;

/// <summary>From a home blood pressure on the phone to the risk that knows it, on a record of many years.</summary>
internal sealed class UpdateRounds(DemoStage stage)
{
    private const int Readings = 40;
    private const int WarmUp = 5;

    /// <summary>First day of the phone's readings: years of them make a record of more than 10,000 events.</summary>
    private static readonly DateOnly FirstDay = new(2015, 1, 1);

    private readonly List<double> _milliseconds = [];
    private int _items;

    public async Task Run(Action<string> say, CancellationToken ct)
    {
        say("two hospitals and years of a phone");
        await SendRecords.Play(stage, ct);
        var person = await stage.As("patient:1", ct);
        foreach (var upload in stage.Home.First.Uploads(FirstDay).Where(upload => upload.To < stage.Home.First.Today.AddYears(-1)))
            await person.Upload(stage.Phone("readings"), upload.Utf8, upload.Key, ct);
        var (_, timeline) = await BecomeOnePerson.Play(stage, ct);
        _items = timeline.Items;
        say($"a record of {_items:N0} items is read once");
        await AskTheModel.Play(stage, timeline.Position, ct);
        for (var number = 0; number < Readings + WarmUp; number++)
        {
            var taken = await One(person, DateTimeOffset.Now.AddMinutes(number - Readings - WarmUp), ct);
            if (number >= WarmUp)
                _milliseconds.Add(taken);
        }
    }

    public void Report(Dictionary<string, double> figures)
    {
        var timings = Timings.Of(_milliseconds, TimeSpan.FromMilliseconds(_milliseconds.Sum()));
        figures["updateP50Ms"] = timings.P50Ms;
        figures["updateP95Ms"] = timings.P95Ms;
        figures["updateRecordItems"] = _items;
    }

    private async Task<double> One(DemoCaller person, DateTimeOffset at, CancellationToken ct)
    {
        var reading = stage.Home.First.NewReading(at);
        var clock = Stopwatch.StartNew();
        var stored = await person.Upload(stage.Phone("readings"), reading.Utf8, $"{reading.Key}-{at.UtcTicks}", ct);
        await AskTheModel.Answer(stage, person, (long)stored["position"]!, isComplete: false, ct);
        return clock.Elapsed.TotalMilliseconds;
    }
}
