namespace Phr.Planets.Search.Filter;

/// <summary>A <c>_filter</c> as it was written, not yet looked up in the definitions. R4 search_filter.html.</summary>
public abstract record FilterExpression
{
    private FilterExpression()
    {
    }

    public sealed record And(FilterExpression Left, FilterExpression Right) : FilterExpression;

    public sealed record Or(FilterExpression Left, FilterExpression Right) : FilterExpression;

    public sealed record Not(FilterExpression Inner) : FilterExpression;

    /// <summary><c>subject[gender eq male].birthdate ge 1980</c>.</summary>
    /// <param name="Path">References that lead to what has the parameter.</param>
    /// <param name="Parameter">Code of a search parameter.</param>
    /// <param name="Operator">eq ne co sw ew gt lt ge le ap sa eb pr po ss sb in ni re.</param>
    public sealed record Comparison(IReadOnlyList<Step> Path, string Parameter, string Operator, string Value) : FilterExpression;

    /// <param name="Where">What the target satisfies; null where nothing stood in brackets.</param>
    public sealed record Step(string Parameter, FilterExpression? Where);
}
