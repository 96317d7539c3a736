using Phr.Model.Evaluation;
using Phr.Model.Scoring;

namespace Phr.Model.Reports;

/// <summary>What a longer context, or devices, bring: the same rows answered from cut records.</summary>
internal static class SweepSection
{
    private static readonly string[] Contexts = ["256", "512", "1024", "2048"];
    private static readonly string[] Devices = ["without-devices", "with-devices"];

    /// <param name="load">The table of a cut, by its name.</param>
    public static IEnumerable<SweepReport> Of(string world, ModelArtefact model, Func<string, HeldOutTable> load)
    {
        yield return Sweep(world, "context", Contexts, model, load);
        yield return Sweep(world, "devices", Devices, model, load);
    }

    private static SweepReport Sweep(
        string world, string kind, string[] cuts, ModelArtefact model, Func<string, HeldOutTable> load)
    {
        var answers = cuts.ToDictionary(cut => cut, cut => ByTask(model, load(cut)));
        var mean = answers.ToDictionary(pair => pair.Key, pair => ExpectedMeasures.MeanArea(pair.Value));
        return new SweepReport(world, kind, answers[cuts[0]].Sum(rows => rows.Count), mean,
            ExpectedMeasures.MeanGain(answers[cuts[^1]], answers[cuts[0]]));
    }

    private static List<IReadOnlyList<EvaluationRow>> ByTask(ModelArtefact model, HeldOutTable table) =>
    [
        .. model.Definitions.Select((task, number) =>
            table.Answers(number, task.HorizonYears, model.EdgesYears, model.Calibration[task.Key])),
    ];
}
