using Phr.Model.Tokens;

namespace Phr.Model.Cohorts;

/// <summary>When a record says that outcomes came. Pure.</summary>
internal static class RecordedOutcomes
{
    /// <summary>Moments at which the outcome came, of a diagnosis in a stay the moment at which that began; in no order.</summary>
    /// <param name="stays">The person's, in hospital.</param>
    public static IEnumerable<DateTimeOffset> Of(
        TaskDefinition task, CohortPerson person, IReadOnlyList<InpatientStay> stays) => task.Event switch
    {
        OutcomeEvent.Death => person.Death is { } death ? [death] : [],
        OutcomeEvent.Admission => stays.Select(stay => stay.Admitted),
        OutcomeEvent.LongStay => stays.Select(stay => (Reached: stay.Admitted.AddDays(task.StayDays!.Value), stay.Discharged))
            .Where(stay => stay.Discharged > stay.Reached).Select(stay => stay.Reached),
        _ => Said(task, person.Record).Concat(task.Fall?.Times(person.Record) ?? []),
    };

    /// <summary>
    /// Moments from which the outcome cannot come any more before the question is put again: who has gone home stays no longer.
    /// </summary>
    public static IEnumerable<DateTimeOffset> Ends(TaskDefinition task, IReadOnlyList<InpatientStay> stays) =>
        task.Event == OutcomeEvent.LongStay ? stays.Select(stay => stay.Discharged).OfType<DateTimeOffset>() : [];

    private static IEnumerable<DateTimeOffset> Said(TaskDefinition task, PersonRecord record)
    {
        var said = record.Events.Where(task.IsOutcome);
        var visits = task.Visits.Count == 0 ? null : HospitalStays.Of(record, task.Visits);
        return visits is null ? said.Select(item => item.Time) : said.Select(visits.Around).OfType<DateTimeOffset>();
    }
}
