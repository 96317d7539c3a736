using Phr.Model.Assessments;
using Phr.Model.Cohorts;
using Phr.Model.Scoring;
using Phr.Simulator;
using Phr.Simulator.Hazards;

namespace Phr.Tests.Model;

/// <summary>The shipped model's intervals, which were measured at one horizon, against true risks at others.</summary>
public sealed class HorizonIntervalsTest
{
    private const int Rollouts = 20;

    private static readonly int[] Months = [12, 42, 120];

    /// <summary>Of 400 people of each world it was .85 to .94 by outcome, horizon and world.</summary>
    [Fact]
    public async Task Nine_of_ten_true_risks_lie_inside_at_every_horizon()
    {
        var folder = ModelArtefact.Newest(Path.Combine(Records.Root(), "model-service", "models"))!;
        using var model = await RiskModel.Start(ModelArtefact.Load(folder), new InferenceLimits(), default);
        var held = Months.ToDictionary(months => months, _ => new List<bool>());
        await foreach (var person in Population.Stream(World.Shipped, 1, new PopulationRange(20_000, 80)))
            await Hold(model, person, held);

        Assert.All(held.Values, one => Assert.True(one.Count > 100));
        Assert.All(held.Values, one => Assert.InRange(one.Average(inside => inside ? 1.0 : 0), 0.82, 0.98));
    }

    private static async Task Hold(RiskModel model, SimulatedPerson person, Dictionary<int, List<bool>> held)
    {
        var cohort = SimulatedCohort.Of(person);
        var entries = cohort.Entries().Select(entry => entry.Time).ToList();
        if (entries.Count == 0)
            return;
        var moment = entries.Min() + ((cohort.Exit - entries.Min()) * new Random((int)person.Number).NextDouble());
        var timeline = new PersonTimeline(model);
        await timeline.Update(cohort.Record, moment, default);
        foreach (var task in model.Artefact.Definitions.Where(task => task.WindowYears * 12 >= Months[^1]))
        {
            var month = person.Truth.MonthBefore(DateOnly.FromDateTime(moment.DateTime));
            if (!task.IsAsked(cohort.Record, moment).Asked
                || person.Truth.Risk(Enum.Parse<Outcome>(task.Truth!), month, Months, Rollouts) is not { } truth)
                continue;
            var curve = await timeline.Ask(task.Key, cohort.Record.Person.Birth, moment, default);
            var own = model.Artefact.Intervals.Of(task.Key, curve.Risk(task.HorizonYears))!;
            foreach (var (months, risk) in Months.Zip(truth))
            {
                var at = RiskIntervals.At(own, curve, task.HorizonYears, months / 12.0);
                held[months].Add(risk >= at.Low && risk <= at.High);
            }
        }
    }
}
