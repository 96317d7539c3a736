using Phr.Model.Tokens;

namespace Phr.Model.Cohorts;

/// <summary>
/// The visits of some kinds in a record, each from its start until its discharge, or where none is recorded until the day is over.
/// </summary>
internal sealed class HospitalStays
{
    private const string Discharge = "visit/discharge";

    private readonly List<(DateTimeOffset Start, DateTimeOffset End)> _stays = [];

    private HospitalStays()
    {
    }

    /// <param name="kinds">Concepts of visits.</param>
    public static HospitalStays Of(PersonRecord record, IReadOnlyList<string> kinds)
    {
        var stays = new HospitalStays();
        var visits = record.Events.Where(item => item.Type == EventType.Encounter)
            .Select(item => (item.Time, Kind: Kind(item))).OrderBy(visit => visit.Time).ToList();
        var ends = visits.Where(visit => visit.Kind == Discharge).Select(visit => visit.Time).ToList();
        foreach (var (start, _) in visits.Where(visit => kinds.Contains(visit.Kind)))
        {
            var next = visits.Find(visit => visit.Time > start && kinds.Contains(visit.Kind)).Time;
            var end = ends.Find(time => time >= start);
            stays._stays.Add((start, end == default || (next != default && end > next)
                ? new DateTimeOffset(start.Date, start.Offset).AddDays(1).AddTicks(-1) : end));
        }
        return stays;
    }

    /// <summary>When the stay began during which something is recorded; null where it is not during one.</summary>
    public DateTimeOffset? Around(RecordEvent item)
    {
        var stay = _stays.FindLast(stay => stay.Start <= item.Time && item.Time <= stay.End);
        return stay == default ? null : stay.Start;
    }

    /// <summary>Key of the concept of a visit, or of a discharge; null where it is none that is known.</summary>
    internal static string? Kind(RecordEvent visit) =>
        visit.Codes.Select(ConceptCatalogue.Find).FirstOrDefault(found => found is not null)?.Key;
}
