using System.Diagnostics;
using Phr.Model.Explanations;
using Phr.Model.Scoring;
using Phr.Model.Tokens;

namespace Phr.Cli.Bench.Model;

/// <summary>
/// The risk model on one inference thread: reading records of several lengths, one step, explaining, and how its answers differ
/// from PyTorch's. Each figure is the best of several tries, because what else runs on the machine only adds.
/// </summary>
internal static class ModelBench
{
    private const int Tries = 5;
    private const int PeopleTogether = 32;

    public static async Task<BenchReport> Run(Action<string> say, CancellationToken ct)
    {
        var folder = ModelArtefact.Newest(Repository.Path("model-service", "models"))
            ?? throw new CommandException("No model is shipped in model-service/models; ./phr train makes one.");
        say($"loading {Path.GetFileName(folder)}");
        using var model = await RiskModel.Start(ModelArtefact.Load(folder), new InferenceLimits(), ct);
        var start = ModelState.Start(model.Artefact.Shape);
        say("reading");
        var figures = new Dictionary<string, double>
        {
            ["prefill512Ms"] = await Best(token => model.Read(start, Steps(model, 512), token), ct),
            ["prefill2048Ms"] = await Best(token => model.Read(start, Steps(model, 2048), token), ct),
            ["prefill32768Ms"] = await Best(token => model.Read(start, Steps(model, 32_768), token), ct),
        };
        var after1k = await model.Read(start, Steps(model, 1_000), ct);
        var after100k = await model.Read(start, Steps(model, 100_000), ct);
        var one = Steps(model, 1);
        say("stepping");
        figures["stepMs"] = await Best(token => model.Read(after1k, one, token), ct);
        figures["stepAt100kMs"] = await Best(token => model.Read(after100k, one, token), ct);
        figures["step32PeopleMs"] = await Best(token =>
            Task.WhenAll(Enumerable.Range(0, PeopleTogether).Select(_ => model.Read(after1k, one, token))), ct);
        say("explaining");
        var task = model.Artefact.Definitions[0];
        var record = Steps(model, 2048);
        var question = new Question(task.Key, task.HorizonYears, record[^1].Day);
        figures["explain2048Ms"] = await Best(token => IntegratedGradients.Of(model, record, question, token), ct);
        figures["stateBytes"] = model.Artefact.Shape.StateBytes;
        figures["parityMaxAbs"] = await model.Parity(ct);
        var ratios = new Dictionary<string, double> { ["stepAt100kOver1k"] = figures["stepAt100kMs"] / figures["stepMs"] };
        if (model.Artefact.TransformerGraph is { } graph)
        {
            say("reading with a Transformer");
            figures["prefill8192Ms"] = await Best(token => model.Read(start, Steps(model, 8192), token), ct);
            using var transformer = new PlainGraph(graph);
            figures["transformer2048Ms"] = await Best(token => Transform(transformer, 2048, token), ct);
            figures["transformer8192Ms"] = await Best(token => Transform(transformer, 8192, token), ct);
            ratios["transformer8192OverMamba"] = figures["transformer8192Ms"] / figures["prefill8192Ms"];
        }
        return new BenchReport("model", figures, new Dictionary<string, double>(), ratios);
    }

    private static Task Transform(PlainGraph transformer, int steps, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var random = new Random(1);
        transformer.Run([.. Enumerable.Range(0, steps * transformer.Width).Select(_ => (float)(random.NextDouble() - 0.5))]);
        return Task.CompletedTask;
    }

    private static async Task<double> Best(Func<CancellationToken, Task> once, CancellationToken ct)
    {
        await once(ct);
        var best = double.PositiveInfinity;
        for (var i = 0; i < Tries; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            await once(ct);
            best = Math.Min(best, Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }
        return best;
    }

    /// <summary>Steps with drawn tokens, a day apart; the arithmetic does not depend on what they mean.</summary>
    private static ModelEvent[] Steps(RiskModel model, int count)
    {
        var random = new Random(1);
        var nothing = new RecordEvent
        {
            Entry = "", Type = EventType.Lab, Time = default, KnownAt = default, Codes = [],
        };
        return [.. Enumerable.Range(0, count).Select(i => new ModelEvent(
            random.Next(Vocabulary.FirstConceptToken, model.Artefact.Vocabulary.Size), EventType.Lab, SourceKind.CareGiver, 0,
            15_000 + (i * 0.25), 0.25f, (float)(random.NextDouble() - 0.5), true, nothing))];
    }
}
