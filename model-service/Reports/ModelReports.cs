using Phr.Model.Evaluation;
using Phr.Model.Runs;
using Phr.Model.Scoring;

namespace Phr.Model.Reports;

/// <summary>Makes a model's report from the tables that its evaluation left.</summary>
/// <param name="load">The table of a name, as <c>phr_training.evaluate</c> wrote it.</param>
internal sealed class ModelReports(RiskModel model, TrainingPlan plan, Func<string, HeldOutTable> load)
{
    internal static readonly string[] NotProvided =
    [
        "External validation, prospective validation, use in care: not provided.",
        "The best risk knowable from what was observed: bounded, not known. A particle filter of finitely many bodies, "
            + "and better it and the model joined, reach at least so far; boosted trees that are told the true contribution of every group "
            + "reach farther than any record allows. The share of the gap lies between the two.",
        "Intervals hold the true risk of nine people in ten of the simulated world; what they hold of real people is not provided.",
    ];

    /// <param name="heldOut">Held-out people of the plan itself; they join those of the shipped world.</param>
    public async Task<ModelReport> Of(HeldOutTable heldOut, IReadOnlyList<TrueRiskComparison> trueRisk, CancellationToken ct)
    {
        var cohorts = EvaluationCohort.Of(plan);
        var worlds = cohorts.Select(cohort => WorldSection.Of(cohort.World, model.Artefact,
            cohort.Key == EvaluationCohort.Shipped ? heldOut.With(load(cohort.Key)) : load(cohort.Key))).ToList();
        var sweeps = cohorts.SelectMany(cohort => SweepSection.Of(cohort.Key, model.Artefact, cut => load($"{cohort.Key}-{cut}"))).ToList();
        var shipped = cohorts.Single(cohort => cohort.Key == EvaluationCohort.Shipped);
        var explanations = await new ExplanationSection(model, shipped.World, plan).Of(heldOut, ct);
        var second = await Second(cohorts.Single(cohort => cohort.Key == EvaluationCohort.Second), ct);
        var report = new ModelReport(worlds, sweeps, explanations, [], NotProvided)
        {
            Second = second,
            WhatIfs = new WhatIfSection(model.Artefact, shipped.World, plan).Of(heldOut),
            Visits = await new VisitSection(model, shipped.World, plan).Of(heldOut, ct),
        };
        return report with { Goals = Goals.Of(report, trueRisk) };
    }

    private async Task<SecondTruth> Second(EvaluationCohort cohort, CancellationToken ct)
    {
        var table = load(cohort.Key);
        return new SecondTruth(
            TrainingReport.TrueRisks(plan, cohort.World, model.Artefact, table),
            await new ExplanationSection(model, cohort.World, plan).Of(table, ct));
    }
}
