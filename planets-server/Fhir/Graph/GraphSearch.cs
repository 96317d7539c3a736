using System.Text.RegularExpressions;
using Phr.Fhir.Definitions;
using Phr.Fhir.Graph.Syntax;
using Phr.Fhir.Path;

namespace Phr.Fhir.Graph;

/// <summary>A search that a query holds. R4 graphql.html#searching.</summary>
/// <param name="Query">Names and values as a search in REST has them.</param>
/// <param name="Reference">Of a search inside of a resource: the search parameter that refers to it.</param>
/// <param name="IsConnection">Whether a page is asked for; otherwise all matches.</param>
/// <param name="Cursor">Of a further page; there is no query then.</param>
public sealed partial record GraphSearch(
    FhirType Type, IReadOnlyList<KeyValuePair<string, string>> Query, string? Reference, bool IsConnection, string? Cursor)
{
    /// <summary>Whether the number of all matches is asked for.</summary>
    public bool IsCounted { get; private init; }

    /// <summary>Matches of one page; null where the caller does not say.</summary>
    public int? Count { get; private init; }

    internal FhirPathExpression? Path { get; private init; }

    // The answer of a query is no Bundle: what shapes one or adds to it has no meaning. R4 graphql.html names the first four.
    private static readonly string[] OfBundles =
    [
        "_include", "_revinclude", "_contained", "_containedType", "_summary", "_elements", "_total", "_format", "_pretty", "_type",
        "_asOf",
    ];

    // Their values have a grammar of their own, commas in it.
    private static readonly string[] Whole = ["_sort", "_filter", "_text", "_content", "_list"];

    /// <param name="within">The type of the resource that it stands in; null of the whole server.</param>
    internal static GraphSearch Read(GraphField field, FhirType type, bool isConnection, FhirType? within)
    {
        var reference = field.Arguments.Text("_reference");
        if (reference is null != within is null)
        {
            throw field.Wrong(
                within is null ? "'_reference' is of a search inside of a resource." : "Inside of a resource a search has '_reference'.",
                "required");
        }
        var cursor = field.Arguments.Text("cursor") ?? field.Arguments.Text("_cursor");
        if (cursor is not null && (!isConnection || within is not null || field.Arguments.Count > 1))
            throw field.Wrong("'cursor' stands alone, in a connection of the whole server.");
        var code = reference is null ? null : Code(field, type, reference);
        return new GraphSearch(type, cursor is null ? [.. Pairs(field)] : [], code, isConnection, cursor)
        {
            IsCounted = isConnection && field.Fields.Any(one => one.Name == "count"), Count = field.Arguments.Number("_count", field),
            Path = GraphFilter.Condition(field),
        };
    }

    private static IEnumerable<KeyValuePair<string, string>> Pairs(GraphField field)
    {
        foreach (var name in field.Arguments.Names.Where(name => name is not ("fhirpath" or "_reference")))
        {
            if (name == "id" || OfBundles.Contains(name))
                throw field.Wrong($"A search in GraphQL does not know '{name}'.", "not-supported");
            var texts = field.Arguments.Find(name) switch
            {
                GraphValue.Scalar scalar => [scalar.Text],
                GraphValue.List list when list.Items.All(item => item is GraphValue.Scalar) => list.Items.Cast<GraphValue.Scalar>()
                    .Select(item => item.Text).ToList(),
                _ => throw field.Wrong($"The argument '{name}' is a value or a list of values."),
            };
            if (texts.Count == 0)
                throw field.Wrong($"The argument '{name}' has no values.");
            yield return new(
                name[0] == '_' ? name : name.Replace('_', '-'),
                string.Join(',', Whole.Contains(name) ? texts : texts.Select(Escaped)));
        }
    }

    // A comma is one of the value: alternatives are a list.
    private static string Escaped(string text) => BareComma().Replace(text, "\\,");

    [GeneratedRegex(@"(?<!\\),")]
    private static partial Regex BareComma();

    private static string Code(GraphField field, FhirType type, string name)
    {
        var code = name.Replace('_', '-');
        return R4.SearchParameters.Any(parameter =>
            parameter.Code == code && parameter.Type == SearchParameterType.Reference && parameter.Bases.Any(type.Is))
            ? code
            : throw field.Wrong($"{type.Name} has no search parameter '{code}' for references.", "not-supported");
    }
}
