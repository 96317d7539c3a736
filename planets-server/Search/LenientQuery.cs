using System.Buffers;
using Phr.Fhir.Structure;
using Phr.Fhir.Writing;
using Phr.Planets.Search.Criteria;
using Phr.Platform;

namespace Phr.Planets.Search;

/// <summary>
/// A query read leniently (<c>Prefer: handling=lenient</c>, R4 search.html#errors): parameters that the type does not
/// have are left out and told.
/// What is wrong with a parameter that it has stays an error, also a modifier: without it the search would mean something else.
/// </summary>
internal sealed record LenientQuery(IReadOnlyList<KeyValuePair<string, string>> Known, IReadOnlyList<string> Ignored)
{
    /// <summary>Characters of an unknown name that are repeated to the caller.</summary>
    private const int NameCharactersMax = 64;

    public static LenientQuery Of(SearchSpace space, IReadOnlyList<KeyValuePair<string, string>> query, CriterionParser parser)
    {
        var known = query.Where(pair => IsKnown(space, pair.Key, pair.Value, parser)).ToList();
        var ignored = query.Except(known).Select(pair => WholeText.Beginning(pair.Key, NameCharactersMax));
        return new(known, [.. ignored.Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>An OperationOutcome that names what was ignored.</summary>
    public ReadOnlyMemory<byte> Outcome()
    {
        var outcome = new ArrayBufferWriter<byte>(1024);
        OperationOutcomeJson.Write(outcome, Ignored.Select(name => new Issue(
            IssueSeverity.Warning, "not-supported", "ignored-parameter", $"The parameter '{name}' is not known here and was ignored.",
            $"パラメーター「{name}」はここにはないため無視しました。", $"http.{name}")));
        return outcome.WrittenMemory;
    }

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
