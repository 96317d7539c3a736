using System.Text.RegularExpressions;

namespace Phr.Platform.Identity;

/// <summary>
/// A person's number in Japanese health insurance (被保険者識別子): insurer (保険者番号), symbol (記号), number (番号), branch (枝番).
/// Sources write it in half or full width and with or without leading zeros; here it has one form, so that equal means the same.
/// </summary>
/// <param name="Insurer">8 digits, padded with zeros.</param>
/// <param name="Symbol">May be empty: not every insurer has one.</param>
/// <param name="Branch">2 digits; empty on cards from before 2021.</param>
public sealed partial record InsuredPersonNumber(string Insurer, string Symbol, string Number, string Branch)
{
    /// <summary>Identifier.system of JP-CLINS.</summary>
    public const string System = "http://jpfhir.jp/fhir/clins/Idsystem/JP_Insurance_memberID";

    private const int PartCharactersMax = 40;

    /// <summary>Reads <c>保険者番号:記号:番号:枝番</c>; the branch may be missing. Null when it is no such number.</summary>
    public static InsuredPersonNumber? Parse(string text)
    {
        var parts = JapaneseText.Fold(text).Split(':').Select(part => Blanks().Replace(part, "").ToUpperInvariant()).ToArray();
        if (parts is not [var insurer, var symbol, var number, ..] || parts.Length > 4)
            return null;
        var branch = parts.Length == 4 ? parts[3] : "";
        if (!Insurers().IsMatch(insurer) || !Branches().IsMatch(branch) || number.Length == 0)
            return null;
        if (symbol.Length > PartCharactersMax || number.Length > PartCharactersMax || (symbol + number).Any(char.IsControl))
            return null;
        return new InsuredPersonNumber(insurer.PadLeft(8, '0'), symbol, number, branch.Length == 1 ? "0" + branch : branch);
    }

    /// <summary>As JP-CLINS writes it in an Identifier: symbol and number in full width.</summary>
    public string ToIdentifierValue() => $"{Insurer}:{JapaneseText.Widen(Symbol)}:{JapaneseText.Widen(Number)}:{Branch}";

    /// <summary>The one form by which numbers are compared.</summary>
    public override string ToString() => $"{Insurer}:{Symbol}:{Number}:{Branch}";

    [GeneratedRegex("^[0-9]{1,8}$")]
    private static partial Regex Insurers();

    [GeneratedRegex("^[0-9]{0,2}$")]
    private static partial Regex Branches();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
