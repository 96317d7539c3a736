using System.Text;
using Phr.Fhir;
using Phr.Fhir.Indexing;

namespace Phr.Planets.People.Matching;

/// <summary>How a name is written: names of one person in different scripts have no letter in common.</summary>
public enum NameScript
{
    Letters,
    Kana,
    Kanji,
}

/// <summary>A name as names are compared: folded as string searches fold (width, case, accents, hiragana and katakana).</summary>
/// <param name="Family">Empty where the name is not taken apart.</param>
/// <param name="Given">All given names, with blanks between Latin ones; empty where the name is not taken apart.</param>
/// <param name="Whole">Family and given name, in the order of the script, or the text.</param>
public sealed record PersonName(string Family, string Given, string Whole, NameScript Script)
{
    private static readonly char[] Blanks = [' ', '\u3000', '\t'];

    /// <summary>Null of a name that says nothing.</summary>
    public static PersonName? Read(Element name)
    {
        var family = name.Child("family").Text ?? "";
        var given = string.Join(' ', Texts(name.Children("given")));
        if (family.Length > 0 || given.Length > 0)
            return Of(family, given);
        return name.Child("text").Text is { Length: > 0 } text ? OfText(text) : null;
    }

    public static PersonName? Of(string family, string given)
    {
        var (folded, first) = (TextFolding.Fold(family), TextFolding.Fold(given));
        var script = ScriptOf(folded + first);
        var whole = script == NameScript.Letters ? $"{first} {folded}".Trim() : folded + first;
        return whole.Length == 0 ? null : new PersonName(folded, first, whole, script);
    }

    // Japanese names begin with the family's.
    private static PersonName? OfText(string text)
    {
        var words = text.Split(Blanks, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var folded = TextFolding.Fold(text);
        var script = ScriptOf(folded);
        return words.Length switch
        {
            0 => null,
            1 => folded.Length == 0 ? null : new PersonName("", "", folded, script),
            _ when script == NameScript.Letters => Of(words[^1], string.Join(' ', words[..^1])),
            _ => Of(words[0], string.Join(' ', words[1..])),
        };
    }

    private static NameScript ScriptOf(string folded)
    {
        var script = NameScript.Letters;
        foreach (var rune in folded.EnumerateRunes())
        {
            if (rune.Value is (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF))
                return NameScript.Kanji;
            if (rune.Value is >= 0x3041 and <= 0x30FF)
                script = NameScript.Kana;
        }
        return script;
    }

    private static List<string> Texts(ElementSequence elements)
    {
        var texts = new List<string>();
        foreach (var element in elements)
        {
            if (element.Text is { Length: > 0 } text)
                texts.Add(text);
        }
        return texts;
    }
}
