using Phr.Simulator.Observation;

namespace Phr.Simulator.Households;

/// <summary>
/// A record at another time: every date moves by the same number of days, so that all intervals stay. The birth date
/// moves by whole years only, so that it is the same on each day of a year and the age is right within half a year.
/// </summary>
internal static class MovedRecord
{
    private const double DaysOfYear = 365.25;

    /// <param name="until">Nothing of this day (after moving) or later is kept.</param>
    public static SimulatedPerson Of(SimulatedPerson person, int days, DateOnly until)
    {
        var end = until.ToDateTime(TimeOnly.MinValue);
        var encounters = person.Encounters.ToDictionary(encounter => encounter.Number, encounter => Moved(encounter, days));
        var born = person.Traits.Born.AddYears((int)Math.Round(days / DaysOfYear));
        return new SimulatedPerson(person.World, person.Seed, person.Traits with { Born = born }, person.Truth)
        {
            Encounters = [.. encounters.Values.Where(encounter => encounter.End < end)],
            Entries = [.. person.Entries.Select(entry => Moved(entry, encounters, days)).Where(entry => entry.Encounter.End < end)],
            Days = [.. person.Days.Select(day => day with { Date = day.Date.AddDays(days) }).Where(day => day.Date < until)],
        };
    }

    private static Encounter Moved(Encounter encounter, int days) =>
        encounter with { Start = encounter.Start.AddDays(days), End = encounter.End.AddDays(days) };

    private static RecordEntry Moved(RecordEntry entry, Dictionary<int, Encounter> encounters, int days)
    {
        var moved = entry with { Encounter = encounters[entry.Encounter.Number], Time = entry.Time.AddDays(days) };
        return moved is RecordEntry.Diagnosis diagnosis
            ? diagnosis with { Onset = diagnosis.Onset.AddDays(days), Abated = diagnosis.Abated?.AddDays(days) }
            : moved;
    }
}
