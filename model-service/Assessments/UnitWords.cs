using System.Text.RegularExpressions;

namespace Phr.Model.Assessments;

/// <summary>Units as people write them. UCUM (ucum.org) writes for machines: mm[Hg], 10*3/uL, {1.73_m2}.</summary>
public static partial class UnitWords
{
    private static readonly Dictionary<string, (string Japanese, string English)> Words = new()
    {
        ["1"] = ("", ""),
        ["/min"] = ("回/分", "per minute"),
        ["/d"] = ("/日", "a day"),
        ["h/d"] = ("時間/日", "hours a day"),
        ["Cel"] = ("℃", "°C"),
        ["[degF]"] = ("°F", "°F"),
        ["[lb_av]"] = ("ポンド", "lb"),
        ["[in_i]"] = ("インチ", "in"),
    };

    /// <param name="unit">UCUM or the source's own spelling; null where it gave none.</param>
    public static Wording Of(string? unit)
    {
        if (Words.TryGetValue(unit ?? "", out var words))
            return new(words.Japanese, words.English);
        var plain = Annotation().Replace(unit ?? "", match => match.Groups[1].Value.Replace('_', ' '));
        plain = Bracket().Replace(plain, "$1");
        plain = PowerOfTen().Replace(plain, match => "10" + Raised(match.Groups[1].Value));
        plain = Area().Replace(plain, "m²");
        plain = Micro().Replace(plain, "µ");
        return new(plain, plain);
    }

    private static string Raised(string digits) => string.Concat(digits.Select(digit => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit - '0']));

    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex Annotation();

    [GeneratedRegex(@"\[([^\[\]]*)\]")]
    private static partial Regex Bracket();

    [GeneratedRegex(@"10[*^]([0-9]{1,2})")]
    private static partial Regex PowerOfTen();

    [GeneratedRegex(@"\bm2\b")]
    private static partial Regex Area();

    [GeneratedRegex(@"(?<![A-Za-z])u(?=[A-Za-z])")]
    private static partial Regex Micro();
}
