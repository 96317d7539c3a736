using Phr.Model.Tokens;

namespace Phr.Model.Cohorts;

/// <summary>One stay in hospital, whatever wards it led through.</summary>
/// <param name="Discharged">Null where no end is told: the person is still there, or nobody wrote down when they left.</param>
public readonly record struct InpatientStay(DateTimeOffset Admitted, DateTimeOffset? Discharged);

/// <summary>
/// The stays in hospital that a record tells of. A move between wards is neither discharge nor admission: what begins while another goes
/// on, or within <see cref="Transfer"/> of its end, is part of it. Where only days are told, who comes back on the day of discharge has
/// never left.
/// </summary>
public sealed class InpatientStays
{
    /// <summary>Between two wards, or two hospitals of a town.</summary>
    public static readonly TimeSpan Transfer = TimeSpan.FromHours(1);

    /// <summary>An admission longer after one whose end is not told is another stay, not a move within it.</summary>
    public const int MoveDaysMax = 90;

    private const string Admission = "visit/inpatient";
    private const string Discharge = "visit/discharge";

    private readonly List<InpatientStay> _stays = [];
    private readonly List<string?> _wards = [];
    private DateTimeOffset _admitted;
    private DateTimeOffset _moved;

    private InpatientStays()
    {
    }

    /// <summary>
    /// Those of somebody whose life is known, in order of time: the last one, where its end is not told, may have ended with their death.
    /// </summary>
    public static IReadOnlyList<InpatientStay> Of(CohortPerson person)
    {
        var stays = Of(person.Record, person.StudyEnd);
        return stays is [.., { Discharged: null } last] && person.Death >= last.Admitted
            && (person.Death.Value - last.Admitted).TotalDays <= MoveDaysMax
            ? [.. stays.SkipLast(1), last with { Discharged = person.Death }] : stays;
    }

    /// <summary>In order of time.</summary>
    /// <param name="asOf">What is dated or became known later is not seen.</param>
    public static IReadOnlyList<InpatientStay> Of(PersonRecord record, DateTimeOffset asOf)
    {
        var stays = new InpatientStays();
        var edges = record.Events
            .Where(item => item.Type == EventType.Encounter && item.Time != ClinicalTime.Untold
                && item.Time <= asOf && item.KnownAt <= asOf)
            .Select(item => (item.Time, Kind: HospitalStays.Kind(item), item.Visit));
        // At one instant who leaves a ward does so before they enter the next.
        foreach (var (time, kind, ward) in edges.Where(edge => edge.Kind is Admission or Discharge)
            .OrderBy(edge => edge.Time).ThenByDescending(edge => edge.Kind == Discharge))
        {
            if (kind == Admission)
                stays.Enter(time, ward);
            else
                stays.Leave(time, ward);
        }
        if (stays._wards.Count > 0)
            stays.End(null);
        return stays._stays;
    }

    private void Enter(DateTimeOffset time, string? ward)
    {
        if (_wards.Count > 0 && (time - _moved).TotalDays > MoveDaysMax)
            End(null);
        if (_wards.Count == 0)
            Begin(time);
        _wards.Add(ward);
        _moved = time;
    }

    private void Begin(DateTimeOffset time)
    {
        _admitted = time;
        if (_stays.Count == 0 || !(time - _stays[^1].Discharged <= Transfer))
            return;
        _admitted = _stays[^1].Admitted;
        _stays.RemoveAt(_stays.Count - 1);
    }

    /// <summary>Who leaves one of several wards that have a name is still in the others; a discharge without one ends the stay.</summary>
    private void Leave(DateTimeOffset time, string? ward)
    {
        if (_wards.Count == 0 || (ward is not null && !_wards.Contains(ward) && !_wards.Contains(null)))
            return;
        if (ward is null || !_wards.Remove(ward) || _wards.Count == 0)
            End(time);
    }

    private void End(DateTimeOffset? time)
    {
        _stays.Add(new InpatientStay(_admitted, time));
        _wards.Clear();
    }
}
