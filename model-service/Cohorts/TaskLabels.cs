using Phr.Model.Tokens;

namespace Phr.Model.Cohorts;

/// <summary>
/// When one person may be asked one question, and when its outcome came. Days of life; NaN bounds never hold.
/// </summary>
/// <param name="From">First day on which the person may be asked.</param>
/// <param name="Until">Day from which not: the outcome came (once-only), was written down, or observation
/// ended.</param>
/// <param name="Outcomes">Days of the outcome, ascending.</param>
public sealed record TaskLabels(double From, double Until, IReadOnlyList<double> Outcomes)
{
    public bool IsAsked(double day) => From <= day && day < Until;

    /// <summary>
    /// Labels of a person by a task's definition: from the truth where there is one, else from the record's codes.
    /// </summary>
    public static TaskLabels Of(TaskDefinition task, CohortPerson person)
    {
        var birth = person.Record.Person.Birth;
        var exit = Tokeniser.DayOfLife(birth, person.Exit);
        var written = Written(person.Record, task.IsOutcome);
        var outcomes = Days(person.Truth.Of(task.Truth), birth) ?? Recorded(task, person.Record);
        var from = Math.Max(task.Eligible.AgeFrom * Tokeniser.DaysPerYear, After(task, person));
        var excluded = Written(person.Record, task.IsExclusion).DefaultIfEmpty(double.PositiveInfinity).First();
        var until = Math.Min(Math.Min(exit, excluded), task.Eligible.AgeTo * Tokeniser.DaysPerYear);
        if (!task.Repeats)
            until = Math.Min(until, outcomes.Concat(written).DefaultIfEmpty(double.PositiveInfinity).Min());
        return new TaskLabels(from, until, [.. outcomes.Where(day => day <= exit)]);
    }

    /// <summary>
    /// What comes first after a moment, within the task's window: 0 nothing seen, 1 the outcome, 2 death; years until
    /// then.
    /// </summary>
    public (int Kind, double Years) After(double day, double windowYears, double exit, double? death)
    {
        var end = Math.Min(exit, day + (windowYears * Tokeniser.DaysPerYear));
        var outcome = Outcomes.FirstOrDefault(candidate => candidate > day, double.PositiveInfinity);
        var dead = death ?? double.PositiveInfinity;
        var first = Math.Min(Math.Min(outcome, dead), end);
        var kind = first == outcome ? 1 : first == dead ? 2 : 0;
        return (kind, Math.Max(0, first - day) / Tokeniser.DaysPerYear);
    }

    /// <summary>Days on which a record says that the outcome came; of a stay in hospital, the day on which it began.</summary>
    private static List<double> Recorded(TaskDefinition task, PersonRecord record)
    {
        var said = record.Events.Where(task.IsOutcome);
        var stays = task.Visits.Count == 0 ? null : HospitalStays.Of(record, task.Visits);
        var times = stays is null ? said.Select(item => item.Time) : said.Select(stays.Around).OfType<DateTimeOffset>();
        return [.. times.Concat(task.Fall?.Times(record) ?? [])
            .Select(time => Tokeniser.DayOfLife(record.Person.Birth, time)).Distinct().Order()];
    }

    private static double After(TaskDefinition task, CohortPerson person)
    {
        if (task.Eligible.AfterTruth is null && task.Eligible.AfterCodes.Count == 0)
            return double.NegativeInfinity;
        var birth = person.Record.Person.Birth;
        var days = Days(person.Truth.Of(task.Eligible.AfterTruth), birth)
            ?? Written(person.Record, item => task.IsAfter(item));
        return days.Count > 0 ? days[0] : double.PositiveInfinity;
    }

    private static List<double>? Days(IReadOnlyList<DateTimeOffset>? moments, DateTimeOffset birth) =>
        moments?.Select(moment => Tokeniser.DayOfLife(birth, moment)).Order().ToList();

    private static List<double> Written(PersonRecord record, Func<RecordEvent, bool> says) =>
        [.. record.Events.Where(says).Select(item => Tokeniser.DayOfLife(record.Person.Birth, item.Time)).Order()];
}
