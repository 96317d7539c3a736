using System.Collections.Frozen;
using Phr.Fhir.Definitions;

namespace Phr.Planets.Search;

/// <summary>The search parameters of each resource type, its ancestors' included.</summary>
public static class SearchParameters
{
    private static readonly FrozenDictionary<string, FrozenDictionary<string, SearchParameter>> ByType = R4.Types
        .Where(type => type.IsResource && !type.IsAbstract)
        .ToFrozenDictionary(
            type => type.Name,
            type => R4.SearchParameters
                .Where(parameter => parameter.Bases.Any(type.Is))
                .DistinctBy(parameter => parameter.Code)
                .ToFrozenDictionary(parameter => parameter.Code));

    public static SearchParameter? Find(string type, string code) => ByType[type].GetValueOrDefault(code);

    /// <summary>Whether the index has it: of R4's, all that say where their values stand, and _id and _lastUpdated.</summary>
    public static bool IsSupported(SearchParameter parameter) => parameter.Code is "_id" or "_lastUpdated"
        || parameter.Expression.Length > 0 && (parameter.Type != SearchParameterType.Special || parameter.Code == "near");

    public static IEnumerable<SearchParameter> Of(string type) => ByType[type].Values;
}
