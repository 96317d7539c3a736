using Phr.Platform;

namespace Phr.Planets.Search.Criteria;

/// <summary>An exact uri. R4 search.html#uri.</summary>
public static class UriCriterion
{
    public static Answer<Criterion> Parse(SearchTerm term, TokenKeys keys)
    {
        if (term.Modifier is not null)
            return Refusals.Modifier(term);
        var tokens = term.Values.Select(value => keys.Uri(term.Parameter, SearchTerm.Unescape(value))).ToArray();
        return new TokenCriterion(tokens, Negated: false);
    }
}
