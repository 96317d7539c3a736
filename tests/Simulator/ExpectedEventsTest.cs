using Phr.Simulator;
using Phr.Simulator.Hazards;

namespace Phr.Tests.Simulator;

public sealed class ExpectedEventsTest
{
    private const int People = 1_500;

    /// <summary>
    /// What happens and what was to be expected differ by chance alone: over many people by a few standard deviations of a
    /// count at most.
    /// </summary>
    [Theory]
    [InlineData(Outcome.Type2Diabetes)]
    [InlineData(Outcome.CardiovascularEvent)]
    [InlineData(Outcome.KidneyDecline)]
    [InlineData(Outcome.Decompensation)]
    [InlineData(Outcome.Death)]
    public void As_much_happens_as_the_hazards_let_expect(Outcome outcome)
    {
        var (happened, expected) = (0.0, 0.0);
        for (var number = 0; number < People; number++)
        {
            var truth = LifeSimulation.Live(World.Shipped, 5, number).Truth;
            happened += truth.Events.Count(found => found.Outcome == outcome || (outcome == Outcome.CardiovascularEvent
                && found.Outcome is Outcome.CoronaryEvent or Outcome.Stroke));
            for (var month = truth.FirstMonth; month <= truth.LastMonth; month++)
                expected += truth.Expected(month).Of(outcome);
        }

        Assert.True(expected > 10, $"{expected} were to be expected");
        Assert.InRange(happened, expected - (4 * Math.Sqrt(expected)), expected + (4 * Math.Sqrt(expected)));
    }

    [Fact]
    public void A_death_by_the_outcome_itself_does_not_compete_with_it()
    {
        var truth = LifeSimulation.Live(World.Shipped, 5, 7).Truth;
        var month = truth.Expected(truth.LastMonth);

        Assert.True(month.DeathWithout(Outcome.CardiovascularEvent) < month.Of(Outcome.Death));
        Assert.Equal(month.Of(Outcome.Death), month.DeathWithout(Outcome.KidneyDecline), 12);
        Assert.Equal(0, month.DeathWithout(Outcome.Death));
    }

    [Fact]
    public void What_has_happened_once_for_all_is_not_expected_again()
    {
        var truth = Enumerable.Range(0, 300).Select(number => LifeSimulation.Live(World.Shipped, 5, number).Truth)
            .First(found => found.Events.Any(happened => happened.Outcome == Outcome.Type2Diabetes)
                && found.At(found.LastMonth).DiabetesMonth < found.LastMonth);

        Assert.Equal(0, truth.Expected(truth.LastMonth).Of(Outcome.Type2Diabetes));
    }
}
