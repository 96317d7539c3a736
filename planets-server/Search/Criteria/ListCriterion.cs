using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Criteria;

/// <summary>
/// What any of some Lists hold (<c>_list</c>, R4 search.html#list), as far as the reader may see the List. An item counts also where it is
/// marked as deleted, which has a meaning in a list of changes alone.
/// </summary>
/// <param name="Key">Of List's parameter item, see <see cref="TokenKeys.ReferenceKey"/>.</param>
public sealed record ListCriterion(string[] Ids, long Key) : Criterion
{
    public const string Parameter = "_list";

    private const string Prefix = "List/";

    public static Answer<Criterion> Parse(SearchTerm term, CriterionParser parser)
    {
        if (term.Modifier is not null)
            return Refusals.Modifier(term);
        var ids = new List<string>(term.Values.Count);
        foreach (var value in term.Values)
        {
            var text = parser.Local(SearchTerm.Unescape(value));
            if (text.StartsWith('$'))
            {
                return new Refusal(
                    RefusalKind.Invalid, "This server keeps no functional lists such as $current-problems: name a List by its id.",
                    "http._list", "not-supported");
            }
            if (text.StartsWith(Prefix, StringComparison.Ordinal))
                text = text[Prefix.Length..];
            if (text.Length is 0 or > 64 || !text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.'))
                return Refusals.Value(term, "the id of a List");
            ids.Add(text);
        }
        return new ListCriterion([.. ids], parser.Keys.ReferenceKey("item"));
    }

    public override void AppendTo(SqlText sql, SearchContext context)
    {
        var list = ResourceTypes.Number("List");
        sql.Append(context.Tables.Load("Search/Criteria/list.sql"), Binding.Short("list", list), Binding.Texts("ids", Ids));
        context.Visibility.Of(list).AppendTo(sql);
        sql.Append(context.Tables.Load("Search/Criteria/list-end.sql"), Binding.Long("key", Key));
    }
}
