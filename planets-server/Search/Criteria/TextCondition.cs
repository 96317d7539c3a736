using Phr.Fhir.Indexing;
using Phr.Planets.Record.State;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Criteria;

/// <summary>
/// One text, compared with texts of rows <c>x</c>: its beginning, ignoring case, accents, width and kind of kana; or a part of it, or
/// all of it
/// exactly. R4 search.html#string.
/// </summary>
/// <param name="Modifier">Empty, <c>exact</c> or <c>contains</c>; of a <c>_filter</c> eq ne co sw ew gt lt ge le.</param>
/// <param name="Exact">Key of the text as it was asked.</param>
public sealed record TextCondition(string Modifier, string Folded, long Exact)
{
    // Sorts after every text that goes on.
    private const string End = "\U0010FFFF";

    public static TextCondition Of(string modifier, string value, TokenKeys keys) =>
        new(modifier, Cut(TextFolding.Fold(value)), keys.Exact(value));

    /// <summary>Texts as they are, such as uris: those that begin with a text.</summary>
    public static TextCondition Beginning(string text) => new("", Cut(text), 0);

    public void AppendTo(SqlText sql) => _ = Modifier switch
    {
        "exact" => sql.Append("(x.value = @value and x.exact = @exact)", Binding.Text("value", Folded), Binding.Long("exact", Exact)),
        "eq" => sql.Append("x.value = @value", Binding.Text("value", Folded)),
        "ne" => sql.Append("x.value <> @value", Binding.Text("value", Folded)),
        "gt" => sql.Append("x.value > @value", Binding.Text("value", Folded)),
        "lt" => sql.Append("x.value < @value", Binding.Text("value", Folded)),
        "ge" => sql.Append("x.value >= @value", Binding.Text("value", Folded)),
        "le" => sql.Append("x.value <= @value", Binding.Text("value", Folded)),
        "ew" => sql.Append("right(x.value, length(@value)) = @value", Binding.Text("value", Folded)),
        "contains" or "co" => sql.Append("position(@value in x.value) > 0", Binding.Text("value", Folded)),
        _ => sql.Append("(x.value >= @value and x.value < @end)", Binding.Text("value", Folded), Binding.Text("end", Folded + End)),
    };

    // As the index cuts it.
    private static string Cut(string text) => ValuesDraft.Bounded(text);
}
