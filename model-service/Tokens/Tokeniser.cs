namespace Phr.Model.Tokens;

/// <summary>
/// The one way from a record to the model's input, in training and in serving. Pure: the same record, vocabulary and
/// moment of knowing give the same steps, whatever the order in which the entries arrived.
/// </summary>
public sealed class Tokeniser(Vocabulary vocabulary)
{
    public const double DaysPerYear = 365.25;

    /// <summary>
    /// Readings of one home concept that are read as they come in one local day; weekly blocks count them all. One is
    /// the morning reading that guidelines go by; more would fill half of a record with what its weekly means already
    /// say.
    /// </summary>
    public const int HomeReadingsPerDayMax = 1;

    /// <summary>Events that are read in one day of life; beyond it a source is broken, not a person ill.</summary>
    public const int EventsPerDayMax = 2_000;

    /// <summary>Number of visit buckets.</summary>
    public const int VisitBuckets = 32;

    /// <summary>Oldest age that is read: beyond it the birth date is wrong.</summary>
    public const double AgeYearsMax = 130;

    /// <summary>Spreads from the training median beyond which values are not told apart.</summary>
    public const float ValueMax = 6;

    private readonly ConceptReader _concepts = new();

    public Vocabulary Vocabulary => vocabulary;

    /// <param name="record">Entries in any order; already narrowed to what the reader may know.</param>
    /// <param name="asOf">The moment of knowing: what is dated or became known later is not seen.</param>
    public TokenSequence Read(PersonRecord record, DateTimeOffset asOf)
    {
        var flags = new Dictionary<ReadingFlag, int>();
        void Flag(ReadingFlag flag) => flags[flag] = flags.GetValueOrDefault(flag) + 1;

        var read = Placed(record, asOf, Flag);
        read.Sort(Placement.InOrder);
        var steps = new List<ModelEvent>(read.Count);
        var visits = new Dictionary<string, int>();
        var thinner = new DayThinner(read);
        var isLatestRead = new Dictionary<string, bool>();
        for (var i = 0; i < read.Count; i++)
        {
            var item = read[i];
            if (i > 0 && item.IsSameFact(read[i - 1]) && item.IsOtherUnknown(read[i - 1]))
                LeaveOut(ReadingFlag.UnknownCode);
            else if (i > 0 && item.IsSameFact(read[i - 1]))
                Flag(ReadingFlag.Repeated);
            else if (thinner.Refuses(i) is { } refused)
                Flag(refused);
            else
                Take(item);
        }
        return new TokenSequence(record.Person.Birth, steps, flags)
        {
            Latest = new LatestValues(isLatestRead.Count, isLatestRead.Values.Count(isRead => !isRead)),
        };

        void Take(Placement item)
        {
            var reading = Reading.Of(item, vocabulary);
            if (item.Event.Source != SourceKind.Derived && (item.Event.Value is not null || item.Event.IsBounded))
                isLatestRead[item.ConceptName] = reading.Flag is null;
            if (reading.Concept is null)
                LeaveOut(reading.Flag!.Value);
            else
                steps.Add(Step(item, reading, steps.Count > 0 ? steps[^1].Day : item.Day, visits));
            // A week's mean is no entry of the record.
            if (reading is { Concept: not null, Flag: { } flag } && item.Event.Source != SourceKind.Derived)
                Flag(flag);
        }

        void LeaveOut(ReadingFlag why)
        {
            Flag(why);
            Flag(ReadingFlag.LeftOut);
        }
    }

    /// <summary>The step that asks a task's question at a moment; it is never part of the record's own state.</summary>
    /// <param name="lastDay">Day of the last step of the sequence, or the asking day where there is none.</param>
    public ModelEvent Question(string task, double day, double lastDay) => new(
        vocabulary.TaskToken(task), EventType.Task, SourceKind.Unknown, 0, day, (float)Math.Max(0, day - lastDay), 0,
        false, AskedBy);

    private static readonly RecordEvent AskedBy = new()
    {
        Entry = "",
        Type = EventType.Task,
        Time = DateTimeOffset.MinValue,
        KnownAt = DateTimeOffset.MinValue,
        Codes = [],
    };

    /// <summary>Key of the clinical group that an event belongs to.</summary>
    public string GroupOf(RecordEvent item) => _concepts.Path(item).Group;

    /// <summary>Visit 0 is none; 1 to 16 have a bucket each, then buckets double, the last is open.</summary>
    public static int VisitBucket(int ordinal) => ordinal <= 16
        ? ordinal
        : Math.Min(VisitBuckets - 1, 13 + (int)Math.Log2(ordinal - 1));

    /// <summary>Days of life at a moment.</summary>
    public static double DayOfLife(DateTimeOffset birth, DateTimeOffset moment) => (moment - birth).TotalDays;

    /// <summary>The moment of a day of life, to the microsecond: that of an entry whose day of life it is.</summary>
    public static DateTimeOffset MomentOf(DateTimeOffset birth, double day) =>
        birth.AddTicks((long)Math.Round(day * TimeSpan.TicksPerDay / TimeSpan.TicksPerMicrosecond) * TimeSpan.TicksPerMicrosecond);

    private List<Placement> Placed(PersonRecord record, DateTimeOffset asOf, Action<ReadingFlag> flag)
    {
        var placed = new List<Placement>(record.Events.Count + 1);
        foreach (var item in record.Events.Concat(WeeklyBlocks.Of(record, asOf)).Concat(Sex(record.Person)))
        {
            var day = DayOfLife(record.Person.Birth, item.Time);
            if (day < 0 && item.Type == EventType.Static)
                day = 0;
            if (item.KnownAt > asOf || item.Time > asOf || day < 0 || day > AgeYearsMax * DaysPerYear)
            {
                flag(item.Time == ClinicalTime.Untold ? ReadingFlag.Undated : ReadingFlag.OutsideLife);
                continue;
            }
            placed.Add(new Placement(item, day, _concepts.Path(item)));
        }
        return placed;
    }

    private static IEnumerable<RecordEvent> Sex(PersonFacts person)
    {
        if (person.Sex is "male" or "female")
        {
            yield return new RecordEvent
            {
                Entry = person.Entry,
                Type = EventType.Static,
                Time = person.Birth,
                KnownAt = person.Birth,
                Codes = [new SourceCode(CodeSystem.Phr, person.Sex)],
            };
        }
    }

    private static ModelEvent Step(Placement item, Reading reading, double dayBefore, Dictionary<string, int> visits)
    {
        var visit = 0;
        if (item.Event.Visit is { } name && !visits.TryGetValue(name, out visit))
            visits[name] = visit = visits.Count + 1;
        return new ModelEvent(
            reading.Token, item.Type, item.Event.Source, VisitBucket(visit), item.Day,
            (float)(item.Day - dayBefore), reading.Value ?? 0, reading.Value is not null, item.Event);
    }
}
