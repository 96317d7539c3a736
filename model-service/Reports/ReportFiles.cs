using System.Globalization;
using Phr.Model.Runs;

namespace Phr.Model.Reports;

/// <summary>The report that is shipped with a model, to read.</summary>
public static class ReportFiles
{
    private const string Honesty =
        "Trained and tested on simulated records; comparisons with published numbers are for context, not superiority. "
        + "Measures are against the true hazards of simulated people (of the same expectation as against what came, less scattered); bounds are of a bootstrap over people.";

    public static string Markdown(string name, ModelReport report, IReadOnlyList<TrueRiskComparison> trueRisk) =>
        ReportText.Markdown(Text(name, report, trueRisk));

    public static string Html(string name, ModelReport report, IReadOnlyList<TrueRiskComparison> trueRisk) =>
        ReportText.Html(Text(name, report, trueRisk));

    private static ReportContent Text(string name, ModelReport report, IReadOnlyList<TrueRiskComparison> trueRisk) => new(
        $"Report of {name}", Honesty,
        [
            .. report.Worlds.Take(2).Select(world => new ReportPlots(
                $"Calibration curves, world {world.World}", string.Concat(world.Questions.Select(Curve)))),
            new ReportPlots("AUROC by context", Contexts(report.Sweeps)),
        ],
        [.. ReportTables.Of(report, trueRisk)], report.NotProvided);

    private static string Curve(QuestionReport question) => SvgPlot.Of(
        question.Task, "answer", "share",
        [
            new PlotLine("to be expected", [.. question.Curve.Select(bin => (bin.Answer, bin.Expected))]),
            new PlotLine("came", [.. question.Curve.Select(bin => (bin.Answer, bin.Recorded))]),
        ], diagonal: true);

    private static string Contexts(IReadOnlyList<SweepReport> sweeps) => SvgPlot.Of(
        "Mean AUROC", "steps", "AUROC",
        [
            .. sweeps.Where(sweep => sweep.Kind == "context").Select(sweep => new PlotLine(sweep.World,
                [.. sweep.Mean.Select(pair => (double.Parse(pair.Key, CultureInfo.InvariantCulture), pair.Value))])),
        ], diagonal: false);
}
