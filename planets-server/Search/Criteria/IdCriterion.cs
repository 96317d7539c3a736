using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Criteria;

/// <summary>Any of some logical ids. R4 search.html#all.</summary>
public sealed record IdCriterion(string[] Ids) : Criterion
{
    public static Answer<Criterion> Parse(SearchTerm term) =>
        term.Modifier is null ? new IdCriterion([.. term.Values.Select(SearchTerm.Unescape)]) : Refusals.Modifier(term);

    public override void AppendTo(SqlText sql, SearchContext context) =>
        sql.Append(context.Tables.Load("Search/Criteria/id.sql"), Binding.Texts("ids", Ids));
}
