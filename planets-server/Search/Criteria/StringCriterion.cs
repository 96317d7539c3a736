using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Criteria;

/// <summary>Any of some texts: of a string parameter, or beside the values of a coded one (<c>:text</c>). R4 search.html#string.</summary>
public sealed record StringCriterion(short Parameter, IReadOnlyList<TextCondition> Texts) : Criterion
{
    public static Answer<Criterion> Parse(SearchTerm term, TokenKeys keys)
    {
        if (term.Modifier is not (null or "exact" or "contains"))
            return Refusals.Modifier(term);
        return Parse(term, term.Comparison ?? term.Modifier ?? "", keys);
    }

    /// <summary>Texts of codes: <c>CodeableConcept.text</c>, <c>Coding.display</c>, <c>Identifier.type.text</c>.</summary>
    public static Answer<Criterion> ParseText(SearchTerm term, TokenKeys keys) => Parse(term, "", keys);

    private static Answer<Criterion> Parse(SearchTerm term, string modifier, TokenKeys keys)
    {
        var values = term.Values.Select(SearchTerm.Unescape).ToArray();
        return values.Any(value => value.Length == 0)
            ? Refusals.Value(term, "a text")
            : new StringCriterion(Parameters.Number(term.Parameter), [.. values.Select(value => TextCondition.Of(modifier, value, keys))]);
    }

    public override void AppendTo(SqlText sql, SearchContext context)
    {
        sql.Append(context.Tables.Load("Search/Criteria/string-any.sql"), Binding.Short("parameter", Parameter));
        sql.Append("(");
        for (var i = 0; i < Texts.Count; i++)
        {
            sql.Append(i == 0 ? "" : " or ");
            Texts[i].AppendTo(sql);
        }
        sql.Append("))");
    }
}
