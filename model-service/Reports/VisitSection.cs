using Phr.Model.Cohorts;
using Phr.Model.Evaluation;
using Phr.Model.Runs;
using Phr.Model.Scoring;
using Phr.Model.Tokens;
using Phr.Simulator;

namespace Phr.Model.Reports;

/// <summary>Holds what the model says of the next visit against the visits that came, of people whom it never saw.</summary>
internal sealed class VisitSection(RiskModel model, World world, TrainingPlan plan)
{
    private static readonly int[] Days = [30, 90, 365];

    public async Task<IReadOnlyList<VisitTruth>> Of(HeldOutTable table, CancellationToken ct)
    {
        if (model.Artefact.Visits.Count == 0)
            return [];
        var rows = Days.ToDictionary(days => days, _ => new List<EvaluationRow>());
        foreach (var (number, day) in Enumerable.Range(0, model.Artefact.Definitions.Count)
            .SelectMany(task => table.Moments(task, plan.TruthMoments)).Select(moment => (moment.Person, moment.Day)).Distinct())
        {
            var person = SimulatedCohort.Of(LifeSimulation.Live(world, (ulong)plan.Seed, number));
            var timeline = new PersonTimeline(model);
            await timeline.Update(person.Record, person.Record.Person.Birth.AddDays(day), ct);
            if (timeline.Steps.Count == 0 || await model.NextVisit(timeline.State, day, timeline.Steps[^1].Day, ct) is not { } forecast)
                continue;
            var (kind, years) = After(person, day);
            foreach (var (days, found) in rows)
                found.Add(new EvaluationRow(number, kind, years, forecast.Within(days)));
        }
        return [.. rows.Where(pair => pair.Value.Count > 0).Select(pair =>
            new VisitTruth(pair.Key, Measures.Of(pair.Key / Tokeniser.DaysPerYear, pair.Value)))];
    }

    /// <summary>As <see cref="TaskLabels.After"/>: the first visit after a moment, or the end of observation.</summary>
    private (int Kind, double Years) After(CohortPerson person, double day)
    {
        var birth = person.Record.Person.Birth;
        var next = person.Record.Events.Where(item => item.Type == EventType.Encounter && item.Codes.Any(IsVisit))
            .Select(item => Tokeniser.DayOfLife(birth, item.Time)).Where(then => then > day).DefaultIfEmpty(double.PositiveInfinity).Min();
        var exit = Tokeniser.DayOfLife(birth, person.Exit);
        return (next <= exit ? 1 : 0, (Math.Min(next, exit) - day) / Tokeniser.DaysPerYear);
    }

    private bool IsVisit(SourceCode code) => ConceptCatalogue.Find(code) is { } concept && model.Artefact.Visits.Contains(concept.Key);
}
