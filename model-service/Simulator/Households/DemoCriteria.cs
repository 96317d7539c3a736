using Phr.Simulator.Codes;
using Phr.Simulator.Observation;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Households;

/// <summary>
/// What the demonstration needs of its two people, by what their records show and what is true at their end.
/// </summary>
public static class DemoCriteria
{
    private const int MentalHealthVisits = 5;
    private const int MeasuredDaysMin = 120;
    private const int FingersticksMin = 8;
    private const int RecentMornings = 12;

    /// <summary>Each by name, so that one that does not hold can be told.</summary>
    public static IReadOnlyList<(string Name, Func<SimulatedPerson, bool> Holds)> First { get; } =
    [
        ("alive", person => person.Truth.Died is null),
        ("hypertension is known", person => (Last(person).Care.Known & Diagnoses.Hypertension) != 0),
        ("kidney disease is known", person => (Last(person).Care.Known & Diagnoses.KidneyDisease) != 0),
        ("kidney disease is of stage 3a", person => Last(person).Egfr is >= 46 and < 58),
        ("no outcome has happened", HasNoOutcome),
        ("HbA1c of 5.9 to 6.45 %", person => Last(person).HbA1c is >= 5.9 and < 6.45),
        ("HbA1c rises over five years", person => Last(person).HbA1c > Before(person, 60).HbA1c + 0.1),
        ("HbA1c rises over a year", person => Last(person).HbA1c > Before(person, 12).HbA1c),
        ("BMI below 30", person => Last(person).Bmi < 30),
        ("depression is treated at the hospital", person => MentalHealth(person) >= MentalHealthVisits),
        ("home pressure and steps", person => MeasuredDays(person) >= MeasuredDaysMin),
        ("fingerstick glucose", person => LastYear(person).Count(day => day.FastingGlucose is not null) >= FingersticksMin),
        ("home pressure to the end", person => MorningsOfLastMonth(person) >= RecentMornings),
        ("an untold diagnosis", HasUntoldDiagnosis),
    ];

    public static IReadOnlyList<(string Name, Func<SimulatedPerson, bool> Holds)> Second { get; } =
    [
        ("alive", person => person.Truth.Died is null),
        ("home pressure and steps", person => MeasuredDays(person) >= MeasuredDaysMin / 2),
        ("visits at both hospitals", person => person.Encounters.DistinctBy(encounter => encounter.Site).Count() == 2),
    ];

    /// <summary>The names of the criteria that do not hold.</summary>
    public static IEnumerable<string> Missing(
        IReadOnlyList<(string Name, Func<SimulatedPerson, bool> Holds)> criteria, SimulatedPerson person) =>
        criteria.Where(criterion => !criterion.Holds(person)).Select(criterion => criterion.Name);

    private static bool HasNoOutcome(SimulatedPerson person)
    {
        var state = Last(person);
        return state.DiabetesMonth is null && state.FirstCoronaryMonth is null && state.FirstStrokeMonth is null
            && state.KidneyDeclineMonth is null && state.HeartFailureMonth is null && state.DialysisMonth is null;
    }

    private static LifeState Last(SimulatedPerson person) => Before(person, 0);

    private static LifeState Before(SimulatedPerson person, int months) =>
        person.Truth.At(Math.Max(person.Truth.FirstMonth, person.Truth.LastMonth - months));

    private static int End(SimulatedPerson person) => person.World.RecordEnd.Year;

    private static bool HasUntoldDiagnosis(SimulatedPerson person) => person.Entries.OfType<RecordEntry.Diagnosis>()
        .Any(diagnosis => diagnosis.IsUntold && diagnosis.Time.Year >= End(person) - 3);

    private static int MeasuredDays(SimulatedPerson person) =>
        LastYear(person).Count(day => day.Morning is not null && day.Steps is not null);

    private static int MentalHealth(SimulatedPerson person) => person.Encounters.Count(encounter =>
        encounter.IsMentalHealth && encounter.Site == DemoLives.HospitalSite && encounter.Start.Year >= End(person) - 8);

    private static int MorningsOfLastMonth(SimulatedPerson person) =>
        person.Days.Count(day => day.Morning is not null && day.Date > person.Days[^1].Date.AddDays(-28));

    private static IEnumerable<Devices.DeviceDay> LastYear(SimulatedPerson person) =>
        person.Days.Where(day => day.Date > person.World.RecordEnd.AddYears(-1));
}
