using System.Collections.Frozen;
using Phr.Fhir;

namespace Phr.Conformance.Terminology;

/// <summary>A value set as its resource composes it.</summary>
/// <param name="Expanded">Where there is no compose: the codes that the resource's own expansion lists.</param>
public sealed record ValueSet(
    string Url, string? Version, string? Name, string Status, bool WithInactive,
    IReadOnlyList<ValueSetPart> Included, IReadOnlyList<ValueSetPart> Excluded, IReadOnlyList<ExpandedCode>? Expanded)
{
    /// <summary>Its listed expansion, for the question whether a code is in it.</summary>
    internal FrozenSet<SystemCode>? ExpandedCodes { get; } = Expanded?.Select(code => new SystemCode(code.System, code.Code)).ToFrozenSet();

    public static ValueSet Read(Element resource)
    {
        var compose = resource.Child("compose");
        return new(
            resource.Child("url").Text ?? "", resource.Child("version").Text, resource.Child("title").Text ?? resource.Child("name").Text,
            resource.Child("status").Text ?? "unknown",
            compose.Exists ? compose.Child("inactive").Boolean ?? true : true,
            compose.Exists ? Parts(compose, "include") : [], compose.Exists ? Parts(compose, "exclude") : [],
            compose.Exists ? null : [.. Listed(resource.Child("expansion"), 0)]);
    }

    private static List<ValueSetPart> Parts(Element compose, string name)
    {
        var parts = new List<ValueSetPart>();
        foreach (var part in compose.Children(name))
            parts.Add(ValueSetPart.Read(part));
        return parts;
    }

    private static IEnumerable<ExpandedCode> Listed(Element owner, int depth)
    {
        if (!owner.Exists || depth >= CodeSystemReader.DepthMax)
            return [];
        var codes = new List<ExpandedCode>();
        foreach (var code in owner.Children("contains"))
        {
            if (code.Child("system").Text is { } system && code.Child("code").Text is { } text)
                codes.Add(new(system, text, code.Child("display").Text)
                {
                    IsAbstract = code.Child("abstract").Boolean ?? false, IsInactive = code.Child("inactive").Boolean ?? false,
                });
            codes.AddRange(Listed(code, depth + 1));
        }
        return codes;
    }
}

/// <summary>One include or exclude: what all its conditions hold for.</summary>
/// <param name="System">Null where it only takes from value sets.</param>
/// <param name="Concepts">Null where it does not list codes.</param>
/// <param name="ValueSets">Canonical URLs; a code has to be in each.</param>
public sealed record ValueSetPart(
    string? System, string? Version, FrozenDictionary<string, ExpandedCode>? Concepts, IReadOnlyList<ConceptFilter> Filters,
    IReadOnlyList<string> ValueSets)
{
    /// <summary>The listed codes in the order of the resource.</summary>
    public IReadOnlyList<ExpandedCode> Listed { get; private init; } = [];

    public static ValueSetPart Read(Element part)
    {
        var system = part.Child("system").Text;
        var listed = new List<ExpandedCode>();
        foreach (var concept in part.Children("concept"))
            if (concept.Child("code").Text is { } code)
                listed.Add(new(system ?? "", code, concept.Child("display").Text) { Designations = Designations(concept) });
        var filters = new List<ConceptFilter>();
        foreach (var filter in part.Children("filter"))
            filters.Add(new(filter.Child("property").Text ?? "", filter.Child("op").Text ?? "", filter.Child("value").Text ?? ""));
        var valueSets = new List<string>();
        foreach (var valueSet in part.Children("valueSet"))
            if (valueSet.Text is { } url)
                valueSets.Add(url);
        return new(
            system, part.Child("version").Text,
            part.Child("concept").Exists
                ? listed.DistinctBy(code => code.Code).ToFrozenDictionary(code => code.Code, StringComparer.Ordinal) : null,
            filters, valueSets)
        {
            Listed = listed,
        };
    }

    private static List<Designation> Designations(Element concept)
    {
        var designations = new List<Designation>();
        foreach (var designation in concept.Children("designation"))
            if (designation.Child("value").Text is { } value)
                designations.Add(new(designation.Child("language").Text, null, null, value));
        return designations;
    }
}

/// <summary>One code of an expansion.</summary>
public sealed record ExpandedCode(string System, string Code, string? Display)
{
    public bool IsAbstract { get; init; }

    public bool IsInactive { get; init; }

    public string? Version { get; init; }

    public IReadOnlyList<Designation> Designations { get; init; } = [];
}
