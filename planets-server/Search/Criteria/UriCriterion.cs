using Phr.Planets.Record.State;
using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Criteria;

/// <summary>A uri: exactly, with <c>:below</c> what it begins, with <c>:above</c> what begins it. R4 search.html#uri.</summary>
public static class UriCriterion
{
    public static Answer<Criterion> Parse(SearchTerm term, TokenKeys keys)
    {
        var values = term.Values.Select(SearchTerm.Unescape).ToArray();
        if (values.Any(value => value.Length == 0))
            return Refusals.Value(term, "a uri");
        return term.Modifier switch
        {
            null => new TokenCriterion([.. values.Select(value => keys.Uri(term.Parameter, value))], Negated: false),
            "below" => new StringCriterion(Parameters.Number(term.Parameter), [.. values.Select(TextCondition.Beginning)]),
            "above" => new UriAboveCriterion(Parameters.Number(term.Parameter), [.. values.SelectMany(Beginnings).Distinct()]),
            _ => Refusals.Modifier(term),
        };
    }

    /// <summary>All that a uri begins with, itself included, as far as the index holds them.</summary>
    internal static IEnumerable<string> Beginnings(string uri) =>
        Enumerable.Range(1, Math.Min(uri.Length, ValuesDraft.TextCharactersMax))
            .Where(length => WholeText.IsBoundary(uri, length)).Select(length => uri[..length]);
}

/// <summary>Uris that are one of some texts.</summary>
public sealed record UriAboveCriterion(short Parameter, string[] Uris) : Criterion
{
    public override void AppendTo(SqlText sql, SearchContext context) => sql.Append(
        context.Tables.Load("Search/Criteria/uri-above.sql"), Binding.Short("parameter", Parameter), Binding.Texts("uris", Uris));
}
