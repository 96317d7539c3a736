using Phr.Simulator.Codes;
using Phr.Simulator.Devices;
using Phr.Simulator.Observation;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Writing.Meds;

/// <summary>
/// A person's record as MEDS rows: static rows first, then by time, rows of one instant in the order of writing.
/// </summary>
public static class MedsRecord
{
    private static readonly TimeSpan Japan = TimeSpan.FromHours(9);

    /// <summary>All rows; with <paramref name="devices"/>, the home readings and daily watch values too.</summary>
    public static IReadOnlyList<MedsEvent> Of(SimulatedPerson person, bool devices = true)
    {
        var rows = new List<MedsEvent>(person.Entries.Count + person.Encounters.Count + (devices ? 3 * person.Days.Count : 0));
        rows.AddRange(person.Encounters.Select(encounter => Of(person.Number, encounter)));
        foreach (var entry in person.Entries)
        {
            rows.AddRange(Of(person.Number, entry));
        }

        if (devices)
        {
            foreach (var day in person.Days)
            {
                AddDay(rows, person.Number, day);
            }
        }

        if (person.Truth.Died is { } died)
        {
            rows.Add(new MedsEvent(person.Number, At(died.ToDateTime(new TimeOnly(23, 59))), "MEDS_DEATH"));
        }

        return [.. Static(person), .. rows.OrderBy(row => row.Time)];
    }

    /// <summary>The same, where a stay in hospital ends with a row of its own, as a FHIR Encounter's period says it.</summary>
    public static IReadOnlyList<MedsEvent> WithDischarges(SimulatedPerson person, bool devices = true)
    {
        var end = person.World.RecordEnd.ToDateTime(TimeOnly.MinValue);
        var discharges = person.Encounters
            .Where(encounter => encounter.Class == EncounterClass.Inpatient && encounter.End > encounter.Start && encounter.End <= end)
            .Select(encounter => new MedsEvent(person.Number, At(encounter.End), "PHR//discharge")
            {
                Visit = encounter.Number,
                Site = encounter.Site,
            });
        return [.. Of(person, devices).Concat(discharges).OrderBy(row => row.Time)];
    }

    private static IEnumerable<MedsEvent> Static(SimulatedPerson person)
    {
        var (traits, number) = (person.Traits, person.Number);
        yield return new MedsEvent(number, null, traits.Sex == Sex.Male ? "GENDER//M" : "GENDER//F");
        yield return new MedsEvent(number, At(traits.Born.ToDateTime(TimeOnly.MinValue)), "MEDS_BIRTH");
        if (traits.FamilyDiabetes)
        {
            yield return new MedsEvent(number, null, "PHR//family-diabetes") { Source = EntrySource.Person };
        }

        if (traits.FamilyCoronary)
        {
            yield return new MedsEvent(number, null, "PHR//family-heart") { Source = EntrySource.Person };
        }
    }

    private static MedsEvent Of(long subject, Encounter encounter) => new(subject, At(encounter.Start), encounter.Class switch
    {
        EncounterClass.Inpatient => "ENCOUNTER//IMP",
        EncounterClass.Emergency => "ENCOUNTER//EMER",
        EncounterClass.Checkup => "PHR//checkup",
        _ => "ENCOUNTER//AMB",
    })
    {
        Visit = encounter.Number,
        Site = encounter.Site,
        TextValue = Departments.Of(encounter.Department).NameEn,
    };

    private static IEnumerable<MedsEvent> Of(long subject, RecordEntry entry)
    {
        MedsEvent Row(string code, double? value = null, string? text = null, string? unit = null, bool untold = false) =>
            new(subject, At(entry.Time), code) { NumericValue = value, TextValue = text, Unit = unit, Visit = entry.Encounter.Number, Site = entry.Encounter.Site, IsUntold = untold };
        switch (entry)
        {
            case RecordEntry.Result result:
                var test = LabTests.Of(result.Test);
                yield return Row(
                    "JLAC10//" + test.Code(result.MethodVariant), result.Value, result.Answer,
                    test.Ucum.Length > 0 ? test.Ucum : null);
                break;
            case RecordEntry.Sign sign:
                var vital = Vitals.Of(sign.Vital);
                yield return Row("LOINC//" + vital.Loinc, sign.Value, null, vital.Ucum);
                break;
            case RecordEntry.Diagnosis diagnosis:
                yield return Row("ICD10//" + diagnosis.Icd10, untold: diagnosis.IsUntold);
                break;
            case RecordEntry.Prescription prescription:
                yield return Row("YJ//" + prescription.Drug.Yj, prescription.Days, null, "d", prescription.IsUntold);
                break;
            case RecordEntry.Procedure procedure:
                yield return Row("KCODE//" + procedure.Code.FeeNumber, untold: procedure.IsUntold);
                break;
            case RecordEntry.Immunisation immunisation:
                yield return Row("CVX//" + immunisation.Vaccine.Cvx);
                break;
        }
    }

    private static void AddDay(List<MedsEvent> rows, long subject, DeviceDay day)
    {
        void Add(string code, double? value, string unit, int hour, EntrySource source)
        {
            if (value is { } number)
            {
                var time = At(day.Date.ToDateTime(new TimeOnly(hour, 0)));
                rows.Add(new MedsEvent(subject, time, "PHR//" + code) { NumericValue = number, Unit = unit, Source = source });
            }
        }

        Add("home-sbp", day.Morning?.Systolic, "mm[Hg]", 6, EntrySource.Device);
        Add("home-dbp", day.Morning?.Diastolic, "mm[Hg]", 6, EntrySource.Device);
        Add("home-weight", day.WeightKg, "kg", 6, EntrySource.Device);
        Add("home-glucose", day.FastingGlucose, "mg/dL", 7, EntrySource.Device);
        Add("home-sbp", day.Evening?.Systolic, "mm[Hg]", 21, EntrySource.Device);
        Add("home-dbp", day.Evening?.Diastolic, "mm[Hg]", 21, EntrySource.Device);
        Add("day-steps", day.Steps, "/d", 23, EntrySource.Device);
        Add("day-resting-heart-rate", day.RestingRate, "/min", 23, EntrySource.Device);
        Add("day-sleep", day.SleepHours, "h", 8, EntrySource.Device);
    }

    private static DateTimeOffset At(DateTime local) => new(local, Japan);
}
