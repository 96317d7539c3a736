using Phr.Model.Tokens;

namespace Phr.Model.Cohorts;

/// <summary>Which part of a cohort a person belongs to; the numbers are stored in token arrays.</summary>
public enum CohortSplit
{
    Train = 0,
    Tuning = 1,
    HeldOut = 2,
}

/// <summary>
/// When true outcomes came, by the name that task definitions use; empty where a source has no truth.
/// </summary>
public sealed record OutcomeTruth(IReadOnlyDictionary<string, IReadOnlyList<DateTimeOffset>> Days)
{
    public static OutcomeTruth None { get; } = new(new Dictionary<string, IReadOnlyList<DateTimeOffset>>());

    /// <summary>True hazards, where a source knows them.</summary>
    public HazardPaths Hazards { get; init; } = HazardPaths.None;

    /// <summary>What each clinical group truly does to them, where a source knows it.</summary>
    public GroupPaths Groups { get; init; } = GroupPaths.None;

    public IReadOnlyList<DateTimeOffset>? Of(string? name) =>
        name is not null && Days.TryGetValue(name, out var days) ? days : null;
}

/// <summary>One person of a cohort to train or evaluate on.</summary>
/// <param name="Id">The source's number of the person; decides the split, so a person is never in two.</param>
/// <param name="Exit">End of observation: death, or the last moment at which an outcome would have been seen.</param>
/// <param name="StudyEnd">When observation would have ended had the person lived: the same rule for all, whatever
/// happened to them.</param>
public sealed record CohortPerson(
    long Id, PersonRecord Record, DateTimeOffset Exit, DateTimeOffset StudyEnd, DateTimeOffset? Death,
    OutcomeTruth Truth)
{
    /// <summary>Number of the hospital that knows the person, by which sites are compared; -1 where nobody says.</summary>
    public int Site { get; init; } = -1;

    /// <summary>The split that the source puts the person in; null where it leaves that to us.</summary>
    public CohortSplit? AssignedSplit { get; init; }

    /// <summary>What is more in the record than facts of birth.</summary>
    public IEnumerable<RecordEvent> Entries() =>
        Record.Events.Where(item => item.Type != EventType.Static && item.Time >= Record.Person.Birth);

    /// <summary>The source's own; else 70 % train, 10 % tune, 20 % are held out, by a fixed hash of the number.</summary>
    public CohortSplit Split
    {
        get
        {
            if (AssignedSplit is { } assigned)
                return assigned;
            // SplitMix64's finaliser: neighbouring numbers fall apart evenly.
            unchecked
            {
                var mixed = (ulong)Id + 0x9E3779B97F4A7C15UL;
                mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
                mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
                return ((mixed ^ (mixed >> 31)) % 10) switch
                {
                    < 7 => CohortSplit.Train,
                    7 => CohortSplit.Tuning,
                    _ => CohortSplit.HeldOut,
                };
            }
        }
    }
}
