using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Criteria;

/// <summary>Any of some keys (token, uri and reference parameters), or none of them. R4 search.html#token.</summary>
/// <param name="Negated"><c>:not</c>: also resources without any value of the parameter.</param>
public sealed record TokenCriterion(long[] Tokens, bool Negated) : Criterion
{
    /// <summary>Code of the parameter and key of the bare code, where the criterion is one code: then a patient's rows are found by it in order.</summary>
    public (string Parameter, long Code)? OneCode { get; init; }

    /// <summary>Values <c>code</c>, <c>system|code</c>, <c>|code</c> and <c>system|</c>.</summary>
    public static Answer<Criterion> Parse(SearchTerm term, TokenKeys keys)
    {
        if (term.Modifier is not (null or "not"))
            return Refusals.Modifier(term);
        var tokens = new long[term.Values.Count];
        for (var i = 0; i < tokens.Length; i++)
        {
            var parts = SearchTerm.Split(term.Values[i], '|');
            if (parts.Count > 2 || parts.All(part => part.Length == 0))
                return Refusals.Value(term, "a code, system|code, |code or system|");
            tokens[i] = parts switch
            {
                [var code] => keys.Code(term.Parameter, SearchTerm.Unescape(code)),
                [var system, ""] => keys.System(term.Parameter, SearchTerm.Unescape(system)),
                [var system, var code] => keys.Token(term.Parameter, SearchTerm.Unescape(system), SearchTerm.Unescape(code)),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
        return new TokenCriterion(tokens, term.Modifier == "not") { OneCode = BareCode(term, keys) };
    }

    private static (string, long)? BareCode(SearchTerm term, TokenKeys keys)
    {
        if (term.Modifier is not null || term.Values is not [var value])
            return null;
        var code = SearchTerm.Unescape(SearchTerm.Split(value, '|')[^1]);
        return code.Length == 0 ? null : (term.Parameter, keys.Code(term.Parameter, code));
    }

    public override void AppendTo(SqlText sql, SearchContext context)
    {
        if (Negated)
            sql.Append(context.Tables.Load("Search/Criteria/token-none.sql"), Binding.Longs("tokens", Tokens));
        else
            context.AppendTokens(sql, Tokens);
    }

    public override bool? HoldsFor(IReadOnlyCollection<long> tokens) => Tokens.Any(tokens.Contains) != Negated;
}
