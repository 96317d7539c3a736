using System.Text.RegularExpressions;
using Phr.Fhir.Units;

namespace Phr.Conformance.Terminology;

/// <summary>
/// Code systems whose codes follow a grammar instead of a list: UCUM units, BCP 47 languages, BCP 13 media types. Nothing subsumes anything
/// in them.
/// </summary>
public sealed partial class Grammar
{
    public const string Languages = "urn:ietf:bcp:47";
    public const string MediaTypes = "urn:ietf:bcp:13";

    private readonly Func<string, bool> _isCode;

    private Grammar(string url, string name, Func<string, bool> isCode) => (Url, Name, _isCode) = (url, name, isCode);

    public string Url { get; }

    public string Name { get; }

    /// <summary>Characters of a code; a longer one is none.</summary>
    public const int CodeLengthMax = 256;

    /// <summary>The grammar of a code system, or null.</summary>
    public static Grammar? Of(string system) => system switch
    {
        Ucum.SystemUrl => Units,
        Languages => Tags,
        MediaTypes => Media,
        _ => null,
    };

    public bool Contains(string code) => code.Length <= CodeLengthMax && _isCode(code);

    private static readonly Grammar Units = new(Ucum.SystemUrl, "Unified Code for Units of Measure (UCUM)", code =>
        Ucum.TryParse(code, out _));
    private static readonly Grammar Tags = new(Languages, "Tags for Identifying Languages (BCP 47)", code => LanguageTag().IsMatch(code));
    private static readonly Grammar Media = new(MediaTypes, "Media Types (BCP 13)", code => MediaType().IsMatch(code));

    // RFC 5646 section 2.1, without the grandfathered tags.
    [GeneratedRegex(
        @"^(?:[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"
        + @"(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(?:-[0-9A-WY-Za-wy-z](?:-[A-Za-z0-9]{2,8})+)*(?:-[xX](?:-[A-Za-z0-9]{1,8})+)?$"
        + @"|^[xX](?:-[A-Za-z0-9]{1,8})+$",
        RegexOptions.NonBacktracking)]
    private static partial Regex LanguageTag();

    // RFC 6838 section 4.2 with parameters of RFC 2045 section 5.1.
    [GeneratedRegex(
        """^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*/[A-Za-z0-9*][A-Za-z0-9!#$&^_.+-]*(?:\s*;\s*[A-Za-z0-9!#$&^_.+-]+=(?:"[^"]*"|[^\s;"]+))*$""",
        RegexOptions.NonBacktracking)]
    private static partial Regex MediaType();
}
