using Phr.Simulator;
using Phr.Simulator.Hazards;
using Phr.Simulator.Physiology;
using Phr.Simulator.Truth;

namespace Phr.Tests.Simulator;

public sealed class TruthTest
{
    private const ulong Seed = 11;

    public static TheoryData<Outcome> Outcomes => [.. Enum.GetValues<Outcome>()];

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void Group_contributions_and_baseline_sum_to_the_log_hazard(Outcome outcome)
    {
        for (var number = 0; number < 40; number++)
        {
            var truth = LifeSimulation.Live(World.Shipped, Seed, number).Truth;
            for (var month = truth.FirstMonth; month <= truth.LastMonth; month += 60)
            {
                if (truth.Hazard(outcome, month) is not { } hazard)
                {
                    continue;
                }

                var sum = hazard.Baseline + Enum.GetValues<ClinicalGroup>().Sum(group => hazard.Groups.Of(group));
                Assert.Equal(hazard.Total, sum, 10);
                Assert.Equal(Math.Log(hazard.Rate), sum, 10);
            }
        }
    }

    [Fact]
    public void A_cardiovascular_hazard_is_the_sum_of_its_two()
    {
        var truth = LifeSimulation.Live(World.Shipped, Seed, 1).Truth;
        var month = truth.LastMonth;

        var both = truth.Hazard(Outcome.CoronaryEvent, month)!.Value.Rate + truth.Hazard(Outcome.Stroke, month)!.Value.Rate;
        Assert.Equal(both, truth.Hazard(Outcome.CardiovascularEvent, month)!.Value.Rate, both * 1e-12);
    }

    [Fact]
    public void Risk_grows_with_the_horizon_and_stays_a_probability()
    {
        var truth = LifeSimulation.Live(World.Shipped, Seed, 1).Truth;

        var risk = truth.Risk(Outcome.CardiovascularEvent, truth.FirstMonth + 300, [12, 24, 60, 120], rollouts: 20)!;
        Assert.Equal(risk.Order(), risk);
        Assert.InRange(risk[0], 1e-9, 1);
        Assert.InRange(risk[3], risk[0], 1);
    }

    [Fact]
    public void Once_only_outcomes_have_no_risk_after_they_happened()
    {
        var person = People(400).First(person => person.Truth.Events.Any(happened => happened.Outcome == Outcome.Type2Diabetes));

        Assert.Null(person.Truth.Hazard(Outcome.Type2Diabetes, person.Truth.LastMonth));
        Assert.Null(person.Truth.Risk(Outcome.Type2Diabetes, person.Truth.LastMonth, [12], 1));
    }

    [Fact]
    public void Without_heart_failure_nothing_decompensates()
    {
        var person = People(50).First(person => person.Truth.Events.All(happened => happened.Outcome != Outcome.HeartFailure));

        Assert.Null(person.Truth.Hazard(Outcome.Decompensation, person.Truth.LastMonth));
    }

    [Fact]
    public void Treating_pressure_lowers_the_true_risk_of_stroke_and_doing_nothing_changes_nothing()
    {
        var truth = LifeSimulation.Live(World.Shipped, Seed, 1).Truth;
        var month = truth.FirstMonth + 360;
        double Risk(Intervention? change) => truth.Risk(Outcome.Stroke, month, [120], rollouts: 30, change)![0];

        Assert.Equal(Risk(null), Risk(Intervention.None));
        Assert.True(Risk(new Intervention { SystolicLowering = 15 }) < 0.85 * Risk(null));
        Assert.True(Risk(new Intervention { Start = Treatments.CalciumBlocker | Treatments.AngiotensinBlocker }) < Risk(null));
    }

    private static IEnumerable<SimulatedPerson> People(int count) =>
        Enumerable.Range(0, count).Select(number => LifeSimulation.Live(World.Shipped, Seed, number));
}
