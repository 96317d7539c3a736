using Phr.Model.Tokens;

namespace Phr.Model.Explanations;

/// <summary>What an entry is called, in both languages.</summary>
public readonly record struct EntryName(string Japanese, string English)
{
    /// <summary>Letters above are of no language that is written in Latin letters.</summary>
    private const char LatinMax = '\u024F';

    /// <summary>
    /// The catalogue's name of it. What is not catalogued goes by the source's own words; in English, where those are in another script,
    /// by what it is and its code.
    /// </summary>
    public static EntryName Of(RecordEvent item)
    {
        foreach (var code in item.Codes)
        {
            if (ConceptCatalogue.Find(code) is { } concept)
                return new(concept.Japanese, concept.English);
        }
        var named = item.Codes.Count > 0 ? $" {item.Codes[0].Code}" : "";
        var (japanese, english) = Kind(item.Type);
        return item.Display.Length == 0
            ? new(japanese + named, english + named)
            : new(item.Display, item.Display.Any(letter => letter > LatinMax && char.IsLetter(letter)) ? english + named : item.Display);
    }

    private static (string Japanese, string English) Kind(EventType type) => type switch
    {
        EventType.Diagnosis => ("病名", "Diagnosis"),
        EventType.Medication => ("薬", "Medicine"),
        EventType.Procedure => ("処置", "Procedure"),
        EventType.Lab => ("検査", "Laboratory test"),
        EventType.Vital => ("測定", "Measurement"),
        EventType.Encounter => ("受診", "Visit"),
        EventType.Immunisation => ("予防接種", "Vaccination"),
        EventType.Allergy => ("アレルギー", "Allergy"),
        _ => ("記録", "Entry"),
    };
}
