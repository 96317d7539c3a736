using Phr.Fhir;

namespace Phr.Conformance.Terminology;

/// <summary>A concept map: which codes of one system say what codes of another say.</summary>
public sealed record ConceptMap(
    string Url, string? Version, string? Source, string? Target, IReadOnlyList<ConceptMapGroup> Groups)
{
    public static ConceptMap Read(Element resource)
    {
        var groups = new List<ConceptMapGroup>();
        foreach (var group in resource.Children("group"))
            groups.Add(ConceptMapGroup.Read(group));
        return new(
            resource.Child("url").Text ?? "", resource.Child("version").Text,
            resource.Child("source").Text, resource.Child("target").Text, groups);
    }
}

/// <param name="Source">Code system of the sources; null where it is not said.</param>
public sealed record ConceptMapGroup(
    string? Source, string? Target, ILookup<string, MappedTarget> BySource, ILookup<string, MappedSource> ByTarget, Unmapped? Unmapped)
{
    public static ConceptMapGroup Read(Element group)
    {
        var pairs = new List<(MappedSource Source, MappedTarget Target)>();
        foreach (var element in group.Children("element"))
            foreach (var target in element.Children("target"))
            {
                var equivalence = target.Child("equivalence").Text ?? "equivalent";
                pairs.Add((
                    new(element.Child("code").Text ?? "", element.Child("display").Text, equivalence),
                    new(target.Child("code").Text, target.Child("display").Text, equivalence,
                        Dependencies(target, "dependsOn"), Dependencies(target, "product"))));
            }
        var unmapped = group.Child("unmapped");
        return new(
            group.Child("source").Text, group.Child("target").Text,
            pairs.ToLookup(pair => pair.Source.Code, pair => pair.Target),
            pairs.ToLookup(pair => pair.Target.Code ?? "", pair => pair.Source),
            unmapped.Exists
                ? new(unmapped.Child("mode").Text ?? "", unmapped.Child("code").Text, unmapped.Child("display").Text,
                    unmapped.Child("url").Text)
                : null);
    }

    private static List<MapDependency> Dependencies(Element target, string name)
    {
        var dependencies = new List<MapDependency>();
        foreach (var item in target.Children(name))
            dependencies.Add(new(
                item.Child("property").Text ?? "", item.Child("system").Text, item.Child("value").Text ?? "", item.Child("display").Text));
        return dependencies;
    }
}

public sealed record MappedSource(string Code, string? Display, string Equivalence);

/// <param name="Code">Null where nothing says the same (equivalence unmatched).</param>
/// <param name="DependsOn">What else has to be so for the mapping to hold.</param>
/// <param name="Product">What else the mapping gives.</param>
public sealed record MappedTarget(
    string? Code, string? Display, string Equivalence, IReadOnlyList<MapDependency> DependsOn, IReadOnlyList<MapDependency> Product);

public sealed record MapDependency(string Property, string? System, string Value, string? Display);

/// <summary>What a code becomes that no element of the group names.</summary>
/// <param name="Mode">provided, fixed or other-map.</param>
public sealed record Unmapped(string Mode, string? Code, string? Display, string? Url);
