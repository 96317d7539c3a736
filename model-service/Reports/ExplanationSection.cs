using Phr.Model.Cohorts;
using Phr.Model.Evaluation;
using Phr.Model.Explanations;
using Phr.Model.Runs;
using Phr.Model.Scoring;
using Phr.Model.Tokens;
using Phr.Simulator;
using Phr.Simulator.Hazards;
using Question = Phr.Model.Explanations.Question;

namespace Phr.Model.Reports;

/// <summary>
/// Compares the contributions of clinical groups that the model names (log-odds) with those that the simulator
/// has in the true log-hazard, both counted from a typical person of the same age and sex.
/// </summary>
internal sealed class ExplanationSection(RiskModel model, World world, TrainingPlan plan)
{
    /// <summary>True contributions below this, on the log-hazard, are no drivers.</summary>
    private const double TrueDriverMin = 0.25;

    private const int Strongest = 3;

    public async Task<IReadOnlyList<ExplanationTruth>> Of(HeldOutTable table, CancellationToken ct)
    {
        var found = new List<ExplanationTruth>();
        foreach (var (task, number) in model.Artefact.Definitions.Select((task, number) => (task, number)))
        {
            if (!Enum.TryParse<Outcome>(task.Truth, out var outcome))
                continue;
            var pairs = new List<Dictionary<string, (double Model, double Truth)>>();
            foreach (var (person, day, _) in table.Moments(number, plan.TruthMoments))
            {
                if (await Compare(task, outcome, person, day, ct) is { } compared)
                    pairs.Add(compared);
            }
            if (pairs.Count > 0)
                found.Add(Summary(task.Key, pairs));
        }
        return found;
    }

    private async Task<Dictionary<string, (double Model, double Truth)>?> Compare(
        TaskDefinition task, Outcome outcome, long person, double day, CancellationToken ct)
    {
        var life = LifeSimulation.Live(world, (ulong)plan.Seed, person);
        if (life.Truth.Hazard(outcome, life.Truth.MonthBefore(life.Traits.Born.AddDays((int)day))) is not { } hazard)
            return null;
        var record = SimulatedCohort.Of(life).Record;
        var timeline = new PersonTimeline(model);
        await timeline.Update(record, record.Person.Birth.AddDays(day), ct);
        // Groups alone: which of their entries matter is not compared.
        var unweighed = EntryShares.Of(model, timeline.Steps, new Attributions([], 0));
        var explanation = await Explainer.Of(model, timeline, unweighed, new Question(task.Key, task.HorizonYears, day), ct);
        var truth = Enum.GetValues<Phr.Simulator.Hazards.ClinicalGroup>()
            .ToDictionary(group => group.Key(), group => hazard.Groups.Of(group));
        return explanation.Groups.ToDictionary(group => group.Group.Key, group => (group.LogOdds, truth.GetValueOrDefault(group.Group.Key)));
    }

    private static ExplanationTruth Summary(string task, List<Dictionary<string, (double Model, double Truth)>> people)
    {
        var acting = people.SelectMany(groups => groups).Where(group => group.Value.Truth != 0).Select(group => group.Key).ToHashSet();
        var driven = people.Where(groups => groups.Values.Any(group => Math.Abs(group.Truth) >= TrueDriverMin)).ToList();
        var hits = driven.Count(groups => groups.OrderByDescending(group => Math.Abs(group.Value.Model)).Take(Strongest)
            .Any(group => group.Key == groups.MaxBy(other => Math.Abs(other.Value.Truth)).Key));
        var mattering = people.SelectMany(groups => groups.Values).Where(group => Math.Abs(group.Truth) >= TrueDriverMin).ToList();
        var all = people.SelectMany(groups => groups).ToList();
        return new ExplanationTruth(task, people.Count, Share(hits, driven.Count),
            Share(mattering.Count(group => Math.Sign(group.Model) == Math.Sign(group.Truth)), mattering.Count),
            all.Where(group => !acting.Contains(group.Key)).Sum(group => Math.Abs(group.Value.Model))
                / all.Sum(group => Math.Abs(group.Value.Model)));
    }

    private static double Share(int some, int all) => all == 0 ? double.NaN : (double)some / all;
}
