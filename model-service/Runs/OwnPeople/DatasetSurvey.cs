using Phr.Model.Cohorts;
using Phr.Model.Tokens;

namespace Phr.Model.Runs.OwnPeople;

/// <summary>People with an entry, by split.</summary>
public sealed record SplitCounts(int Train, int Tuning, int HeldOut)
{
    public int All => Train + Tuning + HeldOut;

    public SplitCounts With(CohortSplit split) => split switch
    {
        CohortSplit.Train => this with { Train = Train + 1 },
        CohortSplit.Tuning => this with { Tuning = Tuning + 1 },
        _ => this with { HeldOut = HeldOut + 1 },
    };

    public override string ToString() => $"train {Train}, tuning {Tuning}, held out {HeldOut}";
}

/// <summary>People to whom an outcome came while they could still be asked about it: after their first entry, and the first time if it
/// comes but once.</summary>
public sealed record OutcomeCounts(string Task, SplitCounts People);

/// <summary>What a data set has to learn from.</summary>
/// <param name="Entries">Beside facts of birth.</param>
/// <param name="Icd10Diagnoses">Of them: outcomes are read from these.</param>
/// <param name="MedianYearsSilent">Years between the last entry of who did not die and the end of the data set; NaN where all died.</param>
public sealed record DatasetSurvey(
    SplitCounts People, long Entries, long Icd10Diagnoses, double MedianYearsSilent, IReadOnlyList<OutcomeCounts> Outcomes)
{
    /// <summary>A vocabulary takes up what so many people of the training split have.</summary>
    public const int TrainMin = VocabularyBuilder.PeopleUsual;

    /// <summary>Why the plan cannot be run with these people, or null.</summary>
    public string? Fault(OwnTrainingPlan plan)
    {
        if (People.All == 0)
            return "nobody has both a birth (MEDS_BIRTH with its time) and an entry with a time after it.";
        if (People.Train < TrainMin || People.Tuning == 0 || People.HeldOut == 0)
            return $"there are too few people with an entry ({People}); at least {TrainMin}, 1 and 1 are needed.";
        if (plan.FollowedYears is null && MedianYearsSilent > SilentYears.Max)
            return SilentYears.Fault;
        if (Outcomes.Any(outcome => IsLearnt(outcome, plan)))
            return null;
        var counts = string.Join(", ", Outcomes.Select(outcome => $"{outcome.Task} to {outcome.People.Train}"));
        return $"no outcome came to {plan.OutcomesMin} people of the training split or more, as --outcomes asks: {counts}. "
            + $"Outcomes are read from ICD-10 diagnoses, which {Icd10Diagnoses} of {Entries} entries are, "
            + "some only during a stay in hospital or an emergency visit, and from deaths, admissions and discharges (training/tasks).";
    }

    /// <summary>The questions that enough outcomes came of, in the order of the definitions.</summary>
    public IReadOnlyList<TaskDefinition> Learnt(IReadOnlyList<TaskDefinition> tasks, OwnTrainingPlan plan) =>
        [.. tasks.Where(task => IsLearnt(Outcomes.Single(outcome => outcome.Task == task.Key), plan))];

    public static bool IsLearnt(OutcomeCounts outcome, OwnTrainingPlan plan) => outcome.People.Train >= plan.OutcomesMin;

    /// <summary>Reads everybody once, one at a time.</summary>
    /// <param name="progress">People read so far.</param>
    public static async Task<DatasetSurvey> Take(
        IAsyncEnumerable<CohortPerson> people, IReadOnlyList<TaskDefinition> tasks, IProgress<int>? progress, CancellationToken ct)
    {
        var (all, entries, diagnoses, read) = (new SplitCounts(0, 0, 0), 0L, 0L, 0);
        var outcomes = tasks.Select(_ => new SplitCounts(0, 0, 0)).ToArray();
        var silent = new SilentYears();
        await foreach (var person in people.WithCancellation(ct))
        {
            progress?.Report(++read);
            if (person.Entries().ToList() is not { Count: > 0 } own)
                continue;
            all = all.With(person.Split);
            entries += own.Count;
            diagnoses += own.Count(item => item.Type == EventType.Diagnosis && item.Codes.Any(code => code.System == CodeSystem.Icd10));
            silent.Add(person);
            var first = own.Min(item => item.Time);
            for (var i = 0; i < tasks.Count; i++)
                outcomes[i] = Came(tasks[i], person, first) ? outcomes[i].With(person.Split) : outcomes[i];
        }
        return new DatasetSurvey(all, entries, diagnoses, silent.Median,
            [.. tasks.Zip(outcomes, (task, counts) => new OutcomeCounts(task.Key, counts))]);
    }

    private static bool Came(TaskDefinition task, CohortPerson person, DateTimeOffset firstEntry)
    {
        var (labels, birth) = (TaskLabels.Of(task, person), person.Record.Person.Birth);
        var from = Math.Max(labels.From, Tokeniser.DayOfLife(birth, firstEntry));
        if (labels.Moments is null)
            return labels.Outcomes.Any(day => day > from && day <= labels.Until);
        var exit = Tokeniser.DayOfLife(birth, person.Exit);
        double? death = person.Death is { } died ? Tokeniser.DayOfLife(birth, died) : null;
        return labels.Moments.Any(day => day >= from && labels.IsAsked(day) && labels.After(day, task.WindowYears, exit, death).Kind == 1);
    }
}
