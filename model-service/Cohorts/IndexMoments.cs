namespace Phr.Model.Cohorts;

/// <summary>A moment at which a person is asked one question in an evaluation.</summary>
/// <param name="Task">Number of the task.</param>
/// <param name="Day">Day of life.</param>
public readonly record struct IndexMoment(int Task, double Day);

/// <summary>
/// Moments drawn evenly from a person's first entry to the end of the study, whatever happens in between; those at which the person
/// cannot be asked any more fall away. Drawn up to the outcome instead, they would crowd before it and tell of it. Of a question that is
/// put at moments of its own, as many of these.
/// </summary>
public static class IndexMoments
{
    /// <summary>Moments a person and task.</summary>
    public const int PerTask = 4;

    /// <summary>Least time between a moment and the end of the study, so that something can be seen.</summary>
    private const double FollowedDaysMin = 30;

    /// <param name="firstEntry">Day of life of the person's first entry that is more than a fact of birth.</param>
    public static IEnumerable<IndexMoment> Of(CohortPerson person, double firstEntry, IReadOnlyList<TaskLabels> labels)
    {
        var random = new Random(unchecked((int)(person.Id * 7919)));
        var end = Tokens.Tokeniser.DayOfLife(person.Record.Person.Birth, person.StudyEnd) - FollowedDaysMin;
        for (var task = 0; task < labels.Count; task++)
        {
            var from = Math.Max(labels[task].From, firstEntry);
            if (labels[task].Moments is { } moments)
            {
                var asked = moments.Where(day => day >= from && day < end && labels[task].IsAsked(day)).ToArray();
                random.Shuffle(asked);
                foreach (var day in asked.Take(PerTask).Order())
                    yield return new IndexMoment(task, day);
                continue;
            }
            for (var i = 0; i < PerTask && from < end; i++)
            {
                var day = from + (random.NextDouble() * (end - from));
                if (labels[task].IsAsked(day))
                    yield return new IndexMoment(task, day);
            }
        }
    }
}
