namespace Phr.Simulator.Writing.Meds;

/// <summary>Who says so.</summary>
public enum EntrySource
{
    CareGiver,
    Person,
    Device,
}

/// <summary>
/// A row as MEDS 0.4 has it (subject_id, time, code, numeric_value, text_value), with unit, source, visit and site
/// beside. Codes are "SYSTEM//CODE" (ICD10, JLAC10, YJ, LOINC, CVX, KCODE, ENCOUNTER, PHR) or MEDS's own. Static rows
/// have no time; others are local in Japan (+09:00).
/// </summary>
public readonly record struct MedsEvent(long SubjectId, DateTimeOffset? Time, string Code)
{
    public double? NumericValue { get; init; }

    public string? TextValue { get; init; }

    /// <summary>UCUM; null where the value has none.</summary>
    public string? Unit { get; init; }

    public EntrySource Source { get; init; }

    /// <summary>Number of the encounter within the person; null outside any.</summary>
    public int? Visit { get; init; }

    /// <summary>Index of the site in the world's list; null for the person's own devices.</summary>
    public int? Site { get; init; }

    /// <summary>未告知: the person has not been told.</summary>
    public bool IsUntold { get; init; }
}
