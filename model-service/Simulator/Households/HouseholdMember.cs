using Phr.Simulator.Devices;
using Phr.Simulator.Physiology;
using Phr.Simulator.Writing;
using Phr.Simulator.Writing.Fhir;
using Phr.Simulator.Writing.Phone;

namespace Phr.Simulator.Households;

/// <summary>What an account of a person states.</summary>
/// <param name="Name">Family and given name, a blank between; <paramref name="Kana"/> in katakana.</param>
/// <param name="Sex">"male" or "female", as FHIR has it.</param>
/// <param name="InsuredPerson">保険者番号:記号:番号:枝番, as the hospitals' Patients have it.</param>
public sealed record PersonFacts(string Name, string Kana, DateOnly BirthDate, string Sex, string InsuredPerson);

/// <summary>
/// One person of the household, as two hospitals and a phone send them. Everything is of days before
/// <see cref="Today"/>.
/// </summary>
public sealed class HouseholdMember
{
    private readonly PersonIdentity identity;
    private readonly PressureReading held;

    internal HouseholdMember(SimulatedPerson record, PersonIdentity identity, DateOnly today, PressureReading held)
    {
        Record = record;
        Today = today;
        this.identity = identity;
        this.held = held;
    }

    public DateOnly Today { get; }

    /// <summary>
    /// Encounters, entries and device days with their dates as sent. Its truth is as simulated: that has its own dates.
    /// </summary>
    public SimulatedPerson Record { get; }

    public PersonFacts Facts => new(
        $"{identity.Family} {identity.Given}",
        $"{identity.FamilyKana} {identity.GivenKana}",
        Record.Traits.Born,
        Record.Traits.Sex == Sex.Male ? "male" : "female",
        identity.InsuredNumber);

    /// <summary>System and value of the patient number that a hospital knows the person by.</summary>
    public (string System, string Value) PatientNumber(Facility hospital) => (
        CodeSystems.PatientNumber(hospital.InstitutionNumber),
        DerivedId.PatientNumber(Record.Seed, Record.Number, hospital.InstitutionNumber));

    /// <summary>The hospital's whole record as FHIR R4 transaction Bundles, in order of time.</summary>
    public IEnumerable<HospitalBundle> Bundles(Facility hospital) => HospitalBundles.Of(Record, hospital, identity);

    /// <summary>What the phone uploads of the days from one on.</summary>
    public IEnumerable<UploadBatch> Uploads(DateOnly from) => UploadBatches.Of(PhoneDays.Of(Record, from, Today));

    /// <summary>The home blood pressure of today, which no other upload has, measured at the time given.</summary>
    public UploadBatch NewReading(DateTimeOffset at)
    {
        var id = FormattableString.Invariant($"blood-pressure-{at.UtcDateTime:yyyyMMddHHmmss}");
        var reading = new PhoneReading(id, PhoneDays.PressureMetric, at, at, [held.Systolic, held.Diastolic], PhoneDays.PressureUnit)
        {
            Device = PhoneDays.PressureMonitor,
        };
        return UploadBatches.Of([new PhoneDay(DateOnly.FromDateTime(at.DateTime), [reading])]).Single();
    }
}
