using System.Globalization;
using Phr.Model.Evaluation;
using Phr.Model.Meds;
using static Phr.Model.Reports.EvaluationTables;
using static Phr.Model.Reports.ReportTables;

namespace Phr.Model.Reports;

/// <summary>What a model was found to do on a site's own records, to read: what the site decides on.</summary>
public static class SiteReportFiles
{
    private static readonly string[] NotProvided =
    [
        "True hazards: nobody knows them of real people; everything here is against what came, with those who left before the horizon made up for.",
        "Explanations, what-ifs, intervals around single answers, boosted trees: not measured on these people.",
        "Prospective validation, use in care: not provided.",
    ];

    private static readonly string NotFitted = string.Create(
        CultureInfo.InvariantCulture, $"not fitted: fewer than {Recalibration.OutcomesMin} outcomes came to half of the people, or no fit settled");

    /// <param name="model">NAME-VERSION.</param>
    public static string Markdown(string model, EvaluationReport report, AcceptanceCriteria criteria) =>
        ReportText.Markdown(Text(model, report, criteria));

    public static string Html(string model, EvaluationReport report, AcceptanceCriteria criteria) =>
        ReportText.Html(Text(model, report, criteria));

    private static ReportContent Text(string model, EvaluationReport report, AcceptanceCriteria criteria) => new(
        $"{model}: {report.Cohort}",
        $"{report.People} people, each asked at moments of their past with what had been recorded by then. Bounds of 95 % are of a bootstrap "
        + $"over people. {Left(report.Reading)}Model {report.ModelDigest}; report.json {report.Sha256}.",
        [
            new ReportPlots("Calibration curves, as shipped", Curves(report.Tasks)),
            .. report.Recalibrated.Count == 0 ? Array.Empty<ReportPlots>()
                : [new ReportPlots("Calibration curves, recalibrated", Curves(report.Recalibrated.Select(task => task.Measured)))],
        ],
        [
            Decisions(report, criteria), Criteria(criteria), Measured("As shipped", report.Tasks),
            .. report.Recalibrated.Count == 0 ? Array.Empty<ReportTable>()
                :
                [
                    Measured("Recalibrated on half of the people, measured on the others", report.Recalibrated.Select(task => task.Measured)),
                    Fitted(report.Recalibrated),
                ],
            Parts("Horizons, as shipped", report.Tasks, task => task.Horizons),
            Parts("Subgroups, as shipped", report.Tasks, task => task.Subgroups),
        ],
        NotProvided);

    private static string Left(MedsReading? reading) => reading is null ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $"Left out: {reading.WithoutBirth} subjects without MEDS_BIRTH, {reading.LearntFrom} people whom the model learnt from. "
        + $"Observation ends on {reading.ObservedUntil:yyyy-MM-dd} at the latest; {reading.RowsAfter} later rows are passed over. ");

    private static ReportTable Decisions(EvaluationReport report, AcceptanceCriteria criteria) => new(
        "Go or no-go", ["question", "may be shown", "how", "faults as shipped", "faults recalibrated"],
        [.. criteria.Decide(report).Select(decision => (string[])[
            decision.Task, decision.IsShown ? "go" : "**no-go**",
            !decision.IsShown ? "" : decision.Calibration is null ? "as shipped" : "recalibrated", string.Join(' ', decision.Faults),
            decision.RecalibratedFaults is null ? NotFitted : string.Join(' ', decision.RecalibratedFaults)])]);

    private static ReportTable Criteria(AcceptanceCriteria criteria) => new(
        "What is asked", ["measure", "bound"],
        [
            ["outcomes", $"at least {criteria.OutcomesMin}"], ["AUROC", $"at least {Figure(criteria.AurocMin)}"],
            ["observed over expected", Around(criteria.ObservedOverExpectedMin)], ["calibration slope", Around(criteria.SlopeMin)],
            ["ECE", $"at most {Figure(criteria.EceMax)}"],
            [$"observed over expected of a subgroup with {criteria.OutcomesMin} outcomes or more", Around(criteria.SubgroupObservedOverExpectedMin)],
        ]);

    private static string Around(double least) => $"{Figure(least)} to {Figure(1 / least)}";

    private static ReportTable Fitted(IReadOnlyList<RecalibratedTask> tasks) => new(
        "Calibrations that were fitted", ["question", "people", "outcomes", "slope", "level", "level of death"],
        [.. tasks.Select(task => (string[])[
            task.Measured.Task, $"{task.FittedPeople}", $"{task.Calibration.Events}", Figure(task.Calibration.Slope),
            Figure(task.Calibration.Intercept), Figure(task.Calibration.DeathIntercept)])]);
}
