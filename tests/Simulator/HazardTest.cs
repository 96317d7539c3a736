using Phr.Simulator;
using Phr.Simulator.Hazards;
using Phr.Simulator.Life;
using Phr.Simulator.Physiology;

namespace Phr.Tests.Simulator;

/// <summary>Hazard ratios that the literature gives, on one man of 60 in whom one thing is changed.</summary>
public sealed class HazardTest
{
    private static readonly SimulatedPerson Man = Enumerable.Range(0, 400).Select(number => LifeSimulation.Live(World.Shipped, 3, number))
        .First(person => person.Traits.Sex == Sex.Male && person.Truth.LastMonth > 720 && person.Truth.At(720).FirstStrokeMonth is null && person.Truth.At(720).FirstCoronaryMonth is null);

    private static LifeState AtSixty => Man.Truth.At(720).Copy();

    [Fact]
    public void A_thousand_steps_more_a_day_lower_mortality_by_7_to_17_percent() =>
        Assert.InRange(Ratio(Outcome.Death, state => state.Steps = 6000, state => state.Steps = 7000), 0.83, 0.955);

    [Fact]
    public void Ten_beats_more_raise_mortality_by_5_to_12_percent() =>
        Assert.InRange(Ratio(Outcome.Death, state => state.RestingRate = 60, state => state.RestingRate = 70), 1.04, 1.12);

    [Fact]
    public void Smoking_raises_coronary_events_by_87_percent() =>
        Assert.InRange(Ratio(Outcome.CoronaryEvent, state => state.Smoking = SmokingStatus.Never, state => state.Smoking = SmokingStatus.Current), 1.75, 2.0);

    [Fact]
    public void Fibrillation_raises_strokes_fourfold_and_an_anticoagulant_takes_most_of_it_back()
    {
        var fibrillates = Ratio(Outcome.Stroke, state => state.FibrillationMonth = null, state => state.FibrillationMonth = 700);
        Assert.InRange(fibrillates, 3.5, 5);
        var treated = Ratio(
            Outcome.Stroke, state => state.FibrillationMonth = 700, state =>
            {
                state.FibrillationMonth = 700;
                state.Care = state.Care with { Treatments = state.Care.Treatments | Treatments.Anticoagulant };
            });
        Assert.InRange(treated, 0.33, 0.75);
    }

    [Fact]
    public void Ten_mmHg_of_usual_pressure_raise_strokes_by_about_40_percent() =>
        Assert.InRange(Ratio(Outcome.Stroke, state => state.Systolic = 130, state => state.Systolic = 140), 1.30, 1.50);

    [Fact]
    public void Gestational_diabetes_acts_fully_five_years_later_and_for_life()
    {
        var early = Ratio(
            Outcome.Type2Diabetes, state => state.GestationalDiabetesMonth = null,
            state => state.GestationalDiabetesMonth = 708);
        var late = Ratio(
            Outcome.Type2Diabetes, state => state.GestationalDiabetesMonth = null,
            state => state.GestationalDiabetesMonth = 360);

        Assert.InRange(early, 1.05, 2);
        Assert.InRange(late, 3.5, 5);
    }

    [Fact]
    public void An_anthracycline_raises_heart_failure_threefold_decades_later() =>
        Assert.InRange(Ratio(Outcome.HeartFailure, state => state.AnthracyclineMonth = null, state => state.AnthracyclineMonth = 400), 2.8, 3.8);

    [Fact]
    public void Two_kilograms_of_congestion_raise_decompensation_severalfold() =>
        Assert.InRange(Ratio(Outcome.Decompensation, state => Fail(state, 0), state => Fail(state, 2)), 4.4, 12);

    private static void Fail(LifeState state, double congestion)
    {
        state.HeartFailureMonth = 700;
        state.Congestion = congestion;
    }

    /// <summary>Rate with <paramref name="to"/> over rate with <paramref name="from"/>.</summary>
    private static double Ratio(Outcome outcome, Action<LifeState> from, Action<LifeState> to)
    {
        var (before, after) = (AtSixty, AtSixty);
        from(before);
        to(after);
        return TrueHazard.Of(outcome, World.Shipped, Man.Traits, after).Rate / TrueHazard.Of(outcome, World.Shipped, Man.Traits, before).Rate;
    }
}
