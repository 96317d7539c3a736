using System.Text;
using Phr.Fhir.Indexing;
using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Criteria;

/// <summary>
/// A date, as the time that its precision leaves open, compared with times. R4 search.html#date and #prefix.
/// </summary>
/// <param name="Rows">Where the times of the rows are.</param>
public sealed record DateCriterion(DateCriterion.Place Rows, IReadOnlyList<DateCriterion.Bound> Bounds) : Criterion
{
    /// <param name="Prefix">eq ne gt lt ge le sa eb ap.</param>
    public readonly record struct Bound(string Prefix, DateRange Range);

    /// <summary>Two columns of the row itself, or the side table under a parameter.</summary>
    /// <param name="Present">Of the row's columns: key that rows have whose columns hold a value of the parameter and not a stand-in.</param>
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
        for (var i = 0; i < Bounds.Count; i++)
        {
            sql.Append(i == 0 ? "" : " or ");
            sql.Append(Condition(Bounds[i].Prefix), Binding.Instant("lo", Bounds[i].Range.Low), Binding.Instant("hi", Bounds[i].Range.High));
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
        var bounds = new List<Bound>(term.Values.Count);
        foreach (var value in term.Values)
        {
            var (prefix, text) = Prefixes.Split(value);
            if (!DateRange.TryRead(Encoding.UTF8.GetBytes(text), parser.Zone, out var range))
                return Refusals.Value(term, "a date: YYYY, YYYY-MM, YYYY-MM-DD or a date and time, with a prefix or without");
            bounds.Add(new Bound(prefix, prefix == "ap" ? Around(range, parser.Clock.GetUtcNow().UtcDateTime) : range));
        }
        return new DateCriterion(rows, bounds);
    }

    // The high end is outside, of values and of rows; of an instant (last_updated) both ends are one and belong to it.
    private string Condition(string prefix)
    {
        var isInstant = Rows.Lo == Rows.Hi;
        return prefix switch
        {
            "eq" or "ap" => $"({Rows.Lo} >= @lo and {Rows.Hi} {(isInstant ? "<" : "<=")} @hi)",
            "ne" => $"not ({Rows.Lo} >= @lo and {Rows.Hi} {(isInstant ? "<" : "<=")} @hi)",
            "gt" => $"({Rows.Hi} {(isInstant ? ">=" : ">")} @hi)",
            "lt" => $"({Rows.Lo} < @lo)",
            "ge" => $"({Rows.Hi} {(isInstant ? ">=" : ">")} @hi or {Rows.Lo} >= @lo)",
            "le" => $"({Rows.Lo} < @lo or {Rows.Hi} {(isInstant ? "<" : "<=")} @hi)",
            "sa" => $"({Rows.Lo} >= @hi)",
            "eb" => $"({Rows.Hi} {(isInstant ? "<" : "<=")} @lo)",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    // R4 leaves "approximately" to the server and recommends 10 % of the distance to now.
    private static DateRange Around(DateRange range, DateTime now)
    {
        var middle = range.Low + ((range.High - range.Low) / 2);
        var margin = (now - middle).Duration() / 10;
        return new DateRange(
            range.Low - DateTime.MinValue > margin ? range.Low - margin : DateTime.MinValue,
            DateTime.MaxValue - range.High > margin ? range.High + margin : DateTime.MaxValue);
    }
}
