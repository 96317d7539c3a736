using Phr.Planets.Search.Criteria;
using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Text;

/// <summary>Any of some text searches (<c>_text</c>, <c>_content</c>). R4 search.html#content.</summary>
/// <param name="Number">Of search.parameter.</param>
internal sealed record TextCriterion(int Number, IReadOnlyList<TextQuery> Queries) : Criterion
{
    public static Answer<Criterion> Parse(SearchTerm term, TextSource source, CriterionParser parser)
    {
        if (term.Modifier is not null)
            return Refusals.Modifier(term);
        if (parser.Custom.Texts(source) is not { } number)
            return Refusals.Kind(term.Parameter, "text");
        var queries = new List<TextQuery>(term.Values.Count);
        foreach (var value in term.Values)
        {
            var query = TextQueryReader.Read(SearchTerm.Unescape(value), term.Parameter, parser.Keys);
            if (query.IsRefused(out var refusal))
                return refusal;
            queries.Add(query.Value);
        }
        return new TextCriterion(number, queries);
    }

    public override void AppendTo(SqlText sql, SearchContext context)
    {
        sql.Append(
            context.Tables.Load(context.IsWalking ? "Search/Text/words-of-row.sql" : "Search/Text/words-any.sql"),
            new Binding("parameter", Number, NpgsqlTypes.NpgsqlDbType.Integer));
        for (var i = 0; i < Queries.Count; i++)
        {
            sql.Append(i == 0 ? "(" : " or ");
            Queries[i].AppendTo(sql);
        }
        sql.Append("))");
    }
}
