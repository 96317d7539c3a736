using System.Collections.Concurrent;

namespace Phr.Model.Tokens;

/// <summary>
/// A row of a MEDS data set (MEDS 0.4), with the optional columns that this product's own sources fill.
/// </summary>
/// <param name="Time">Null for static rows.</param>
/// <param name="Code">"SYSTEM//CODE" or "SYSTEM//CODE//UNIT", or one of MEDS's own codes.</param>
public sealed record MedsEvent(
    long SubjectId, DateTimeOffset? Time, string Code, double? NumericValue = null, string? TextValue = null)
{
    /// <summary>Unit of the value where the code does not carry it.</summary>
    public string? Unit { get; init; }

    public string? Visit { get; init; }

    public SourceKind Source { get; init; } = SourceKind.CareGiver;

    /// <summary>Security labels ("system|code").</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>When the record could know it, where that is later than <see cref="Time"/>.</summary>
    public DateTimeOffset? KnownAt { get; init; }
}

/// <summary>Reads MEDS rows as record events.</summary>
public static class MedsRecordReader
{
    /// <summary>Code that gives a birth.</summary>
    public const string Birth = "MEDS_BIRTH";

    /// <summary>Code that gives a death; it is an outcome, never an input.</summary>
    public const string Death = "MEDS_DEATH";

    private const int RememberedMax = 200_000;

    private static readonly ConcurrentDictionary<string, Reading?> Remembered = new(StringComparer.Ordinal);

    private sealed record Reading(EventType Type, IReadOnlyList<SourceCode> Codes, string? Unit);

    /// <summary>One person's record; null where the rows give no birth.</summary>
    /// <param name="rows">The rows of one subject, in any order.</param>
    /// <param name="days">Daily summaries of wearables, where the source has them apart.</param>
    public static PersonRecord? Person(IReadOnlyList<MedsEvent> rows, IReadOnlyList<DailySummary> days)
    {
        if (rows.FirstOrDefault(row => row.Code == Birth)?.Time is not { } birth)
            return null;
        var sex = rows.Select(row => Sex(row.Code)).FirstOrDefault(sex => sex is not null);
        var events = new List<RecordEvent>(rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            if (Event(rows[i], i, birth) is { } item)
                events.Add(item);
        }
        return new PersonRecord(new PersonFacts($"subject/{rows[0].SubjectId}", birth, sex), events, days);
    }

    private static RecordEvent? Event(MedsEvent row, int index, DateTimeOffset birth)
    {
        if (Of(row.Code) is not { } reading)
            return null;
        var time = row.Time ?? birth;
        // Days of supply, a department's name: facts beside the fact, which FHIR keeps elsewhere and the model does
        // not read.
        var carries = reading.Type is EventType.Lab or EventType.Vital or EventType.Block or EventType.Social;
        var bounded = carries && row.TextValue?.TrimStart() is ['<' or '>' or '≤' or '≥' or '＜' or '＞', ..];
        return new RecordEvent
        {
            Entry = $"row/{index}",
            Type = row.Time is null ? EventType.Static : reading.Type,
            Time = time,
            KnownAt = row.KnownAt is { } known && known > time ? known : time,
            Codes = reading.Codes,
            Value = !carries || bounded ? null : row.NumericValue is { } value ? new Measured(value, reading.Unit ?? row.Unit)
            : Scaled(row.TextValue),
            IsBounded = bounded,
            Answer = carries ? row.TextValue : null,
            Visit = row.Visit,
            Source = row.Source,
            Labels = row.Labels,
            Display = row.Code,
        };
    }

    private static Measured? Scaled(string? answer) => answer is null ? null : OrdinalScale.Number(answer.Trim());

    private static Reading? Of(string code)
    {
        if (Remembered.TryGetValue(code, out var reading))
            return reading;
        reading = Parse(code);
        if (Remembered.Count < RememberedMax)
            Remembered.TryAdd(code, reading);
        return reading;
    }

    private static Reading? Parse(string code)
    {
        if (code is Birth or Death || Sex(code) is not null)
            return null;
        var parts = code.Split("//");
        return parts switch
        {
            ["DIAGNOSIS", "ICD", "10", var icd, ..] =>
                new(EventType.Diagnosis, [new SourceCode(CodeSystem.Icd10, icd)], null),
            ["DIAGNOSIS", ..] => new(EventType.Diagnosis, [new SourceCode(CodeSystem.Other, code)], null),
            ["PROCEDURE", ..] => new(EventType.Procedure, [new SourceCode(CodeSystem.Other, code)], null),
            ["MEDICATION", ..] => new(EventType.Medication, [new SourceCode(CodeSystem.Other, code)], null),
            ["HOSPITAL_ADMISSION", ..] =>
                new(EventType.Encounter, [new SourceCode(CodeSystem.EncounterClass, "IMP")], null),
            ["HOSPITAL_DISCHARGE", ..] => new(EventType.Encounter, [new SourceCode(CodeSystem.Phr, "discharge")], null),
            ["ED_REGISTRATION", ..] =>
                new(EventType.Encounter, [new SourceCode(CodeSystem.EncounterClass, "EMER")], null),
            ["LAB", var item, ..] =>
                new(EventType.Lab, [new SourceCode(CodeSystem.Other, item)], parts.Length > 2 ? parts[2] : null),
            [var system, var value] => Coded(CodeSystems.Named(system), value, code, null),
            [var system, var value, var unit, ..] => Coded(CodeSystems.Named(system), value, code, unit),
            _ => new(EventType.Lab, [new SourceCode(CodeSystem.Other, code)], null),
        };
    }

    private static Reading Coded(CodeSystem system, string value, string whole, string? unit)
    {
        var source = new SourceCode(system, system == CodeSystem.Other ? whole : value);
        var type = ConceptCatalogue.Find(source)?.Type ?? system switch
        {
            CodeSystem.Icd10 or CodeSystem.Snomed => EventType.Diagnosis,
            CodeSystem.Yj or CodeSystem.RxNorm => EventType.Medication,
            CodeSystem.Cvx => EventType.Immunisation,
            CodeSystem.EncounterClass => EventType.Encounter,
            CodeSystem.FeeSchedule => EventType.Procedure,
            _ => EventType.Lab,
        };
        return new Reading(type, [source], unit);
    }

    private static string? Sex(string code) => code switch
    {
        "GENDER//M" or "GENDER//male" or "SEX//M" => "male",
        "GENDER//F" or "GENDER//female" or "SEX//F" => "female",
        _ => null,
    };
}
