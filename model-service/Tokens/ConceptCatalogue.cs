using System.Collections.Frozen;
using System.Globalization;

namespace Phr.Model.Tokens;

/// <summary>A concept that several code systems name, with the unit in which its numbers are read.</summary>
/// <param name="Unit">Canonical UCUM unit; empty for counts and scales.</param>
/// <param name="Low">Least plausible value in <paramref name="Unit"/>; NaN where the concept carries no number.</param>
public sealed record CataloguedConcept(
    string Key, EventType Type, string Group, string Unit, double Low, double High, string Japanese, string English);

/// <summary>The concepts of <c>concepts.csv</c>, found by any of their codes.</summary>
public static class ConceptCatalogue
{
    private static readonly FrozenDictionary<string, CataloguedConcept> ByKey;
    private static readonly FrozenDictionary<SourceCode, CataloguedConcept> ByCode;
    private static readonly List<(string Pattern, CataloguedConcept Concept)> JlacPatterns = [];

    static ConceptCatalogue()
    {
        var concepts = new List<CataloguedConcept>();
        var codes = new Dictionary<SourceCode, CataloguedConcept>();
        foreach (var row in Table.Rows("concepts.csv"))
        {
            var concept = new CataloguedConcept(
                row[0], Enum.Parse<EventType>(row[1]), row[2], row[3], Number(row[4]), Number(row[5]), row[6], row[7]);
            concepts.Add(concept);
            foreach (var code in row[8].Split(' ').Select(Parse))
            {
                if (code.System == CodeSystem.Jlac10)
                    JlacPatterns.Add((code.Code, concept));
                else
                    codes.Add(code, concept);
            }
        }
        ByKey = concepts.ToFrozenDictionary(concept => concept.Key);
        ByCode = codes.ToFrozenDictionary();
    }

    public static IReadOnlyCollection<CataloguedConcept> All => ByKey.Values;

    public static CataloguedConcept? WithKey(string key) => ByKey.GetValueOrDefault(key);

    /// <summary>The concept that a code names by itself, or null.</summary>
    public static CataloguedConcept? Find(SourceCode code) => code.System == CodeSystem.Jlac10
        ? JlacPatterns.Find(candidate => Matches(candidate.Pattern, code.Code)).Concept
        : ByCode.GetValueOrDefault(code);

    /// <summary>Reads "SYSTEM:CODE" as the tables write it.</summary>
    public static SourceCode Parse(string text)
    {
        var colon = text.IndexOf(':');
        var system = text[..colon] switch
        {
            "class" => CodeSystem.EncounterClass,
            var name => CodeSystems.Named(name),
        };
        return new SourceCode(system, text[(colon + 1)..]);
    }

    /// <summary>
    /// A pattern is a prefix in which a dot stands for any character (JLAC10: analyte 5, identification 4, material 3
    /// …).
    /// </summary>
    private static bool Matches(string pattern, string code)
    {
        if (code.Length < pattern.Length)
            return false;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '.' && pattern[i] != code[i])
                return false;
        }
        return true;
    }

    private static double Number(string cell) =>
        cell.Length == 0 ? double.NaN : double.Parse(cell, CultureInfo.InvariantCulture);
}
