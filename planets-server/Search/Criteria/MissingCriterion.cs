using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Criteria;

/// <summary>Whether a resource has any value of a parameter. R4 search.html#missing.</summary>
public sealed record MissingCriterion(long[] Present, bool IsMissing) : Criterion
{
    public static Answer<Criterion> Parse(SearchTerm term, TokenKeys keys) => term.Values switch
    {
        ["true"] => new MissingCriterion(Keys(term, keys), true),
        ["false"] => new MissingCriterion(Keys(term, keys), false),
        _ => Refusals.Value(term, "true or false"),
    };

    public override void AppendTo(SqlText sql, SearchContext context) => new TokenCriterion(Present, IsMissing).AppendTo(sql, context);

    public override bool? HoldsFor(IReadOnlyCollection<long> tokens) => Present.Any(tokens.Contains) != IsMissing;

    private static long[] Keys(SearchTerm term, TokenKeys keys) => [.. SearchUnions.PartsOf(term.Parameter).Select(keys.Present)];
}
