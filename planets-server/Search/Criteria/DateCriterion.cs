using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Criteria;

/// <summary>Any of some dates. R4 search.html#date.</summary>
/// <param name="Rows">Where the times of the rows are.</param>
public sealed record DateCriterion(DateCriterion.Place Rows, IReadOnlyList<DateCondition> Dates) : Criterion
{
    /// <summary>Two columns of the row itself, or the side table under a parameter.</summary>
    /// <param name="Present">Of the row's columns: key that rows have whose columns hold a value of the parameter and not a
    /// stand-in.</param>
    public readonly record struct Place(string Lo, string Hi, short? Parameter, long? Present);

    public static Answer<Criterion> Parse(SearchTerm term, string type, CriterionParser parser) => Parse(
        term,
        ClinicalParameters.Date(type) == term.Parameter
            ? new Place("s.date_lo", "s.date_hi", null, parser.Keys.Present(term.Parameter))
            : new Place("x.lo", "x.hi", Parameters.Number(term.Parameter), null),
        parser);

    /// <summary>When the version was recorded: one column that every row has.</summary>
    public static Answer<Criterion> ParseUpdated(SearchTerm term, CriterionParser parser) =>
        Parse(term, new Place("s.last_updated", "s.last_updated", null, null), parser);

    public override void AppendTo(SqlText sql, SearchContext context)
    {
        if (Rows.Parameter is { } number)
            sql.Append(context.Tables.Load("Search/Criteria/date-any.sql"), Binding.Short("parameter", number));
        sql.Append("(");
        for (var i = 0; i < Dates.Count; i++)
        {
            sql.Append(i == 0 ? "" : " or ");
            Dates[i].AppendTo(sql, Rows.Lo, Rows.Hi);
        }
        sql.Append(")");
        if (Rows.Parameter is not null)
            sql.Append(")");
        if (Rows.Present is { } present)
            context.AppendTokens(sql.Append(" and "), present);
    }

    private static Answer<Criterion> Parse(SearchTerm term, Place rows, CriterionParser parser)
    {
        if (term.Modifier is not null)
            return Refusals.Modifier(term);
        var dates = new List<DateCondition>(term.Values.Count);
        foreach (var value in term.Values)
        {
            if (DateCondition.Parse(value, parser, term.Comparison) is not { } date)
                return Refusals.Value(term, DateCondition.Expected);
            dates.Add(date);
        }
        return new DateCriterion(rows, dates);
    }
}
