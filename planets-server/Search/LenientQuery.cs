using System.Buffers;
using Phr.Fhir.Structure;
using Phr.Fhir.Writing;
using Phr.Planets.Search.Criteria;
using Phr.Planets.Search.Text;
using Phr.Platform;

namespace Phr.Planets.Search;

/// <summary>
/// A query read leniently (<c>Prefer: handling=lenient</c>, R4 search.html#errors): parameters that the type does not
/// have are left out and told.
/// What is wrong with a parameter that it has stays an error, also a modifier: without it the search would mean something else. A
/// parameter of the type without a value is no error (#errors): it is left out and told in any case.
/// </summary>
internal sealed record LenientQuery(IReadOnlyList<KeyValuePair<string, string>> Known, IReadOnlyList<string> Ignored)
{
    /// <summary>Names that were sent without a value.</summary>
    public IReadOnlyList<string> Empty { get; init; } = [];

    public bool LeavesOut => Ignored.Count + Empty.Count > 0;

    /// <summary>Characters of an unknown name that are repeated to the caller.</summary>
    private const int NameCharactersMax = 64;

    public static LenientQuery Of(
        SearchSpace space, IReadOnlyList<KeyValuePair<string, string>> query, CriterionParser parser, bool isLenient)
    {
        if (!isLenient && query.All(pair => pair.Value.Length > 0))
            return new(query, []);
        var empty = query.Where(pair => pair.Value.Length == 0 && IsCriterion(space, pair.Key, parser)).ToList();
        var others = query.Where(pair => !empty.Contains(pair)).ToList();
        var known = isLenient ? others.Where(pair => IsKnown(space, pair.Key, pair.Value, parser)).ToList() : others;
        return new(known, Names(others.Except(known))) { Empty = Names(empty) };
    }

    /// <summary>An OperationOutcome that names what was ignored.</summary>
    public ReadOnlyMemory<byte> Outcome()
    {
        var outcome = new ArrayBufferWriter<byte>(1024);
        OperationOutcomeJson.Write(outcome,
        [
            .. Ignored.Select(name => new Issue(
                IssueSeverity.Warning, "not-supported", "ignored-parameter", $"The parameter '{name}' is not known here and was ignored.",
                $"パラメーター「{name}」はここにはないため無視しました。", $"http.{name}")),
            .. Empty.Select(name => new Issue(
                IssueSeverity.Warning, "incomplete", "empty-parameter", $"The parameter '{name}' has no value and was ignored.",
                $"パラメーター「{name}」は値がないため無視しました。", $"http.{name}")),
        ]);
        return outcome.WrittenMemory;
    }

    private static IReadOnlyList<string> Names(IEnumerable<KeyValuePair<string, string>> pairs) =>
        [.. pairs.Select(pair => WholeText.Beginning(pair.Key, NameCharactersMax)).Distinct(StringComparer.Ordinal)];

    // A plain search parameter: what pages or shapes a search, or modifies a parameter, has to say how; texts have to be words.
    private static bool IsCriterion(SearchSpace space, string name, CriterionParser parser) => TextSource.Find(name) is null
        && space.Types.Any(type => parser.Definition(type, name) is not null);

    private static bool IsKnown(SearchSpace space, string name, string value, CriterionParser parser)
    {
        // Without a filter or a list the search would mean something else, whatever is unknown inside.
        if (name is SearchDraft.FilterParameter or ListCriterion.Parameter
            || SearchRequest.Parse(space, [new(name, value)], parser).Refusal is not { Code: "not-supported" })
        {
            return true;
        }
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && space.Types.Any(type => SearchParameters.Find(type, name[..colon]) is not null
            || parser.Custom.Find(type, name[..colon]) is not null);
    }
}
