using System.Globalization;
using Phr.Model.Evaluation;
using Phr.Model.Runs.OwnPeople;
using static Phr.Model.Reports.EvaluationTables;
using static Phr.Model.Reports.ReportTables;

namespace Phr.Model.Reports;

/// <summary>The report of a model that learnt from a site's own people, to read.</summary>
internal static class OwnReportFiles
{
    private static readonly (string Name, string Heading)[] Baselines =
    [
        ("boostedTrees", "boosted trees"), ("transformer", "Transformer, 512 steps"), ("classical", "classical factors"),
        ("ageSex", "age and sex"),
    ];

    public static string Markdown(OwnTrainingReport report) => ReportText.Markdown(Text(report));

    public static string Html(OwnTrainingReport report) => ReportText.Html(Text(report));

    /// <summary>What the card shows, too.</summary>
    public static IEnumerable<ReportTable> Tables(OwnTrainingReport report) =>
        [Outcomes(report), Measured("Measured", report.Evaluation.Tasks), Compared(report)];

    private static ReportContent Text(OwnTrainingReport report) => new(
        $"Report of {report.Plan.Name}",
        $"Learnt from the people of one MEDS data set (SHA-256 {report.Learnt.DatasetSha256}; {report.Survey.People}), and measured on "
        + $"those who were held out {Splits(report)}, against what was recorded. A person counts as observed {Followed(report)}. "
        + "Bounds of 95 % are of a bootstrap over people.",
        [new ReportPlots("Calibration curves", Curves(report.Evaluation.Tasks))],
        [
            .. Tables(report), Parts("Horizons", report.Evaluation.Tasks, task => task.Horizons),
            Parts("Subgroups", report.Evaluation.Tasks, task => task.Subgroups),
        ],
        report.NotProvided);

    private static string Splits(OwnTrainingReport report) =>
        report.Learnt.HasOwnSplits ? "by the data set's own splits" : "by a hash of the subject's number";

    private static string Followed(OwnTrainingReport report) => report.Learnt.FollowedYears is { } years
        ? string.Create(CultureInfo.InvariantCulture, $"until {years:0.##} years after the last entry")
        : "until the data set ends";

    private static ReportTable Outcomes(OwnTrainingReport report) => new(
        "People to whom an outcome came while they could be asked about it", ["question", "train", "tuning", "held out", ""],
        [.. report.Survey.Outcomes.Select(outcome => (string[])[
            outcome.Task, $"{outcome.People.Train}", $"{outcome.People.Tuning}", $"{outcome.People.HeldOut}",
            report.LeftOut.Contains(outcome.Task) ? $"**left out**: fewer than {report.Plan.OutcomesMin} to learn from" : "learnt"])]);

    private static ReportTable Compared(OwnTrainingReport report) => new(
        "AUROC beside baselines that learnt from the same people", ["question", "model", .. Baselines.Select(baseline => baseline.Heading)],
        [.. report.Evaluation.Tasks.Select(task => (string[])[
            task.Task, Figure(task.All.Auroc),
            .. Baselines.Select(baseline => Figure(task.Baselines.GetValueOrDefault(baseline.Name)?.Auroc))])]);
}
