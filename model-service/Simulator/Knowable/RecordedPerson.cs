using Phr.Simulator.Life;
using Phr.Simulator.Observation;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Knowable;

/// <summary>
/// A person as the record shows: sex, birth, sites, entries and device days. Nothing of the hidden traits or the truth is kept. Family
/// history is not used: hospitals' records of these worlds do not carry it.
/// </summary>
internal sealed class RecordedPerson
{
    private readonly World world;
    private readonly ILookup<int, Encounter> encounters;
    private readonly ILookup<int, RecordEntry> entries;
    private readonly DeviceMonths devices;
    private readonly Site clinic;
    private readonly Site hospital;
    private readonly Behaviour sites;

    public RecordedPerson(SimulatedPerson person)
    {
        world = person.World;
        (Number, Sex, Born) = (person.Number, person.Traits.Sex, person.Traits.Born);
        encounters = person.Encounters.ToLookup(encounter => MonthOf(DateOnly.FromDateTime(encounter.Start)));
        entries = person.Entries.ToLookup(entry => entry.Encounter.Number);
        devices = new DeviceMonths(world, person.Days, MonthOf);
        sites = person.Traits.Behaviour;
        (clinic, hospital) = (world.Observation.Sites[sites.ClinicSite], world.Observation.Sites[sites.HospitalSite]);
    }

    /// <summary>
    /// Decides the month of a body's year in which check-ups are due, and whether visits come each second or third
    /// month.
    /// </summary>
    public long Number { get; }

    public Sex Sex { get; }

    public DateOnly Born { get; }

    /// <summary>The month since birth that a day lies in.</summary>
    public int MonthOf(DateOnly day)
    {
        var months = ((day.Year - Born.Year) * 12) + day.Month - Born.Month;
        return Calendar.Date(Born, months) > day ? months - 1 : months;
    }

    /// <summary>
    /// Traits with the sites that the record is of. Devices are owned from their first reading on: see <see
    /// cref="Devices"/>.
    /// </summary>
    public PersonTraits Known(PersonTraits drawn) => drawn with
    {
        Behaviour = drawn.Behaviour with
        {
            ClinicSite = sites.ClinicSite,
            HospitalSite = sites.HospitalSite,
            WatchFrom = null,
            HomeMonitorFrom = null,
        },
    };

    /// <summary>First days of a watch and of a home monitor within the months so far; null where there was none yet.</summary>
    public (DateOnly? Watch, DateOnly? Monitor) Devices(int month) => devices.FirstDays(month);

    /// <summary>Whether the hospital's record was kept: its silence then says that nothing brought the person there.</summary>
    public bool IsHospitalRecorded(int month) => Calendar.Date(Born, month).Year >= hospital.Habits.DigitalFromYear;

    /// <summary>The same of all care.</summary>
    public bool IsCareRecorded(int month) => IsHospitalRecorded(month) && Calendar.Date(Born, month).Year >= clinic.Habits.DigitalFromYear;

    /// <summary>Whether anything of the month was written before a moment.</summary>
    public bool IsWritten(int month, DateTime before) => encounters[month].Any(encounter => encounter.Start <= before)
        || devices.Has(month, before);

    /// <summary>The month as far as it was written before a moment (local).</summary>
    public RecordedMonth Read(int month, DateTime before)
    {
        var reading = new MonthReading(world, month);
        foreach (var encounter in encounters[month].Where(encounter => encounter.Start <= before))
        {
            reading.Add(encounter, [.. entries[encounter.Number].Where(entry => entry.Time <= before)]);
        }

        return reading.Close(devices.Of(month, before));
    }
}
