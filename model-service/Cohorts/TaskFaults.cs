using Phr.Model.Tokens;

namespace Phr.Model.Cohorts;

/// <summary>What a task definition must hold to be one. Pure.</summary>
internal static class TaskFaults
{
    public const double WindowYearsMax = 10;

    public const double StayDaysMax = 365;

    /// <summary>Why it is none, or null.</summary>
    public static string? Of(TaskDefinition task)
    {
        if (string.IsNullOrEmpty(task.Key) || task.Codes is null || task.Eligible is null || task.Coding is null
            || task.HorizonsYears is null or [])
            return "key, codes, eligible, coding and horizonsYears are needed.";
        if (!(task.WindowYears is > 0 and <= WindowYearsMax)
            || task.HorizonsYears.Any(years => !(years > 0 && years <= task.WindowYears)))
            return $"windowYears lies in (0, {WindowYearsMax}] and no horizon beyond it.";
        if (!task.HorizonsYears.Contains(task.HorizonYears))
            return "horizonYears is one of horizonsYears.";
        if (!(task.Eligible.AgeFrom < task.Eligible.AgeTo))
            return "ageFrom lies below ageTo.";
        return (task.Event == OutcomeEvent.Diagnosis ? Diagnosis(task) : Event(task)) ?? task.Moment?.Fault() ?? LongStay(task);
    }

    private static string? Diagnosis(TaskDefinition task)
    {
        if (task.Codes.Count == 0)
            return "codes are needed of an outcome that is a diagnosis.";
        if (task.Visits is null || task.Visits.Any(visit => ConceptCatalogue.WithKey(visit)?.Type != EventType.Encounter))
            return "visits names concepts of visits.";
        return task.Fall?.Fault();
    }

    private static string? Event(TaskDefinition task)
    {
        if (task.Codes.Count > 0 || task.Visits is not [] || task.Fall is not null || task.Truth is not null)
            return "codes, visits, fall and truth are of diagnoses: of another event there are none.";
        return task.Repeats == (task.Event != OutcomeEvent.Death) ? null
            : "repeats is true of admissions and stays, and false of death.";
    }

    private static string? LongStay(TaskDefinition task)
    {
        if (task.Event != OutcomeEvent.LongStay)
            return task.StayDays is null ? null : "stayDays is of an event long-stay alone.";
        if (!(task.StayDays is > 0 and <= StayDaysMax))
            return $"an event long-stay has stayDays, above 0 and at most {StayDaysMax}.";
        return task.Moment is { After: StayEdge.Admission } moment && moment.Hours < task.StayDays * 24 ? null
            : "an event long-stay has a moment after admission, before its stayDays are over.";
    }
}
