using System.Globalization;
using Phr.Model.Evaluation;
using static Phr.Model.Reports.ReportTables;

namespace Phr.Model.Reports;

/// <summary>What was measured against recorded outcomes, as plots and tables.</summary>
internal static class EvaluationTables
{
    public static string Curves(IEnumerable<TaskEvaluation> tasks) => string.Concat(tasks.Select(task => SvgPlot.Of(
        task.Task, "answer", "came", [new PlotLine("came", [.. task.Curve.Select(bin => (bin.Answer, bin.Observed))])], diagonal: true)));

    public static ReportTable Measured(string heading, IEnumerable<TaskEvaluation> tasks) => new(
        heading,
        ["question", "rows", "outcomes", "observed", "mean answer",
            "AUROC (95 %)", "O/E (95 %)", "slope (95 %)", "ECE (95 %)", "Brier", "scaled Brier"],
        [.. tasks.Select(task => (string[])[
            $"{task.Task}, {Years(task.HorizonYears)}", $"{task.All.Rows}", $"{task.All.Outcomes}", Figure(task.All.Observed, "0.0000"),
            Figure(task.All.Expected, "0.0000"), Bounds(task.Bounds?.Auroc), Bounds(task.Bounds?.ObservedOverExpected),
            Bounds(task.Bounds?.Slope), Bounds(task.Bounds?.Ece, "0.0000"), Figure(task.All.Brier, "0.0000"),
            Figure(task.All.BrierScaled)])]);

    public static ReportTable Parts(
        string heading, IEnumerable<TaskEvaluation> tasks, Func<TaskEvaluation, IReadOnlyList<SubgroupMeasures>> parts) => new(
        heading, ["question", "of", "rows", "outcomes", "AUROC", "O/E", "slope", "ECE"],
        [.. tasks.SelectMany(task => parts(task).Select(part => (string[])[
            task.Task, part.Name, $"{part.Measures.Rows}", $"{part.Measures.Outcomes}", Figure(part.Measures.Auroc),
            Figure(part.Measures.ObservedOverExpected), Figure(part.Measures.Slope), Figure(part.Measures.Ece, "0.0000")]))]);

    private static string Years(double years) => string.Create(CultureInfo.InvariantCulture, $"{years:0.##} y");
}
