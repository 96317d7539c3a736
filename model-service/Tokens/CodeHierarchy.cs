using System.Collections.Frozen;

namespace Phr.Model.Tokens;

/// <summary>
/// What a code can be read as: concept keys from the most specific to the type's own "unknown", and its clinical
/// group.
/// </summary>
public sealed record ConceptPath(IReadOnlyList<string> Keys, string Group, CataloguedConcept? Catalogued);

/// <summary>
/// Places a code: in the catalogue where it names a catalogued concept, else along the hierarchy of its own system, so
/// that a code never seen in training is read as the nearest that was (J45.9 → J45 → J40-J47 → some diagnosis).
/// </summary>
public static class CodeHierarchy
{
    private static readonly (string From, string To, string Block, string Group)[] Icd10Blocks =
        [.. Table.Rows("icd10-blocks.csv").Select(row => (row[0], row[1], row[2], row[3]))];

    private static readonly (string Prefix, string Group)[] MedicineGroups =
        [.. Table.Rows("medicine-groups.csv").Select(row => (row[0], row[1]))
            .OrderByDescending(row => row.Item1.Length)];

    private static readonly FrozenDictionary<SourceCode, SourceCode> Equivalents = Table.Rows("equivalents.csv")
        .ToFrozenDictionary(row => ConceptCatalogue.Parse(row[0]), row => ConceptCatalogue.Parse(row[1]));

    /// <param name="codes">Codes of one fact; the first that is catalogued wins, else the first whose system has a
    /// hierarchy.</param>
    public static ConceptPath Path(EventType type, IReadOnlyList<SourceCode> codes)
    {
        foreach (var code in codes)
        {
            if (ConceptCatalogue.Find(code) is { } known)
                return new ConceptPath([known.Key, Unknown(known.Type)], known.Group, known);
        }
        var (steps, group) = ((IReadOnlyList<string>)[], ClinicalGroup.Other);
        foreach (var code in codes.Select(Equivalent))
        {
            if (steps.Count == 0 || code.System is CodeSystem.Icd10 or CodeSystem.Yj)
                (steps, group) = Steps(code, type);
            if (code.System is CodeSystem.Icd10 or CodeSystem.Yj)
                break;
        }
        var prefix = Prefix(type);
        return new ConceptPath([.. steps.Select(step => $"{prefix}/{step}"), Unknown(type)], group, Catalogued: null);
    }

    /// <summary>The same fact in the system whose hierarchy is known, where the table says so.</summary>
    public static SourceCode Equivalent(SourceCode code) => Equivalents.GetValueOrDefault(code, code);

    /// <summary>Keys that stand above a concept's on its path, in any order.</summary>
    public static IEnumerable<string> Above(string key, EventType type)
    {
        if (key != Unknown(type))
            yield return Unknown(type);
        var answer = key.IndexOf('=', StringComparison.Ordinal);
        var question = answer > 0 ? key[..answer] : key;
        if (answer > 0)
            yield return question;
        var (slash, colon) = (question.IndexOf('/'), question.IndexOf(':'));
        // A block of categories ("E10-E14") is no code.
        if (colon < slash || question.AsSpan(colon).Contains('-'))
            yield break;
        var code = new SourceCode(CodeSystems.Named(question[(slash + 1)..colon]), question[(colon + 1)..]);
        foreach (var step in Steps(code, type).Steps.Select(step => $"{Prefix(type)}/{step}").Where(step => step != question))
            yield return step;
    }

    /// <summary>The key of "something of this type".</summary>
    public static string Unknown(EventType type) => $"{Prefix(type)}/?";

    private static (IReadOnlyList<string> Steps, string Group) Steps(SourceCode code, EventType type) =>
        code.System switch
    {
        CodeSystem.Icd10 => Icd10(code.Code),
        CodeSystem.Yj => Yj(code.Code),
        CodeSystem.Jlac10 => ([.. Lengths(code.Code, 5, 3).Select(step => $"jlac10:{step}")], ClinicalGroup.Other),
        CodeSystem.Other => ([], type == EventType.Medication ? ClinicalGroup.Treatment : ClinicalGroup.Other),
        _ => ([$"{CodeSystems.KeyPrefix(code.System)}:{code.Code}"], type == EventType.Medication
        ? ClinicalGroup.Treatment : ClinicalGroup.Other),
    };

    private static (IReadOnlyList<string>, string) Icd10(string written)
    {
        var code = written.Replace(".", "", StringComparison.Ordinal).ToUpperInvariant();
        if (code.Length < 3)
            return ([], ClinicalGroup.Other);
        var category = code[..3];
        var steps = Lengths(code, 4, 3).Select(step => $"icd10:{step}").ToList();
        var block = Array.Find(Icd10Blocks, row => string.CompareOrdinal(row.From, category) <= 0
            && string.CompareOrdinal(category, row.To) <= 0);
        if (block.Block is not null)
            steps.Add($"icd10:{block.Block}");
        return (steps, block.Group ?? ClinicalGroup.Other);
    }

    /// <summary>YJ: 4 digits therapeutic category, 7 ingredient and route, then form, brand.</summary>
    private static (IReadOnlyList<string>, string) Yj(string code)
    {
        var group = Array.Find(MedicineGroups, row => code.StartsWith(row.Prefix, StringComparison.Ordinal)).Group;
        return ([.. Lengths(code, 7, 4, 3).Select(step => $"yj:{step}")], group ?? ClinicalGroup.Treatment);
    }

    /// <summary>Prefixes of the given lengths, those longer than the code left out.</summary>
    private static IEnumerable<string> Lengths(string code, params int[] lengths) =>
        lengths.Where(length => code.Length >= length).Select(length => code[..length]);

    private static string Prefix(EventType type) => type switch
    {
        EventType.Static => "static",
        EventType.Diagnosis => "dx",
        EventType.Medication => "rx",
        EventType.Procedure => "proc",
        EventType.Lab => "lab",
        EventType.Vital => "vital",
        EventType.Encounter => "visit",
        EventType.Block => "week",
        EventType.Immunisation => "vaccine",
        EventType.Allergy => "allergy",
        EventType.Social => "social",
        _ => "other",
    };
}
