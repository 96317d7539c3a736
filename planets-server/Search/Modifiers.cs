using Phr.Fhir.Definitions;
using Phr.Planets.Search.Criteria;

namespace Phr.Planets.Search;

/// <summary>What may stand behind a parameter's name, as the CapabilityStatement tells it. R4 search.html#modifiers.</summary>
public static class Modifiers
{
    /// <summary>In place of the name of a resource type.</summary>
    public const string AnyType = "[type]";

    public static IReadOnlyList<string> Of(SearchParameter parameter) => (parameter.Code, parameter.Type) switch
    {
        ("_id", _) => ["not"],
        ("_lastUpdated", _) => [],
        ("identifier", SearchParameterType.Token) => [.. OfCodes, "of-type"],
        (_, SearchParameterType.Token) => OfCodes,
        (_, SearchParameterType.Reference) when parameter.Targets.Any(target => HierarchyCriterion.ParentOf(target.Name) is not null) =>
            ["missing", "identifier", AnyType, "above", "below"],
        (_, SearchParameterType.Reference) => ["missing", "identifier", AnyType],
        (_, SearchParameterType.String) => ["missing", "exact", "contains"],
        (_, SearchParameterType.Uri) => ["missing", "above", "below"],
        (_, SearchParameterType.Date or SearchParameterType.Number or SearchParameterType.Quantity) => ["missing"],
        _ => [],
    };

    private static string[] OfCodes => ["missing", "not", "text", "in", "not-in", "above", "below"];
}
