using Phr.Conformance.Terminology;
using Phr.Platform;

namespace Phr.Planets.Search.Criteria;

/// <summary>
/// Codes that terminology names: those of a value set (<c>:in</c>, <c>:not-in</c>), those below or above one in the hierarchy of its
/// system.
/// R4 search.html#token.
/// </summary>
internal static class CodeSetCriterion
{
    /// <summary>Codes of one criterion: the statement compares with each.</summary>
    public const int CodesMax = 10_000;

    public static Answer<Criterion> Parse(SearchTerm term, CriterionParser parser)
    {
        var codes = Codes(term, parser);
        if (codes.IsRefused(out var refusal))
            return refusal;
        var tokens = codes.Value.SelectMany(_ => SearchUnions.PartsOf(term.Parameter), (code, part) =>
            parser.Keys.Token(part, code.System, code.Code));
        return new TokenCriterion([.. tokens], term.Modifier == "not-in");
    }

    /// <summary>The codes that the values of a term mean together.</summary>
    public static Answer<HashSet<SystemCode>> Codes(SearchTerm term, CriterionParser parser)
    {
        var sets = parser.Sets();
        var codes = new HashSet<SystemCode>();
        foreach (var value in term.Values)
        {
            if (Find(SearchTerm.Unescape(value), term, sets, parser) is not { } found)
                return Refusals.Value(
                    term, term.Modifier is "in" or "not-in" ? "the canonical URL of a value set, or ValueSet/id" : "system|code");
            if (found.Fault is { } fault)
                return new Refusal(RefusalKind.Invalid, fault.English, $"http.{term.Parameter}", fault.Code);
            codes.UnionWith(found.Codes!);
        }
        return codes.Count > CodesMax
            ? new Refusal(RefusalKind.Invalid, $"A criterion means at most {CodesMax} codes.", $"http.{term.Parameter}", "too-costly")
            : codes;
    }

    private static CodeSet? Find(string value, SearchTerm term, CodeSets sets, CriterionParser parser)
    {
        if (term.Modifier is "in" or "not-in")
            return value.Length == 0 ? null : sets.In(parser.Local(value));
        if (value.LastIndexOf('|') is not (> 0 and var bar) || bar == value.Length - 1)
            return null;
        return term.Modifier == "below" ? sets.Below(value[..bar], value[(bar + 1)..]) : sets.Above(value[..bar], value[(bar + 1)..]);
    }
}
