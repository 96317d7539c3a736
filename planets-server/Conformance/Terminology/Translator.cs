namespace Phr.Conformance.Terminology;

/// <summary>One translation found.</summary>
/// <param name="Equivalence">R4 valueset-concept-map-equivalence.html, from the source asked about to this target.</param>
/// <param name="MapUrl">The map that says so.</param>
public sealed record Translation(
    string? System, string? Code, string? Display, string Equivalence, string MapUrl,
    IReadOnlyList<MapDependency> DependsOn, IReadOnlyList<MapDependency> Product)
{
    public bool IsMatch => Code is not null && Equivalence is not ("unmatched" or "disjoint");
}

/// <summary>What is asked of concept maps.</summary>
/// <param name="System">Null where the map says it.</param>
/// <param name="SourceScope">Value set that the map takes its sources from; null for any.</param>
/// <param name="TargetScope">Value set or code system that the targets are wanted of; null for any.</param>
/// <param name="IsReverse">Whether the code stands on the target side.</param>
public sealed record TranslationQuery(
    string? System, string Code, string? SourceScope, string? TargetScope, string? TargetSystem, bool IsReverse);

/// <summary>Translates codes by concept maps (R4 conceptmap-operation-translate.html).</summary>
public sealed class Translator(TerminologyStore store)
{
    /// <summary>Maps that hand over to other maps, one after the other.</summary>
    public const int OtherMapsMax = 8;

    /// <summary>By one map.</summary>
    public IReadOnlyList<Translation> Translate(ConceptMap map, TranslationQuery query) => [.. Translate(map, query, 0).Distinct()];

    /// <summary>By all maps of the library that fit the scopes asked for.</summary>
    public IReadOnlyList<Translation> Translate(TranslationQuery query) =>
        [.. store.ConceptMaps().Where(map => Fits(map, query)).SelectMany(map => Translate(map, query, 0)).Distinct()];

    // A scope is a value set or, as R4's own maps have it, the code system itself.
    private static bool Fits(ConceptMap map, TranslationQuery query)
    {
        var (source, target) = query.IsReverse ? (map.Target, map.Source) : (map.Source, map.Target);
        return (query.SourceScope is null || query.SourceScope == source) && (query.TargetScope is null || query.TargetScope == target);
    }

    private IEnumerable<Translation> Translate(ConceptMap map, TranslationQuery query, int others) =>
        map.Groups.SelectMany(group => query.IsReverse ? Backward(map, group, query) : Forward(map, group, query, others));

    private IEnumerable<Translation> Forward(ConceptMap map, ConceptMapGroup group, TranslationQuery query, int others)
    {
        if (!Same(group.Source, query.System) || !Same(group.Target, query.TargetSystem))
            return [];
        return group.BySource.Contains(query.Code)
            ? group.BySource[query.Code].Select(target => new Translation(
                group.Target, target.Code, target.Display, target.Equivalence, map.Url, target.DependsOn, target.Product))
            : Unmapped(map, group, query, others);
    }

    private IEnumerable<Translation> Unmapped(ConceptMap map, ConceptMapGroup group, TranslationQuery query, int others) =>
        group.Unmapped switch
    {
        { Mode: "provided" } => [new(group.Target, query.Code, null, "equal", map.Url, [], [])],
        { Mode: "fixed", Code: { } code } fixedTo => [new(group.Target, code, fixedTo.Display, "inexact", map.Url, [], [])],
        { Mode: "other-map", Url: { } url } when others < OtherMapsMax && store.ConceptMap(url) is { } other =>
            Translate(other, query, others + 1),
        _ => [],
    };

    private static IEnumerable<Translation> Backward(ConceptMap map, ConceptMapGroup group, TranslationQuery query) =>
        Same(group.Target, query.System) && Same(group.Source, query.TargetSystem)
            ? group.ByTarget[query.Code].Select(source => new Translation(
                group.Source, source.Code, source.Display, Reversed(source.Equivalence), map.Url, [], []))
            : [];

    private static bool Same(string? own, string? asked) => own is null || asked is null || own == asked;

    private static string Reversed(string equivalence) => equivalence switch
    {
        "wider" => "narrower",
        "narrower" => "wider",
        "subsumes" => "specializes",
        "specializes" => "subsumes",
        _ => equivalence,
    };
}
