using Phr.Platform.Database;

namespace Phr.Planets.Search.Criteria;

/// <summary>Any of some conditions: the targets that a chain without a type may mean, or an <c>or</c>.</summary>
public sealed record AnyCriterion(IReadOnlyList<Criterion> Alternatives) : Criterion
{
    public override IEnumerable<string> Named => Alternatives.SelectMany(one => one.Named);

    public override void AppendTo(SqlText sql, SearchContext context) => Joined.AppendTo(sql, context, Alternatives, " or ");
}

/// <summary>All of some conditions.</summary>
public sealed record AllCriterion(IReadOnlyList<Criterion> Conditions) : Criterion
{
    public override IEnumerable<string> Named => Conditions.SelectMany(one => one.Named);

    public override void AppendTo(SqlText sql, SearchContext context) => Joined.AppendTo(sql, context, Conditions, " and ");
}

/// <summary>Not a condition; what the condition leaves open does not satisfy it either.</summary>
public sealed record NotCriterion(Criterion Inner) : Criterion
{
    public override IEnumerable<string> Named => Inner.Named;

    public override void AppendTo(SqlText sql, SearchContext context)
    {
        sql.Append("(");
        Inner.AppendTo(sql, context);
        sql.Append(") is not true");
    }
}

internal static class Joined
{
    public static void AppendTo(SqlText sql, SearchContext context, IReadOnlyList<Criterion> criteria, string between)
    {
        sql.Append("(");
        for (var i = 0; i < criteria.Count; i++)
        {
            sql.Append(i == 0 ? "" : between);
            criteria[i].AppendTo(sql, context);
        }
        sql.Append(")");
    }
}
