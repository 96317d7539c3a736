using Phr.Simulator;
using Phr.Simulator.Fidelity;
using Phr.Simulator.Hazards;

namespace Phr.Tests.Simulator;

public sealed class FidelityTest
{
    [Fact]
    public async Task Every_published_figure_is_reproduced_within_its_tolerance()
    {
        var rows = (await Cohort.Get()).Fidelity.Rows().ToList();

        Assert.True(rows.Count >= 25);
        var outside = rows.Where(row => !row.IsWithin).Select(row => $"{row.Published.Name}: {row.Simulated:G3}, published {row.Published.Value:G3} ({row.Published.Source})");
        Assert.Empty(outside);
    }

    [Fact]
    public void A_figure_beyond_its_tolerance_is_not_within()
    {
        var published = new PublishedFigure("x", 1, 0.25, "y");

        Assert.True(new FidelityRow(published, 1.25, 1e9).IsWithin);
        Assert.False(new FidelityRow(published, 1.26, 1e9).IsWithin);
        Assert.True(new FidelityRow(published, 0.81, 1e9).IsWithin);
        Assert.False(new FidelityRow(published, 0.79, 1e9).IsWithin);
        Assert.False(new FidelityRow(published, double.NaN, 1e9).IsWithin);
    }

    /// <summary>
    /// Classical scores are as good as in life and not better: C of .71 to .83 for hearts and arteries, .83 to .95 for
    /// kidneys.
    /// </summary>
    [Theory]
    [InlineData(ScoreCheck.HisayamaScore, 0.70, 0.84, 0.6, 1.5)]
    [InlineData(ScoreCheck.SuitaCardiovascular, 0.70, 0.84, 0.4, 1.2)]
    [InlineData(ScoreCheck.SuitaCoronary, 0.70, 0.86, 0.3, 1.2)]
    [InlineData(ScoreCheck.PreventCardiovascular, 0.70, 0.84, 0.35, 1.1)]
    [InlineData(ScoreCheck.PreventHeartFailure, 0.70, 0.88, 0.2, 0.9)]
    [InlineData(ScoreCheck.KidneyFailure, 0.83, 0.985, 0.5, 1.7)]
    public async Task Published_scores_discriminate_and_predict_as_in_life(
        string score, double cLow, double cHigh, double ratioLow, double ratioHigh)
    {
        var (people, events, predicted, c) = (await Cohort.Get()).Fidelity.Scores.Result(score);

        Assert.InRange(c, cLow, cHigh);
        Assert.InRange((double)events / people / predicted, ratioLow, ratioHigh);
    }

    [Theory]
    [InlineData(Outcome.Type2Diabetes)]
    [InlineData(Outcome.CardiovascularEvent)]
    [InlineData(Outcome.KidneyDecline)]
    [InlineData(Outcome.HeartFailure)]
    public async Task A_seventh_to_a_quarter_of_the_risk_variance_acts_from_long_ago(Outcome outcome) =>
        Assert.InRange((await Cohort.Get()).Fidelity.LongRange.Of(outcome), 0.14, 0.27);

    [Fact]
    public void With_long_range_effects_off_nothing_acts_from_long_ago()
    {
        var share = new LongRangeShare();
        var world = World.Shipped with { LongRange = 0 };
        foreach (var number in Enumerable.Range(0, 200))
        {
            share.Add(LifeSimulation.Live(world, 9, number));
        }

        Assert.Equal(0, share.Of(Outcome.Type2Diabetes));
        Assert.Equal(0, share.Of(Outcome.HeartFailure));
    }

    /// <summary>
    /// General population from 40 y: -0.36 mL/min/1.73 m² a year, more than twice with proteinuria (Imai 2008).
    /// </summary>
    [Fact]
    public async Task Kidneys_lose_what_kidneys_lose()
    {
        var slopes = (await Cohort.Get()).Slopes;

        Assert.InRange(slopes.Mean("all"), -0.55, -0.28);
        Assert.InRange(slopes.Mean("none"), -0.45, -0.25);
        Assert.True(slopes.Mean("proteinuria") < 2 * slopes.Mean("none"));
    }

    [Theory]
    [InlineData(Outcome.Type2Diabetes)]
    [InlineData(Outcome.CardiovascularEvent)]
    [InlineData(Outcome.KidneyDecline)]
    [InlineData(Outcome.HeartFailure)]
    [InlineData(Outcome.Decompensation)]
    [InlineData(Outcome.Death)]
    public async Task What_happens_agrees_with_the_true_risks_at_low_and_at_high_hazard(Outcome outcome)
    {
        foreach (var high in new[] { false, true })
        {
            var (expected, error, observed) = (await Cohort.Get()).Balance.Of(outcome, high);
            Assert.InRange(observed, expected - (3.5 * error) - 1, expected + (3.5 * error) + 1);
        }
    }

    [Fact]
    public async Task Home_pressure_is_precise_and_clinic_pressure_is_not()
    {
        var devices = (await Cohort.Get()).Devices;

        Assert.InRange(devices.MeanDayByDay, 5.8, 7.8);
        Assert.True(devices.HomeCorrelation > 0.95);
        Assert.InRange(devices.ClinicCorrelation, 0.45, 0.80);
    }

    [Fact]
    public async Task No_entry_comes_after_death_or_before_18()
    {
        var cohort = await Cohort.Get();

        Assert.Equal(0, cohort.WrongAfterDeath);
        Assert.Equal(0, cohort.WrongBeforeBirthday);
        Assert.True(cohort.Entries > 3_000_000);
    }
}
