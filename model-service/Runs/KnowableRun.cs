using Phr.Model.Evaluation;
using Phr.Model.Reports;
using Phr.Model.Scoring;
using Phr.Simulator.Knowable;

namespace Phr.Model.Runs;

/// <summary>
/// Holds a trained model against the best risk knowable from its people's records, and makes its report anew: needs the
/// tables that its training
/// left in the work folder.
/// </summary>
public sealed class KnowableRun(TrainingPlan plan, TrainingFolders folders, KnowableEffort effort)
{
    /// <summary>People of each world.</summary>
    public const int PeopleMin = 20;
    public const int PeopleMax = 100_000;

    private string Output => Path.Combine(folders.Work, "output");

    /// <exception cref="InvalidDataException">The model or its tables are not there, or of another plan.</exception>
    public async Task<TrainingReport> Run(int people, IProgress<TrainingProgress>? progress, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(people, PeopleMin);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(people, PeopleMax);
        var folder = Path.Combine(folders.Models, plan.Name);
        var artefact = ModelArtefact.Load(folder);
        var report = TrainingReport.Load(folder);
        if (report.Plan != plan || report.Details is not { } details)
            throw new InvalidDataException($"{folder} was trained by another plan, or has no report of worlds.");
        List<KnowableReport> knowable = [];
        foreach (var cohort in EvaluationCohort.Of(plan).Where(cohort => cohort.Key is EvaluationCohort.Shipped or EvaluationCohort.Second))
        {
            var table = TableOf(cohort.Key, artefact);
            table = cohort.Key == EvaluationCohort.Shipped ? TableOf(TrainingRun.HeldOut, artefact).With(table) : table;
            var rows = await new KnowableScores(plan, artefact.Definitions, effort)
                .Of(cohort.World, table, people, Path.Combine(Output, $"knowable-{cohort.Key}.csv"), progress, ct);
            knowable.Add(KnowableSection.Of(cohort.Key, artefact, table, rows, effort));
        }

        details = details with { Knowable = knowable, NotProvided = ModelReports.NotProvided };
        var goals = Goals.Of([.. details.Worlds.Take(2)], report.TrueRisk, details.Sweeps, details.Explanations, knowable);
        report = report with { Details = details with { Goals = goals } };
        await report.Write(folder, artefact, ct);
        ModelArtefact.Seal(folder);
        return report;
    }

    private HeldOutTable TableOf(string name, ModelArtefact artefact)
    {
        var path = Path.Combine(Output, $"{name}.npy");
        return File.Exists(path)
            ? HeldOutTable.Load(path, 2 * (artefact.EdgesYears.Count - 1))
            : throw new InvalidDataException($"{path} is missing: the training of {plan.Name} leaves it; name its folder with --work.");
    }
}
