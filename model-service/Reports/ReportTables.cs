using System.Globalization;
using Phr.Model.Evaluation;
using Phr.Model.Runs;

namespace Phr.Model.Reports;

/// <summary>A table of a report, without a form: heading, column names, rows of cells.</summary>
internal sealed record ReportTable(string Heading, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>A model's report as tables, from which Markdown and HTML are written alike.</summary>
internal static class ReportTables
{
    public static IEnumerable<ReportTable> Of(ModelReport report, IReadOnlyList<TrueRiskComparison> trueRisk)
    {
        yield return Goals(report.Goals);
        foreach (var world in report.Worlds)
        {
            yield return Discrimination(world);
            yield return Calibration(world);
        }
        foreach (var world in report.Worlds.Take(2))
        {
            yield return Parts($"Subgroups, world {world.World}", world, question => question.Subgroups);
            yield return Parts($"Hospitals, world {world.World}", world, question => question.Sites);
        }
        foreach (var knowable in report.Knowable)
        {
            yield return KnowableTables.Questions(knowable);
            yield return KnowableTables.Shares(knowable);
        }
        yield return Sweeps(report.Sweeps);
        yield return TrueRisk("", trueRisk);
        yield return Explanations("", report.Explanations);
        if (report.Second is { } second)
        {
            yield return TrueRisk(", world second", second.TrueRisk);
            yield return Explanations(", world second", second.Explanations);
        }
        yield return WhatIfs(report.WhatIfs);
        if (report.Visits.Count > 0)
            yield return Visits(report.Visits);
    }

    private static ReportTable Goals(IReadOnlyList<Goal> goals) => new(
        "Goals", ["goal", "target", "reached", "met", "missed by", "why (likely)"],
        [.. goals.Select(goal => (string[])[goal.Name, goal.Target, goal.Reached ?? "not measured",
            goal.Met is { } met ? met ? "yes" : "**no**" : "not measured", goal.MissedBy, goal.Why])]);

    private static ReportTable Discrimination(WorldReport world) => new(
        $"Discrimination, world {world.World} ({world.People} people)",
        ["question", "rows", "outcomes that came", "outcomes to be expected", "AUROC (95 %)", "knowing the true hazards", "boosted trees",
            "boosted trees of hazards", "boosted trees told the truth of the moment", "Transformer, 512 steps", "classical factors",
            "age and sex", "gain over trees (95 %)", "gain over trees of hazards (95 %)", "AUROC of what came"],
        [.. world.Questions.Select(question => (string[])[
            $"{question.Task}, {question.HorizonYears:0.##} y", $"{question.Model?.Rows ?? 0}", $"{question.Recorded.Outcomes}",
            Figure(question.Model?.Expected, "0.0"), Bounds(question.Model?.Auroc), Figure(question.Model?.Ceiling),
            Baseline(question, "boostedTrees"), Baseline(question, "boostedTreesOfHazards"), Baseline(question, "knowingTheBody"),
            Baseline(question, "transformer"), Baseline(question, "classical"), Baseline(question, "ageSex"),
            Bounds(question.GainOverTrees), Bounds(question.GainOverTreesOfHazards),
            Figure(question.Recorded.Auroc)])]);

    private static ReportTable Calibration(WorldReport world) => new(
        $"Calibration, world {world.World}",
        ["question", "mean answer", "O/E (95 %)", "slope (95 %)", "ECE (95 %)", "Brier", "scaled Brier", "O/E of what came"],
        [.. world.Questions.Select(question => (string[])[
            question.Task, Figure(question.Recorded.Expected, "0.0000"), Bounds(question.Model?.ObservedOverExpected),
            Bounds(question.Model?.Slope), Bounds(question.Model?.Ece, "0.0000"), Figure(question.Recorded.Brier, "0.0000"),
            Figure(question.Recorded.BrierScaled), Figure(question.Recorded.ObservedOverExpected)])]);

    private static ReportTable Parts(
        string heading, WorldReport world, Func<QuestionReport, IReadOnlyList<PartMeasures>> parts) => new(
        heading, ["question", "people", "rows", "to be expected", "AUROC", "O/E", "ECE"],
        [.. world.Questions.SelectMany(question => parts(question).Select(part => (string[])[
            question.Task, part.Name, $"{part.Rows}", Figure(part.Expected, "0.0"), Figure(part.Auroc), Figure(part.ObservedOverExpected),
            Figure(part.Ece, "0.0000")]))]);

    private static ReportTable Sweeps(IReadOnlyList<SweepReport> sweeps) => new(
        "Context and devices (mean AUROC over questions, same rows)", ["world", "cut", "rows", "AUROC by cut", "gain (95 %)"],
        [.. sweeps.Select(sweep => (string[])[
            sweep.World, sweep.Kind, $"{sweep.Rows}",
            string.Join(", ", sweep.Mean.Select(pair => $"{pair.Key}: {Figure(pair.Value)}")), Bounds(sweep.Gain)])]);

    private static ReportTable TrueRisk(string of, IReadOnlyList<TrueRiskComparison> truths) => new(
        $"Error to the true risk{of}",
        ["question", "moments", "mean true risk", "mean error", "rank correlation", "90 % intervals hold", "their mean width"],
        [.. truths.Select(truth => (string[])[
            truth.Task, $"{truth.Moments}", Figure(truth.BaseRate, "0.0000"), Figure(truth.MeanAbsoluteError, "0.0000"), Figure(truth.Spearman),
            Figure(truth.Coverage), Figure(truth.MeanWidth, "0.0000")])]);

    private static ReportTable Explanations(string of, IReadOnlyList<ExplanationTruth> truths) => new(
        $"Explanations against the true contributions{of}",
        ["question", "people", "top three", "sign of the groups that matter", "their directions told", "sign of those",
            "sign of all told", "irrelevant"],
        [.. truths.Select(truth => (string[])[
            truth.Task, $"{truth.People}", Figure(truth.TopThree), Figure(truth.Sign), Figure(truth.Told), Figure(truth.SignOfTold),
            Figure(truth.SignOfAllTold), Figure(truth.Irrelevant)])]);

    private static ReportTable WhatIfs(IReadOnlyList<WhatIfTruth> truths) => new(
        "What-if by trials against the simulator's interventions",
        ["question", "change", "moments", "said", "true", "mean error", "same direction"],
        [.. truths.Select(truth => (string[])[
            truth.Task, truth.Change, $"{truth.Moments}", Figure(truth.Said, "0.0000"), Figure(truth.Truth, "0.0000"),
            Figure(truth.MeanError, "0.0000"), Figure(truth.Direction)])]);

    private static ReportTable Visits(IReadOnlyList<VisitTruth> truths) => new(
        "The next visit, world shipped, against what came",
        ["within", "moments", "visits", "observed", "mean answer", "AUROC", "O/E", "slope", "ECE"],
        [.. truths.Select(truth => (truth.Days, Of: truth.Measures)).Select(truth => (string[])[
            $"{truth.Days} days", $"{truth.Of.Rows}", $"{truth.Of.Outcomes}", Figure(truth.Of.Observed), Figure(truth.Of.Expected),
            Figure(truth.Of.Auroc), Figure(truth.Of.ObservedOverExpected), Figure(truth.Of.Slope), Figure(truth.Of.Ece)])]);

    internal static string Baseline(QuestionReport question, string name) => Area(question.Baselines, name);

    internal static string Area(IReadOnlyDictionary<string, double> baselines, string name) =>
        baselines.TryGetValue(name, out var area) ? Figure(area) : "not provided";

    internal static string Bounds(Interval? interval, string form = "0.000") => interval is null
        ? "not provided"
        : $"{Figure(interval.Value, form)} ({Figure(interval.Low, form)} to {Figure(interval.High, form)})";

    internal static string Figure(double? value, string form = "0.000") =>
        value is { } known && double.IsFinite(known) ? known.ToString(form, CultureInfo.InvariantCulture) : "not provided";
}
