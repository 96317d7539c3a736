using Phr.Simulator.Chance;
using Phr.Simulator.Life;
using Phr.Simulator.Observation;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Care;

/// <summary>
/// What care works with in a month. <paramref name="Chance"/> decides what changes the person's life;
/// <paramref name="Chart"/> is null where nobody reads the record (futures that are only rolled out).
/// </summary>
internal sealed record CareContext(World World, PersonTraits Traits, LifeState State, RandomStream Chance, Chart? Chart)
{
    private const int DaysOfMonth = 28;

    /// <summary>
    /// Days of this month that had passed when something happened; 0 where nothing did. No visit of the month comes
    /// before it.
    /// </summary>
    public int EventDay { get; init; }

    public DateOnly MonthStart => Calendar.Date(Traits.Born, State.Month);

    public int Year => MonthStart.Year;

    public ObservationHabits Habits => World.Observation;

    public double Seeking => Traits.Behaviour.HealthSeeking;

    public Treatments Treatments => State.Care.Treatments;

    public Diagnoses Known => State.Care.Known;

    public bool Knows(Diagnoses diagnosis) => (Known & diagnosis) != 0;

    public bool Takes(Treatments drug) => (Treatments & drug) != 0;

    public void Start(Treatments drug) => State.Care = State.Care with { Treatments = Treatments | drug };

    public void Stop(Treatments drug) => State.Care = State.Care with { Treatments = Treatments & ~drug };

    public void Learn(Diagnoses diagnosis) => State.Care = State.Care with { Known = Known | diagnosis };

    public void PlanVisit(int monthsAhead)
    {
        var month = State.Month + monthsAhead;
        var planned = State.Care.NextVisitMonth;
        State.Care = State.Care with { NextVisitMonth = planned > State.Month ? Math.Min(planned, month) : month };
    }

    /// <summary>
    /// A day of this month for an encounter, as the chart chooses; the first where there is no chart.
    /// </summary>
    public DateOnly Day() => Chart is null ? MonthStart : MonthStart.AddDays(EventDay + Chart.Chance.Below(DaysOfMonth - EventDay));

    public DateOnly DayOfEvent => MonthStart.AddDays(EventDay);

    public DateOnly DateOf(int month) => Calendar.Date(Traits.Born, month);

    /// <summary>
    /// One clinic reading of systolic pressure, mmHg: usual pressure, the white-coat difference, and the reading's own
    /// error.
    /// </summary>
    public double ClinicSystolic(RandomStream chance) => Math.Clamp(
        State.Systolic + Traits.WhiteCoatMmHg + (Habits.ClinicPressureNoise * chance.Normal()), 70, 260);

    public double MeasuredHbA1c(RandomStream chance) => Math.Max(4, State.HbA1c + (Habits.HbA1cNoise * chance.Normal()));

    public double MeasuredLdl(RandomStream chance) => State.Ldl * (1 + (Habits.LipidNoise * chance.Normal()));

    public double MeasuredEgfr(RandomStream chance) => Math.Max(3, State.Egfr * (1 + (Habits.CreatinineNoise * chance.Normal())));
}
