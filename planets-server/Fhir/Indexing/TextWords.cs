using System.Text;
using Phr.Fhir.Definitions;

namespace Phr.Fhir.Indexing;

/// <summary>
/// The words of a resource, for <c>_text</c> and <c>_content</c> (R4 search.html#content), folded as string searches fold: what blanks and
/// signs part; of Japanese, which has no blanks, each letter and each two that follow one another.
/// </summary>
public static class TextWords
{
    /// <summary>Different words of one resource that are indexed; it is not found by further ones.</summary>
    public const int WordsMax = 20_000;

    // What is folded at a time: below the 512 bytes that folding takes.
    private const int PieceLetters = 100;
    private const int PieceLettersMax = 150;

    private static readonly string[] InlineTags =
        ["a", "abbr", "b", "big", "em", "i", "small", "span", "strong", "sub", "sup", "tt", "code", "q"];

    /// <summary>Adds the words of a resource: of its narrative, or of all its texts and codes with what it contains.</summary>
    public static void Read(Element resource, bool narrativeAlone, HashSet<string> into)
    {
        if (!narrativeAlone)
            Walk(resource, into);
        else if (resource.Child("text").Child("div") is { HasValue: true } div)
            Add(Plain(div.Text!), into);
    }

    /// <summary>What has to be among the words of a text that a searched text is in; empty where there is no letter.</summary>
    public static IReadOnlyCollection<string> Of(string searched)
    {
        var words = new HashSet<string>();
        Add(searched, words);
        // A pair of letters says all that its letters do.
        words.RemoveWhere(word =>
            IsLetter(word) && words.Any(other => other.Length > word.Length && other.Contains(word, StringComparison.Ordinal)));
        return words;
    }

    private static void Walk(Element element, HashSet<string> into)
    {
        foreach (var child in element.Children())
        {
            if (into.Count >= WordsMax)
                return;
            if (child.Kind == JsonKind.String && !(element.Type?.Name == "Reference" && child.Name == "reference"))
            {
                if (child.Type?.Primitive is PrimitiveKind.String or PrimitiveKind.Markdown or PrimitiveKind.Code)
                    Add(child.Text!, into);
                else if (child.Type?.Primitive is PrimitiveKind.Xhtml)
                    Add(Plain(child.Text!), into);
            }
            Walk(child, into);
        }
    }

    private static void Add(string text, HashSet<string> into)
    {
        var piece = new StringBuilder();
        var (count, last) = (0, default(Rune));
        foreach (var rune in text.EnumerateRunes())
        {
            var isBlank = Rune.IsWhiteSpace(rune);
            if (!isBlank && !IsPart(rune))
            {
                Flush();
                continue;
            }
            if (count >= PieceLettersMax || isBlank && count >= PieceLetters)
            {
                Flush();
                // The pair over the cut is not lost.
                if (TextFolding.IsJapanese(last))
                    Append(last);
            }
            Append(rune);
            if (!isBlank)
                last = rune;
        }
        Flush();

        void Append(Rune rune)
        {
            piece.Append(rune);
            count++;
        }

        void Flush()
        {
            if (count > 0)
                Take(TextFolding.Fold(piece.ToString()), into);
            piece.Clear();
            count = 0;
        }
    }

    private static void Take(string folded, HashSet<string> into)
    {
        var word = new StringBuilder();
        Rune? before = null;
        foreach (var rune in folded.EnumerateRunes())
        {
            var isJapanese = TextFolding.IsJapanese(rune);
            if (isJapanese || Rune.IsWhiteSpace(rune))
                Complete();
            else
                word.Append(rune);
            if (isJapanese)
            {
                Put(rune.ToString());
                if (before is { } first)
                    Put($"{first}{rune}");
            }
            before = isJapanese ? rune : null;
        }
        Complete();

        void Complete()
        {
            if (word.Length > 0)
                Put(word.ToString());
            word.Clear();
        }

        void Put(string found)
        {
            if (into.Count < WordsMax)
                into.Add(found);
        }
    }

    private static bool IsPart(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune)
        is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;

    private static bool IsLetter(string word) =>
        Rune.DecodeFromUtf16(word, out var rune, out var length) == System.Buffers.OperationStatus.Done && length == word.Length
        && TextFolding.IsJapanese(rune);

    // Elements that stand in a line part no words; the entities of XML are its letters.
    private static string Plain(string xhtml)
    {
        var plain = new StringBuilder(xhtml.Length);
        for (var at = 0; at < xhtml.Length;)
        {
            if (xhtml[at] != '<')
            {
                plain.Append(xhtml[at++]);
                continue;
            }
            var end = xhtml.IndexOf('>', at);
            end = end < 0 ? xhtml.Length : end + 1;
            var name = xhtml[at..end].Trim('<', '/', '>').Split([' ', '/', '\n', '\t', '\r'])[0];
            if (!InlineTags.Contains(name, StringComparer.Ordinal))
                plain.Append(' ');
            at = end;
        }
        return System.Net.WebUtility.HtmlDecode(plain.ToString());
    }
}
