using Phr.Planets.Search.Criteria;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Custom;

/// <summary>Chains over a reference parameter of the site's own: to what it names (forward), or from what names it (<c>_has</c>).</summary>
/// <param name="Type">Of the resource at the other end.</param>
public sealed record CustomLinkCriterion(CustomParameter Parameter, bool Forward, short Type, long Key, Criterion Condition) : Criterion
{
    public override void AppendTo(SqlText sql, SearchContext context)
    {
        sql.Append(
            context.Tables.Load(Forward ? "Search/Custom/custom-forward.sql" : "Search/Custom/custom-reverse.sql"),
            Parameter.Binding, Binding.Long("key", Key), Binding.Short(Forward ? "target" : "source", Type));
        Condition.AppendTo(sql, context.Inside);
        sql.Append(" and ");
        context.Visibility.Of(Type).AppendTo(sql);
        sql.Append(")");
    }
}
