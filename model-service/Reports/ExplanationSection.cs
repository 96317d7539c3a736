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
    private const int Strongest = 3;

    public async Task<IReadOnlyList<ExplanationTruth>> Of(HeldOutTable table, CancellationToken ct) =>
        [.. (await Pairs(table, ct)).Select(task => Summary(task.Key, task.Value, model.Artefact.Directions))];

    /// <summary>Which directions may be told, from people who were not learnt from.</summary>
    public async Task<DriverDirections> Directions(HeldOutTable tuning, CancellationToken ct) => new(
        (await Pairs(tuning, ct))
        .Select(task => (task.Key, Bound: DriverDirections.Find([.. task.Value.SelectMany(groups => groups.Values)])))
        .Where(task => task.Bound is not null).ToDictionary(task => task.Key, task => task.Bound!));

    /// <summary>By task: for each moment the contributions of the groups that the record has entries of.</summary>
    private async Task<Dictionary<string, List<Dictionary<string, ContributionPair>>>> Pairs(HeldOutTable table, CancellationToken ct)
    {
        var found = new Dictionary<string, List<Dictionary<string, ContributionPair>>>();
        foreach (var (task, number) in model.Artefact.Definitions.Select((task, number) => (task, number)))
        {
            if (!Enum.TryParse<Outcome>(task.Truth, out var outcome))
                continue;
            var pairs = new List<Dictionary<string, ContributionPair>>();
            foreach (var (person, day, _) in table.Moments(number, plan.TruthMoments))
            {
                if (await Compare(task, outcome, person, day, ct) is { } compared)
                    pairs.Add(compared);
            }
            if (pairs.Count > 0)
                found[task.Key] = pairs;
        }
        return found;
    }

    private async Task<Dictionary<string, ContributionPair>?> Compare(
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
        return explanation.Groups.ToDictionary(
            group => group.Group.Key, group => new ContributionPair(group.LogOdds, truth.GetValueOrDefault(group.Group.Key)));
    }

    private static ExplanationTruth Summary(string task, List<Dictionary<string, ContributionPair>> people, DriverDirections directions)
    {
        var all = people.SelectMany(groups => groups).ToList();
        var acting = all.Where(group => group.Value.Truth != 0).Select(group => group.Key).ToHashSet();
        var driven = people.Where(groups => groups.Values.Any(group => group.Matters)).ToList();
        var hits = driven.Count(groups => groups.OrderByDescending(group => Math.Abs(group.Value.Answer)).Take(Strongest)
            .Any(group => group.Key == groups.MaxBy(other => Math.Abs(other.Value.Truth)).Key));
        var mattering = all.Where(group => group.Value.Matters).Select(group => group.Value).ToList();
        var told = all.Where(group => acting.Contains(group.Key) && directions.IsTold(task, group.Value.Answer))
            .Select(group => group.Value).ToList();
        var toldMattering = told.Where(group => group.Matters).ToList();
        return new ExplanationTruth(task, people.Count, Share(hits, driven.Count), Right(mattering),
            all.Where(group => !acting.Contains(group.Key)).Sum(group => Math.Abs(group.Value.Answer))
                / all.Sum(group => Math.Abs(group.Value.Answer)))
        {
            Told = Share(toldMattering.Count, mattering.Count), SignOfTold = Right(toldMattering), SignOfAllTold = Right(told),
        };
    }

    private static double Right(List<ContributionPair> pairs) => Share(pairs.Count(pair => pair.IsRight), pairs.Count);

    private static double Share(int some, int all) => all == 0 ? double.NaN : (double)some / all;
}
