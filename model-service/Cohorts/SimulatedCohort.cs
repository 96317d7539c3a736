using Phr.Model.Tokens;
using Phr.Simulator;
using Phr.Simulator.Hazards;
using Phr.Simulator.Observation;
using Phr.Simulator.Writing.Meds;
using MedsEvent = Phr.Model.Tokens.MedsEvent;
using MedsRow = Phr.Simulator.Writing.Meds.MedsEvent;

namespace Phr.Model.Cohorts;

/// <summary>Simulated people as a cohort: what the record shows, and beside it when the outcomes truly came.</summary>
public static class SimulatedCohort
{
    /// <summary>Security label of what the person has not been told (未告知).</summary>
    public const string UntoldLabel = "http://jpfhir.jp/fhir/clins/CodeSystem/JP_ehrshrs_indication|UNINFORMED";

    private const string DailyPrefix = "PHR//day-";

    private static readonly Outcome[] Outcomes = Enum.GetValues<Outcome>();

    /// <param name="devices">Whether home readings and watch days are part of the record.</param>
    public static CohortPerson Of(SimulatedPerson person, bool devices = true)
    {
        var rows = MedsRecord.WithDischarges(person, devices);
        var record = MedsRecordReader.Person([.. rows.Where(row => !IsDaily(row) && !IsFamilyHistory(row))
            .Select(Event)], [.. rows.Where(IsDaily).Select(Day)])
            ?? throw new InvalidOperationException("A simulated person has a birth.");
        var end = At(person.World.RecordEnd);
        DateTimeOffset? death = person.Truth.Died is { } died ? At(died) : null;
        return new CohortPerson(person.Number, record, death ?? end, end, death, Truth(person))
        {
            Site = person.Traits.Behaviour.HospitalSite,
        };
    }

    private static OutcomeTruth Truth(SimulatedPerson person)
    {
        var days = Outcomes.ToDictionary(outcome => outcome.ToString(), _ => new List<DateTimeOffset>());
        foreach (var happened in person.Truth.Events)
        {
            days[happened.Outcome.ToString()].Add(At(happened.Day));
            if (happened.Outcome is Outcome.CoronaryEvent or Outcome.Stroke)
                days[nameof(Outcome.CardiovascularEvent)].Add(At(happened.Day));
        }
        return new OutcomeTruth(days.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<DateTimeOffset>)pair.Value))
        {
            Hazards = SimulatedHazards.Of(person.Truth, person.Traits.Born),
            Groups = SimulatedHazards.Groups(person.Truth, person.Traits.Born),
        };
    }

    private static MedsEvent Event(MedsRow row) =>
        new(row.SubjectId, row.Time, row.Code, row.NumericValue, row.TextValue)
    {
        Unit = row.Unit,
        Visit = row.Visit is { } visit ? $"{visit}" : null,
        Labels = row.IsUntold ? [UntoldLabel] : [],
        Source = row.Source switch
        {
            EntrySource.Device => SourceKind.Device,
            EntrySource.Person => SourceKind.Person,
            _ => SourceKind.CareGiver,
        },
    };

    private static bool IsDaily(MedsRow row) => row.Code.StartsWith(DailyPrefix, StringComparison.Ordinal);

    /// <summary>
    /// Hospitals' records of this world do not carry it, so serving would never see what training did.
    /// </summary>
    private static bool IsFamilyHistory(MedsRow row) => row.Code.StartsWith("PHR//family-", StringComparison.Ordinal);

    private static DailySummary Day(MedsRow row) => new(
        row.Code[DailyPrefix.Length..], DateOnly.FromDateTime(row.Time!.Value.DateTime), row.NumericValue
        ?? double.NaN, $"day/{row.Time:yyyy-MM-dd}");

    private static DateTimeOffset At(DateOnly day) =>
        new(day.ToDateTime(TimeOnly.MinValue), ClinicalTime.DefaultOffset);
}
