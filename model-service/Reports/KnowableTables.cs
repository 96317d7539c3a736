using static Phr.Model.Reports.ReportTables;

namespace Phr.Model.Reports;

/// <summary>The best risk knowable from what was observed, as tables.</summary>
internal static class KnowableTables
{
    public static ReportTable Questions(KnowableReport report) => new(
        $"Best risk knowable from the record, world {report.World} ({report.People} people drawn at random, {report.Particles} particles)",
        ["question", "rows", "without an answer", "AUROC of the particle filter (95 %)", "of filter and model joined",
            "of the model", "of boosted trees", "of boosted trees of hazards", "knowing the true hazards",
            "filter: O/E (95 %)", "filter: slope (95 %)", "effective particles"],
        [.. report.Questions.Select(question => (string[])[
            question.Task, $"{question.Rows}", $"{question.Refused}", Bounds(question.Filter.Auroc), Figure(question.Joined),
            Figure(question.Model), Area(question.Baselines, "boostedTrees"), Area(question.Baselines, "boostedTreesOfHazards"),
            Figure(question.Filter.Ceiling),
            Bounds(question.Filter.ObservedOverExpected), Bounds(question.Filter.Slope), Figure(question.Effective, "0")])]);

    public static ReportTable Shares(KnowableReport report) => new(
        $"Share of the gap to the best knowable risk that the model goes, world {report.World}",
        ["from", "to the particle filter (95 %)", "to filter and model joined (95 %)"],
        [.. report.Shares.Select(share => (string[])[
            share.Baseline == "boostedTrees" ? "boosted trees" : "boosted trees of hazards",
            Bounds(share.ToFilter), Bounds(share.ToJoined)])]);
}
