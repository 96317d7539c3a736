using Phr.Model.Cohorts;
using Phr.Model.Scoring;
using Phr.Model.Tokens;

namespace Phr.Model.Evaluation;

/// <summary>
/// Asks a model about people whose outcomes are known, each at moments of their past with what had been recorded by then, and measures
/// its answers.
/// </summary>
public sealed class SiteEvaluation(RiskModel model)
{
    private readonly IReadOnlyList<TaskDefinition> _tasks = model.Artefact.Definitions;
    private readonly List<AskedMoment>[] _moments = [.. model.Artefact.Definitions.Select(_ => new List<AskedMoment>())];
    private int _people;

    /// <param name="cohort">Whose records, in words.</param>
    /// <exception cref="InvalidDataException">Nobody could be asked anything, which says nothing of the model.</exception>
    public async Task<EvaluationReport> Run(
        string cohort, IAsyncEnumerable<CohortPerson> people, IProgress<int>? progress, CancellationToken ct)
    {
        await foreach (var person in people.WithCancellation(ct))
        {
            await Ask(person, ct);
            _people++;
            progress?.Report(_people);
        }
        if (_moments.All(moments => moments.Count == 0))
            throw new InvalidDataException(
                $"{cohort}: of {_people} people with a birth (MEDS_BIRTH and its time) nobody could be asked anything; nothing measured.");
        var artefact = model.Artefact;
        return new EvaluationReport(artefact.ShippedDigest, cohort, _people,
            [.. _tasks.Select((task, number) => Measured(task, _moments[number], artefact.Calibration[task.Key]))])
        {
            Recalibrated = [.. _tasks.Select((task, number) => Recalibrated(task, _moments[number])).OfType<RecalibratedTask>()],
        };
    }

    private RecalibratedTask? Recalibrated(TaskDefinition task, List<AskedMoment> moments)
    {
        var (fitted, others) = (moments.Where(moment => moment.IsFittedOn).ToList(), moments.Where(moment => !moment.IsFittedOn).ToList());
        return Recalibration.Fit(fitted, model.Artefact.EdgesYears, model.Artefact.Calibration[task.Key]) is { } calibration
            ? new RecalibratedTask(calibration, fitted.DistinctBy(moment => moment.Row.Person).Count(), Measured(task, others, calibration))
            : null;
    }

    private TaskEvaluation Measured(TaskDefinition task, List<AskedMoment> moments, HazardCalibration calibration)
    {
        IReadOnlyList<EvaluationRow> At(double horizon) =>
            [.. moments.Select(moment => moment.At(horizon, model.Artefact.EdgesYears, calibration))];
        var rows = At(task.HorizonYears);
        return EvaluationReport.Task(task, At, new Dictionary<string, IReadOnlyList<EvaluationRow>>()) with
        {
            Bounds = MeasureBounds.Of(task.HorizonYears, rows), Curve = Measures.Curve(task.HorizonYears, rows),
        };
    }

    private async Task Ask(CohortPerson person, CancellationToken ct)
    {
        var labels = _tasks.Select(task => TaskLabels.Of(task, person)).ToList();
        var birth = person.Record.Person.Birth;
        if (person.Entries().Select(item => (DateTimeOffset?)item.Time).Min() is not { } first)
            return;
        var firstEntry = Tokeniser.DayOfLife(birth, first);
        var timeline = new PersonTimeline(model);
        // In order of time, so that each moment reads on from the one before.
        foreach (var moment in IndexMoments.Of(person, firstEntry, labels).OrderBy(moment => moment.Day))
            await Ask(person, timeline, moment, labels[moment.Task], ct);
    }

    private async Task Ask(CohortPerson person, PersonTimeline timeline, IndexMoment moment, TaskLabels labels, CancellationToken ct)
    {
        var birth = person.Record.Person.Birth;
        await timeline.Update(person.Record, Tokeniser.MomentOf(birth, moment.Day), ct);
        var (task, steps) = (_tasks[moment.Task], timeline.Steps);
        var logHazards = await model.LogHazards(
            timeline.State, task.Key, moment.Day, steps.Count > 0 ? steps[^1].Day : moment.Day, ct);
        double? death = person.Death is { } died ? Tokeniser.DayOfLife(birth, died) : null;
        var (kind, years) = labels.After(moment.Day, task.WindowYears, Tokeniser.DayOfLife(birth, person.Exit), death);
        _moments[moment.Task].Add(new AskedMoment(
            new EvaluationRow(person.Id, kind, years, double.NaN)
            {
                AgeYears = moment.Day / Tokeniser.DaysPerYear, Sex = person.Record.Person.Sex, Steps = steps.Count,
                HasDevice = steps.Any(step => step.Source == SourceKind.Device),
            },
            logHazards));
    }
}
