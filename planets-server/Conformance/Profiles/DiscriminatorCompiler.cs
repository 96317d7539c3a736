using System.Text.RegularExpressions;
using Phr.Fhir.Definitions;
using Phr.Fhir.Path;

namespace Phr.Conformance.Profiles;

/// <summary>Finds what a slice says where its discriminator looks (R4 profiling.html#discriminator), and makes the match of it.</summary>
internal sealed partial class DiscriminatorCompiler(StructureStore structures, RuleCompiler rules)
{
    private const string Resolve = "resolve()";

    /// <returns>Null where the definition does not tell.</returns>
    public SliceMatch? Compile(StructureNode slice, DiscriminatorFacts discriminator, FhirType? owner)
    {
        if (FhirPathExpression.Compile(discriminator.Path).Expression is not { } path)
            return null;
        var places = Places(new(slice, owner, RuleCompiler.TypeOf(slice, owner)), discriminator.Path);
        return discriminator.Kind switch
        {
            "value" or "pattern" => places.Select(place => ByValue(path, place)).FirstOrDefault(match => match is not null),
            "exists" => places.Select(place => ByExistence(path, place.Node)).FirstOrDefault(match => match is not null),
            "type" => ByType(path, discriminator.Path, places),
            "profile" => ByProfile(path, discriminator.Path, slice, owner, places),
            _ => null,
        };
    }

    private SliceMatch? ByValue(FhirPathExpression path, Place place)
    {
        var facts = place.Node.Facts;
        if (facts.Fixed is not null || facts.Pattern is not null)
            return new SliceMatch.ByValue(path, facts.Fixed, facts.Pattern, null, null);
        if (place.Node.All().Any(node => node.Facts.Fixed is not null || node.Facts.Pattern is not null))
            return new SliceMatch.ByValue(path, null, null, null, rules.Rule(place.Node, place.Owner, place.Type));
        if (facts.Binding is { Strength: "required" } binding)
            return new SliceMatch.ByValue(path, null, null, binding.ValueSet, null);
        var profiles = facts.Types?.SelectMany(type => type.Profiles).ToList() ?? [];
        return profiles.Count > 0 ? new SliceMatch.ByProfile(path, profiles) : null;
    }

    private static SliceMatch.ByExistence? ByExistence(FhirPathExpression path, StructureNode node) => node.Facts switch
    {
        { Max: 0 } => new(path, false),
        { Min: > 0 } => new(path, true),
        _ => null,
    };

    private static SliceMatch.ByType? ByType(FhirPathExpression path, string text, IReadOnlyList<Place> places)
    {
        var types = places.SelectMany(place => place.IsTarget
            ? [R4.Type(place.Node.Name)]
            : (place.Node.Facts.Types ?? []).Select(type => R4.Type(type.Code))).OfType<FhirType>().ToList();
        if (types.Count == 0)
            return null;
        var before = text == Resolve ? "$this" : text.EndsWith("." + Resolve, StringComparison.Ordinal)
            ? text[..^(Resolve.Length + 1)] : null;
        return new(path, types, before is null ? null : FhirPathExpression.Compile(before).Expression);
    }

    private SliceMatch.ByProfile? ByProfile(
        FhirPathExpression path, string text, StructureNode slice, FhirType? owner, IReadOnlyList<Place> places)
    {
        var profiles = places.Where(place => !place.IsTarget)
            .SelectMany(place => place.Node.Facts.Types ?? []).SelectMany(type => type.Profiles).ToList();
        if (profiles.Count == 0 && text.EndsWith(Resolve, StringComparison.Ordinal))
        {
            var before = text.Length == Resolve.Length ? "$this" : text[..^(Resolve.Length + 1)];
            profiles = [.. Places(new(slice, owner, RuleCompiler.TypeOf(slice, owner)), before)
                .SelectMany(place => place.Node.Facts.Types ?? []).SelectMany(type => type.Targets)];
        }
        return profiles.Count > 0 ? new(path, profiles) : null;
    }

    // Where the path leads to in the definition; the slices of an element on the way are looked at too.
    private List<Place> Places(Place from, string path)
    {
        var places = new List<Place> { from };
        foreach (Match step in Step().Matches(path))
            places = [.. places.SelectMany(place => Next(place, step.Value))];
        return places;
    }

    private IEnumerable<Place> Next(Place place, string step)
    {
        if (step == "$this")
            return [place];
        if (step == Resolve)
            return (place.Node.Facts.Types ?? []).SelectMany(type => type.Targets).Select(url => structures.Find(url)).OfType<Structure>()
                .Select(target => new Place(target.Root, null, R4.Type(target.Type)) { IsTarget = true });
        if (OfType().Match(step) is { Success: true } narrowed)
            return [place with { Type = R4.Type(narrowed.Groups[1].Value) }];
        if (Extension().Match(step) is { Success: true } extension)
            return Children(place, "extension").Where(child => IsCalled(child.Node, extension.Groups[1].Value)).Select(Opened);
        return Children(place, step);
    }

    // What stands in the definition itself, else in the profile or type that it names.
    private IEnumerable<Place> Children(Place place, string name)
    {
        var own = place.Node.Children.Count > 0 ? place : Opened(place);
        var child = own.Node.Child(name) ?? own.Node.Child(name + "[x]");
        return child is null ? [] : child.Slices.Append(child).Select(node =>
            new Place(node, own.Type, RuleCompiler.TypeOf(node, own.Type)));
    }

    private Place Opened(Place place)
    {
        if (place.Node.Children.Count > 0 || place.Node.Facts.Types is not [var type])
            return place;
        var structure = type.Profiles is [var profile] ? structures.Find(profile) : structures.Find(type.Code);
        return structure is null ? place : new(structure.Root, null, R4.Type(structure.Type));
    }

    private static bool IsCalled(StructureNode extension, string url) =>
        extension.Child("url")?.Facts.Fixed?.Text == url
        || (extension.Facts.Types ?? []).SelectMany(type => type.Profiles).Any(profile => profile.Split('|')[0] == url);

    /// <param name="IsTarget">Whether it is what a reference leads to.</param>
    private sealed record Place(StructureNode Node, FhirType? Owner, FhirType? Type)
    {
        public bool IsTarget { get; init; }
    }

    [GeneratedRegex(@"[^.()]+(?:\([^)]*\))?")]
    private static partial Regex Step();

    [GeneratedRegex(@"^(?:ofType|as)\((?:FHIR\.)?(\w+)\)$")]
    private static partial Regex OfType();

    [GeneratedRegex("^extension\\(['\"](.+)['\"]\\)$")]
    private static partial Regex Extension();
}
