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

    private readonly WorkFolder _work = new(folders.Work);

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
        // All of them before the first person is asked: that takes long.
        var tables = EvaluationCohort.Of(plan).Where(cohort => cohort.Key is EvaluationCohort.Shipped or EvaluationCohort.Second)
            .Select(cohort => (cohort, Table: cohort.Key == EvaluationCohort.Shipped
                ? TableOf(TrainingRun.HeldOut, artefact).With(TableOf(cohort.Key, artefact))
                : TableOf(cohort.Key, artefact))).ToList();
        List<KnowableReport> knowable = [];
        foreach (var (cohort, table) in tables)
        {
            var rows = await new KnowableScores(plan, artefact.Definitions, effort)
                .Of(cohort.World, table, people, Path.Combine(_work.Output, $"knowable-{cohort.Key}.csv"), progress, ct);
            knowable.Add(KnowableSection.Of(cohort.Key, artefact, table, rows, effort));
        }

        details = details with { Knowable = knowable, NotProvided = ModelReports.NotProvided };
        report = report with { Details = details with { Goals = Goals.Of(details, report.TrueRisk) } };
        await report.Write(folder, artefact, ct);
        ModelArtefact.Seal(folder);
        return report;
    }

    private HeldOutTable TableOf(string name, ModelArtefact artefact)
    {
        return File.Exists(_work.TablePath(name))
            ? _work.Table(name, artefact)
            : throw new InvalidDataException(
                $"{_work.TablePath(name)} is missing: ./phr train leaves it when it trains {plan.Name}; name its folder with --work.");
    }
}
