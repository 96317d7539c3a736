using System.Text;

namespace Phr.Platform;

/// <summary>
/// Half and full width, hiragana and katakana. By tables, because the runtime runs without ICU (invariant globalization), where
/// <see cref="string.Normalize()"/> leaves such letters as they are.
/// </summary>
public static class JapaneseText
{
    // Halfwidth katakana U+FF61..U+FF9F in their order, as what they stand for.
    private const string Katakana = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜";

    private const string Voiceable = "カキクケコサシスセソタチツテトハヒフヘホ";
    private const string HalfVoiceable = "ハヒフヘホ";

    /// <summary>
    /// ASCII in half width, katakana in full width with its marks joined, any kind of blank as a blank: what is written the same in two
    /// ways becomes equal.
    /// </summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            switch (letter)
            {
                case >= '\uFF01' and <= '\uFF5E':
                    folded.Append((char)(letter - 0xFEE0));
                    break;
                case '\u3000' or '\u00A0':
                    folded.Append(' ');
                    break;
                case '\uFF9E' or '\u3099' or '\u309B' when Joins(folded, Voiceable):
                    folded[^1] = folded[^1] == 'ウ' ? 'ヴ' : (char)(folded[^1] + 1);
                    break;
                case '\uFF9F' or '\u309A' or '\u309C' when Joins(folded, HalfVoiceable):
                    folded[^1] = (char)(folded[^1] + 2);
                    break;
                case >= '\uFF61' and <= '\uFF9F':
                    folded.Append(Katakana[letter - 0xFF61]);
                    break;
                // Hyphens, dashes and the minus sign that keyboards and scans put for one another.
                case '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2015' or '\u2212':
                    folded.Append('-');
                    break;
                default:
                    folded.Append(letter);
                    break;
            }
        }
        return folded.ToString();
    }

    /// <summary>ASCII from ! to ~ in full width, as Japanese insurance cards print it.</summary>
    public static string Widen(string text) => string.Create(text.Length, text, (wide, from) =>
    {
        for (var i = 0; i < wide.Length; i++)
            wide[i] = from[i] is >= '!' and <= '~' ? (char)(from[i] + 0xFEE0) : from[i];
    });

    /// <summary>Hiragana as katakana, after <see cref="Fold"/>.</summary>
    public static string ToKatakana(string text)
    {
        var folded = Fold(text);
        return string.Create(folded.Length, folded, (kana, from) =>
        {
            for (var i = 0; i < kana.Length; i++)
                kana[i] = from[i] is >= '\u3041' and <= '\u3096' ? (char)(from[i] + 0x60) : from[i];
        });
    }

    private static bool Joins(StringBuilder folded, string letters) =>
        folded.Length > 0 && (letters.Contains(folded[^1], StringComparison.Ordinal) || (letters == Voiceable && folded[^1] == 'ウ'));
}
