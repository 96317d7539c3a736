namespace Phr.Model.Tokens;

/// <summary>
/// What an event is. The numbers are stored in token arrays and in trained weights: they never change.
/// </summary>
public enum EventType
{
    Padding = 0,
    Static = 1,
    Diagnosis = 2,
    Medication = 3,
    Procedure = 4,
    Lab = 5,
    Vital = 6,
    Encounter = 7,
    Block = 8,
    Immunisation = 9,
    Allergy = 10,
    Social = 11,
    Task = 12,
}

/// <summary>Who says so. The numbers are stored in token arrays and in trained weights: they never change.</summary>
public enum SourceKind
{
    Unknown = 0,
    CareGiver = 1,
    Person = 2,
    Device = 3,
    Derived = 4,
}

/// <summary>
/// A code in one of the systems that <see cref="CodeSystems"/> knows, or in <see cref="CodeSystem.Other"/>.
/// </summary>
public readonly record struct SourceCode(CodeSystem System, string Code);

/// <summary>
/// A number as the source gave it; <paramref name="Unit"/> is UCUM or the source's own spelling, null where it gave
/// none.
/// </summary>
public readonly record struct Measured(double Value, string? Unit);

/// <summary>
/// One dated fact of a person's record, before tokenisation. A resource can yield several (a blood pressure panel
/// yields two); they share its <see cref="Entry"/>.
/// </summary>
public sealed record RecordEvent
{
    /// <summary>Where it came from, as a FHIR reference ("Observation/42") or the row of a MEDS file.</summary>
    public required string Entry { get; init; }

    public required EventType Type { get; init; }

    /// <summary>When it was so for the body: the last instant that the stated precision allows.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>When the record first could know it; never before <see cref="Time"/>.</summary>
    public required DateTimeOffset KnownAt { get; init; }

    /// <summary>Equivalent codes of the same fact, in the source's order.</summary>
    public required IReadOnlyList<SourceCode> Codes { get; init; }

    public Measured? Value { get; init; }

    /// <summary>Whether the source gave a bound ("&lt; 5") in the place of a measured number; <see cref="Value"/> is null then.</summary>
    public bool IsBounded { get; init; }

    /// <summary>
    /// A coded answer ("current smoker", "2+"), where the fact is a question with a coded or short text answer.
    /// </summary>
    public string? Answer { get; init; }

    /// <summary>
    /// False of a diagnosis that is only suspected (疑い病名) or one of several that it may be. It is a step like any other, as in
    /// training, where suspicions are written as codes; that the person has the disease it does not say.
    /// </summary>
    public bool IsConfirmed { get; init; } = true;

    /// <summary>
    /// Of a stay in hospital that goes on, as its source last said: until when, <see cref="DateTimeOffset.MaxValue"/> where nobody knows
    /// yet. Null of all else.
    /// </summary>
    public DateTimeOffset? StaysUntil { get; init; }

    /// <summary>The encounter, as the source names it; null outside any.</summary>
    public string? Visit { get; init; }

    public SourceKind Source { get; init; }

    /// <summary>Security labels of the resource ("system|code").</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The source's own words for it, for explanations.</summary>
    public string Display { get; init; } = "";
}
