using Phr.Platform.Database;

namespace Phr.Planets.Search.Criteria;

/// <summary>
/// What a resource of another type refers to for which a condition holds (<c>_has</c>, R4 search.html#has); as far as the reader may see
/// that resource.
/// </summary>
public sealed record ReverseCriterion(short SourceType, long Key, Criterion Condition) : Criterion
{
    public override void AppendTo(SqlText sql, SearchContext context)
    {
        sql.Append(context.Tables.Load("Search/Criteria/reverse.sql"), Binding.Short("source", SourceType));
        Condition.AppendTo(sql, context.Inside);
        sql.Append(" and ");
        context.Visibility.Of(SourceType).AppendTo(sql);
        sql.Append(context.Tables.Load("Search/Criteria/reverse-end.sql"), Binding.Long("key", Key));
    }
}
