using Phr.Platform.Database;

namespace Phr.Planets.Search.Criteria;

/// <summary>Patients about whose person there is a resource for which a condition holds: <c>_has</c> over a compartment's own
/// parameter.</summary>
public sealed record PersonReverseCriterion(short SourceType, long Present, Criterion Condition) : Criterion
{
    public override void AppendTo(SqlText sql, SearchContext context)
    {
        sql.Append(
            context.Tables.Load("Search/Criteria/person-reverse.sql"),
            Binding.Short("source", SourceType), Binding.Longs("present", [Present]));
        Condition.AppendTo(sql, context.Inside);
        sql.Append(" and ");
        context.Visibility.Of(SourceType).AppendTo(sql);
        sql.Append(context.Tables.Load("Search/Criteria/person-found-end.sql")).Append(")");
    }
}
