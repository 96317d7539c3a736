using System.Buffers;
using System.Text;
using Phr.Fhir.Indexing;
using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Criteria;

/// <summary>The beginning of a text, ignoring case, accents, width and kind of kana; or a part of it, or all of it exactly. R4 search.html#string.</summary>
public sealed record StringCriterion(short Parameter, string Modifier, IReadOnlyList<string> Values, TokenKeys Keys) : Criterion
{
    public static Answer<Criterion> Parse(SearchTerm term, TokenKeys keys)
    {
        if (term.Modifier is not (null or "exact" or "contains"))
            return Refusals.Modifier(term);
        var values = term.Values.Select(SearchTerm.Unescape).ToArray();
        return values.Any(value => value.Length == 0)
            ? Refusals.Value(term, "a text")
            : new StringCriterion(Parameters.Number(term.Parameter), term.Modifier ?? "", values, keys);
    }

    public override void AppendTo(SqlText sql, SearchContext context)
    {
        sql.Append(context.Tables.Load("Search/Criteria/string-any.sql"), Binding.Short("parameter", Parameter));
        sql.Append("(");
        for (var i = 0; i < Values.Count; i++)
        {
            sql.Append(i == 0 ? "" : " or ");
            Append(sql, Values[i]);
        }
        sql.Append("))");
    }

    private void Append(SqlText sql, string value)
    {
        var normalised = Folded(value);
        switch (Modifier)
        {
            case "exact":
                sql.Append("(x.value = @value and x.exact = @exact)", Binding.Text("value", normalised), Binding.Long("exact", Keys.Exact(value)));
                break;
            case "contains":
                sql.Append("position(@value in x.value) > 0", Binding.Text("value", normalised));
                break;
            default:
                // U+10FFFF sorts after every text that goes on.
                sql.Append(
                    "(x.value >= @value and x.value < @end)",
                    Binding.Text("value", normalised), Binding.Text("end", normalised + "\U0010FFFF"));
                break;
        }
    }

    private static string Folded(string value)
    {
        var folded = new ArrayBufferWriter<byte>();
        TextFolding.Fold(Encoding.UTF8.GetBytes(value), folded);
        return Encoding.UTF8.GetString(folded.WrittenSpan);
    }
}
