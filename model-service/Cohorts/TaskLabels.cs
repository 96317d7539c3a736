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
    /// <summary>The days at which alone it is asked, ascending; null where at any time.</summary>
    public IReadOnlyList<double>? Moments { get; init; }

    /// <summary>Days from which, like from death, the outcome of who was asked before cannot come any more; ascending.</summary>
    public IReadOnlyList<double> Ends { get; init; } = [];

    public bool IsAsked(double day) => From <= day && day < Until && (Moments is null || Moments.Contains(day));

    /// <summary>
    /// Labels of a person by a task's definition: from the truth where there is one, else from what was recorded.
    /// </summary>
    public static TaskLabels Of(TaskDefinition task, CohortPerson person)
    {
        var birth = person.Record.Person.Birth;
        var exit = Tokeniser.DayOfLife(birth, person.Exit);
        var stays = task.Moment is null && task.Event == OutcomeEvent.Diagnosis ? [] : InpatientStays.Of(person);
        var written = Written(person.Record, task.IsOutcome);
        var outcomes = Days(person.Truth.Of(task.Truth), birth) ?? Days(RecordedOutcomes.Of(task, person, stays).Distinct(), birth)!;
        var from = Math.Max(task.Eligible.AgeFrom * Tokeniser.DaysPerYear, After(task, person));
        var excluded = Written(person.Record, task.IsExclusion).DefaultIfEmpty(double.PositiveInfinity).First();
        var until = Math.Min(Math.Min(exit, excluded), task.Eligible.AgeTo * Tokeniser.DaysPerYear);
        if (!task.Repeats)
            until = Math.Min(until, outcomes.Concat(written).DefaultIfEmpty(double.PositiveInfinity).Min());
        return new TaskLabels(from, until, [.. outcomes.Where(day => day <= exit)])
        {
            Moments = Days(task.Moment?.All(stays, person.Death), birth),
            Ends = Days(RecordedOutcomes.Ends(task, stays), birth)!,
        };
    }

    /// <summary>
    /// What comes first after a moment, within the task's window: 0 nothing seen, 1 the outcome, 2 death or what else ends it; years until
    /// then.
    /// </summary>
    public (int Kind, double Years) After(double day, double windowYears, double exit, double? death)
    {
        var end = Math.Min(exit, day + (windowYears * Tokeniser.DaysPerYear));
        var outcome = Next(Outcomes, day);
        var over = Math.Min(death ?? double.PositiveInfinity, Next(Ends, day));
        var first = Math.Min(Math.Min(outcome, over), end);
        var kind = first == outcome ? 1 : first == over ? 2 : 0;
        return (kind, Math.Max(0, first - day) / Tokeniser.DaysPerYear);
    }

    private static double Next(IReadOnlyList<double> days, double day) =>
        days.FirstOrDefault(candidate => candidate > day, double.PositiveInfinity);

    private static double After(TaskDefinition task, CohortPerson person)
    {
        if (task.Eligible.AfterTruth is null && task.Eligible.AfterCodes.Count == 0)
            return double.NegativeInfinity;
        var birth = person.Record.Person.Birth;
        var days = Days(person.Truth.Of(task.Eligible.AfterTruth), birth)
            ?? Written(person.Record, item => task.IsAfter(item));
        return days.Count > 0 ? days[0] : double.PositiveInfinity;
    }

    private static List<double>? Days(IEnumerable<DateTimeOffset>? moments, DateTimeOffset birth) =>
        moments?.Select(moment => Tokeniser.DayOfLife(birth, moment)).Order().ToList();

    private static List<double> Written(PersonRecord record, Func<RecordEvent, bool> says) =>
        [.. record.Events.Where(says).Select(item => Tokeniser.DayOfLife(record.Person.Birth, item.Time)).Order()];
}
