using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Criteria;

/// <summary>Any of some logical ids, or none of them. R4 search.html#all.</summary>
public sealed record IdCriterion(string[] Ids, bool Negated) : Criterion
{
    public static Answer<Criterion> Parse(SearchTerm term) => term.Modifier is null or "not"
        ? new IdCriterion([.. term.Values.Select(SearchTerm.Unescape)], term.Modifier == "not")
        : Refusals.Modifier(term);

    public override void AppendTo(SqlText sql, SearchContext context) =>
        sql.Append(Negated ? "not " : "").Append(context.Tables.Load("Search/Criteria/id.sql"), Binding.Texts("ids", Ids));
}
