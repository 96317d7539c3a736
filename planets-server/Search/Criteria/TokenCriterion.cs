using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Criteria;

/// <summary>Any of some keys (token, uri and reference parameters), or none of them. R4 search.html#token.</summary>
/// <param name="Negated"><c>:not</c>: also resources without any value of the parameter.</param>
public sealed record TokenCriterion(long[] Tokens, bool Negated) : Criterion
{
    private const string Forms = "a code, system|code, |code or system|";

    /// <summary>Code of the parameter and key of the bare code, where the criterion is one code: then a patient's rows are found by it
    /// in order.</summary>
    public (string Parameter, long Code)? OneCode { get; init; }

    public static Answer<Criterion> Parse(SearchTerm term, CriterionParser parser) => term.Modifier switch
    {
        null or "not" => ParseCodes(term, parser.Keys),
        "text" => StringCriterion.ParseText(term, parser.Keys),
        "of-type" => ParseTyped(term, parser.Keys),
        "in" or "not-in" or "above" or "below" => CodeSetCriterion.Parse(term, parser),
        _ => Refusals.Modifier(term),
    };

    /// <summary>Keys of one value <c>code</c>, <c>system|code</c>, <c>|code</c> or <c>system|</c> under a parameter's name; null where
    /// it is none.</summary>
    public static long? KeyOf(string value, string parameter, TokenKeys keys)
    {
        var parts = SearchTerm.Split(value, '|');
        if (parts.Count > 2 || parts.All(part => part.Length == 0))
            return null;
        return parts switch
        {
            [var code] => keys.Code(parameter, SearchTerm.Unescape(code)),
            [var system, ""] => keys.System(parameter, SearchTerm.Unescape(system)),
            [var system, var code] => keys.Token(parameter, SearchTerm.Unescape(system), SearchTerm.Unescape(code)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Key of an identifier with its type, <c>system|code|value</c>; null where it is none. R4 search.html#modifiers.</summary>
    public static long? TypedKeyOf(string value, string parameter, TokenKeys keys) =>
        SearchTerm.Split(value, '|') is [{ Length: > 0 } system, { Length: > 0 } code, { Length: > 0 } identifier]
            ? keys.OfType(parameter, SearchTerm.Unescape(system), SearchTerm.Unescape(code), SearchTerm.Unescape(identifier))
            : null;

    public override void AppendTo(SqlText sql, SearchContext context)
    {
        if (Negated)
            sql.Append(context.Tables.Load("Search/Criteria/token-none.sql"), Binding.Longs("tokens", Tokens));
        else
            context.AppendTokens(sql, Tokens);
    }

    public override bool? HoldsFor(IReadOnlyCollection<long> tokens) => Tokens.Any(tokens.Contains) != Negated;

    private static Answer<Criterion> ParseCodes(SearchTerm term, TokenKeys keys)
    {
        var tokens = new List<long>(term.Values.Count);
        foreach (var value in term.Values)
        {
            foreach (var part in SearchUnions.PartsOf(term.Parameter))
            {
                if (KeyOf(value, part, keys) is not { } key)
                    return Refusals.Value(term, Forms);
                tokens.Add(key);
            }
        }
        return new TokenCriterion([.. tokens], term.Modifier == "not") { OneCode = BareCode(term, keys) };
    }

    private static Answer<Criterion> ParseTyped(SearchTerm term, TokenKeys keys)
    {
        var tokens = new List<long>(term.Values.Count);
        foreach (var value in term.Values)
        {
            if (TypedKeyOf(value, term.Parameter, keys) is not { } key)
                return Refusals.Value(term, "system|code|value");
            tokens.Add(key);
        }
        return new TokenCriterion([.. tokens], Negated: false);
    }

    private static (string, long)? BareCode(SearchTerm term, TokenKeys keys)
    {
        if (term.Modifier is not null || term.Values is not [var value])
            return null;
        var code = SearchTerm.Unescape(SearchTerm.Split(value, '|')[^1]);
        return code.Length == 0 ? null : (term.Parameter, keys.Code(term.Parameter, code));
    }
}
