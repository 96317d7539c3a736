using System.Text.Json;
using System.Text.Json.Serialization;
using Phr.Model.Tokens;

namespace Phr.Model.Cohorts;

/// <summary>Who may be asked: an age range, and what must have come before.</summary>
public sealed record Eligibility(double AgeFrom, double AgeTo)
{
    /// <summary>Name of a true outcome after which the question makes sense; null for everyone.</summary>
    public string? AfterTruth { get; init; }

    /// <summary>ICD-10 prefixes of which one must be in the record; empty for everyone.</summary>
    public IReadOnlyList<string> AfterCodes { get; init; } = [];
}

/// <summary>The outcome as a heading: "2型糖尿病", "Type 2 diabetes".</summary>
public sealed record OutcomeTitle(string Japanese, string English);

/// <summary>What is recorded when an outcome comes.</summary>
public enum OutcomeEvent
{
    /// <summary>A diagnosis, or a fall of measured values.</summary>
    Diagnosis,

    Death,

    /// <summary>Into hospital, planned or not: records do not tell the two apart.</summary>
    Admission,

    /// <summary>A stay grows longer than so many days.</summary>
    LongStay,
}

/// <summary>How the outcome is named to other systems.</summary>
public sealed record OutcomeCoding(string System, string Code, string Display);

/// <summary>
/// One question that the model answers: a file of <c>training/tasks</c>. Adding a task is adding a file; its prompt is
/// the next free token.
/// </summary>
/// <param name="Japanese">The outcome as the end of a sentence about a person: "2型糖尿病になる".</param>
/// <param name="Codes">ICD-10 prefixes (without dot) that say the outcome in a record; none where it is no diagnosis.</param>
/// <param name="WindowYears">Years after the moment of asking within which it is learnt; at most 10.</param>
/// <param name="HorizonYears">The horizon that is reported first.</param>
public sealed record TaskDefinition(
    string Key, string Japanese, string English, OutcomeCoding Coding, IReadOnlyList<string> Codes,
    Eligibility Eligible,
    double WindowYears, IReadOnlyList<double> HorizonsYears, double HorizonYears)
{
    /// <summary>Name of the outcome in a simulator's truth; null where labels come from codes alone.</summary>
    public string? Truth { get; init; }

    /// <summary>Null in models that were made before there were titles.</summary>
    public OutcomeTitle? Title { get; init; }

    /// <summary>
    /// Concepts of the visits of which one must go on where a diagnosis is to say that the outcome came, not only that it came once or is
    /// looked for; empty where it says so anywhere.
    /// </summary>
    public IReadOnlyList<string> Visits { get; init; } = [];

    /// <summary>A fall of measured values that says the outcome too; null where there is none.</summary>
    public SustainedFall? Fall { get; init; }

    /// <summary>Whether it can happen again to the same person; otherwise those who had it are not asked.</summary>
    public bool Repeats { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public OutcomeEvent Event { get; init; }

    /// <summary>Days of <see cref="OutcomeEvent.LongStay"/>; null of others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? StayDays { get; init; }

    /// <summary>When it is asked; null where at any time.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AskingMoment? Moment { get; init; }

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        // A misspelt member would silently make another question of it.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    /// <summary>The definitions of a folder, in the order of their keys.</summary>
    /// <exception cref="InvalidDataException">A file is malformed or contradicts itself; the message names
    /// it.</exception>
    public static IReadOnlyList<TaskDefinition> Load(string folder) => Load([folder]);

    /// <summary>The definitions of several folders, in the order of their keys.</summary>
    /// <exception cref="InvalidDataException">As above, or two have the same key.</exception>
    public static IReadOnlyList<TaskDefinition> Load(IReadOnlyList<string> folders)
    {
        var tasks = folders.SelectMany(folder => Directory.GetFiles(folder, "*.json")).Select(Read)
            .OrderBy(task => task.Key, StringComparer.Ordinal).ToList();
        var named = string.Join(", ", folders);
        if (tasks.Count is 0 or > Vocabulary.TaskTokensMax)
            throw new InvalidDataException($"{named}: {tasks.Count} tasks; 1 to {Vocabulary.TaskTokensMax} are possible.");
        if (tasks.Zip(tasks.Skip(1)).FirstOrDefault(pair => pair.First.Key == pair.Second.Key) is { First: { } twice })
            throw new InvalidDataException($"{named}: two tasks have the key {twice.Key}.");
        return tasks;
    }

    /// <summary>
    /// The definitions that a model carries, which must be those of its vocabulary's tasks, in order.
    /// </summary>
    /// <exception cref="InvalidDataException">They are not.</exception>
    public static IReadOnlyList<TaskDefinition> LoadAll(byte[] stored, IReadOnlyList<string> keys)
    {
        var tasks = Parse<IReadOnlyList<TaskDefinition>>(stored, "tasks.json");
        if (tasks.Select(TaskFaults.Of).FirstOrDefault(fault => fault is not null) is { } fault)
            throw new InvalidDataException($"tasks.json: {fault}");
        return tasks.Select(task => task.Key).SequenceEqual(keys)
            ? tasks
            : throw new InvalidDataException("tasks.json defines other tasks than the vocabulary has.");
    }

    /// <summary>The definitions as a model carries them.</summary>
    public static byte[] Store(IReadOnlyList<TaskDefinition> tasks) => JsonSerializer.SerializeToUtf8Bytes(tasks, Json);

    private static TaskDefinition Read(string file)
    {
        var task = Parse<TaskDefinition>(File.ReadAllBytes(file), file);
        return TaskFaults.Of(task) is { } fault ? throw new InvalidDataException($"{file}: {fault}") : task;
    }

    private static T Parse<T>(byte[] stored, string file)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(stored, Json) ?? throw new InvalidDataException($"{file} is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{file} is not a task definition: {e.Message}", e);
        }
    }

    /// <summary>Diseases that make the question one that is not put (<c>exclusions.csv</c>): ICD-10 prefixes by outcome.</summary>
    private static readonly IReadOnlyDictionary<string, string[]> Exclusions =
        Table.Rows("exclusions.csv").ToDictionary(row => row[0], row => row[1].Split(' '));

    /// <summary>Whether a record says something with which the question makes no sense.</summary>
    public bool IsExclusion(RecordEvent item) => Exclusions.TryGetValue(Key, out var codes) && Says(item, codes);

    /// <summary>Whether a record says the outcome.</summary>
    public bool IsOutcome(RecordEvent item) => Says(item, Codes);

    /// <summary>Whether a record says what must have come before the question.</summary>
    public bool IsAfter(RecordEvent item) => Says(item, Eligible.AfterCodes);

    /// <summary>
    /// The moment at which the question was put that stands now: now itself where it is one for any time; null where none stands.
    /// </summary>
    public DateTimeOffset? AskedAt(PersonRecord record, DateTimeOffset now)
    {
        if (Moment is null)
            return now;
        var moment = Moment.Last(InpatientStays.Of(record, now), now);
        return now < moment?.AddDays(HorizonYears * Tokeniser.DaysPerYear) ? moment : null;
    }

    /// <summary>
    /// Whether the question makes sense for what a reader may know of a person; the reason where it does not.
    /// </summary>
    public (bool Asked, string? WhyNot) IsAsked(PersonRecord record, DateTimeOffset asOf)
    {
        if (AskedAt(record, asOf) is not { } moment)
            return (false, "not-applicable");
        var age = Tokeniser.DayOfLife(record.Person.Birth, moment) / Tokeniser.DaysPerYear;
        bool Seen(Func<RecordEvent, bool> says, DateTimeOffset by) => record.Events.Any(item => item.KnownAt <= by && says(item));
        if (age < Eligible.AgeFrom || age >= Eligible.AgeTo)
            return (false, "age");
        if ((!Repeats && Seen(IsOutcome, asOf)) || HasComeSince(moment, record, asOf))
            return (false, "already");
        if (Seen(IsExclusion, asOf) || (Eligible.AfterCodes.Count > 0 && !Seen(IsAfter, moment)))
            return (false, "not-applicable");
        return (true, null);
    }

    /// <summary>
    /// When it is known whether the outcome has come within a horizon, counted from the moment of asking; of a stay when it grows too long.
    /// </summary>
    public DateTimeOffset DecidedBy(DateTimeOffset asked, double years) =>
        StayDays is { } days ? asked.AddHours(-Moment!.Hours).AddDays(days) : asked.AddDays(years * Tokeniser.DaysPerYear);

    /// <summary>Of stays: whoever died is asked nothing, and diagnoses are looked for by themselves.</summary>
    private bool HasComeSince(DateTimeOffset moment, PersonRecord record, DateTimeOffset now) => Moment is not null && Event switch
    {
        OutcomeEvent.Admission => InpatientStays.Of(record, now).Any(stay => stay.Admitted > moment),
        OutcomeEvent.LongStay => now > DecidedBy(moment, 0),
        _ => false,
    };

    private static bool Says(RecordEvent item, IReadOnlyList<string> prefixes) => DiagnosisCodes.Icd10(item)
        .Any(code => prefixes.Any(prefix => code.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)));
}
