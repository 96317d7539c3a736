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

    public static IEnumerable<SearchParameter> Of(string type) => ByType[type].Values;
}
