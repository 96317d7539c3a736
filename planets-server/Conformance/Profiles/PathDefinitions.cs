using Phr.Fhir;
using Phr.Fhir.Definitions;

namespace Phr.Conformance.Profiles;

/// <summary>
/// FHIRPath's questions of structures: <c>elementDefinition()</c> and <c>slice()</c> (R4 fhirpath.html#functions). For one evaluation, or
/// some that follow one another: what it gives lives as long as it does.
/// </summary>
internal sealed class PathDefinitions(ProfileStore profiles, ValidationRun run)
{
    private readonly Dictionary<string, FhirDocument?> _definitions = new(StringComparer.Ordinal);

    /// <summary>What R4 says of an element, as the snapshot of its type has it; <c>default</c> of what R4 does not define.</summary>
    public Element Of(Element element)
    {
        var path = element.Definition is { } definition
            ? $"{definition.Owner.Name}.{definition.Name}{(definition.IsChoice ? "[x]" : "")}"
            : element.Type?.Name;
        if (path is null || Snapshot(path.Split('.')[0]) is not { Exists: true } snapshot)
            return default;
        foreach (var each in snapshot.Children("element"))
        {
            if (each.Child("path").Text == path)
                return each;
        }
        return default;
    }

    /// <summary>Whether an element is in the slice with a name of a profile; null where there is no such slice, or it does not tell what
    /// is in it.</summary>
    public bool? IsInSlice(Element element, string canonical, string name)
    {
        if (profiles.Structure(canonical) is not { } structure || R4.Type(structure.Type) is not { } type)
            return null;
        var way = new Stack<Element>([element]);
        var owner = element.Parent;
        for (; owner.Exists && owner.Type?.Is(type) != true; owner = owner.Parent)
            way.Push(owner);
        return owner.Exists ? IsInSlice([structure.Root], owner, way, name) : null;
    }

    // Items on the way are followed into the slices that they are in themselves.
    private bool? IsInSlice(IReadOnlyList<StructureNode> nodes, Element owner, Stack<Element> way, string name)
    {
        while (way.TryPop(out var element))
        {
            var children = nodes.Select(node => node.Child(element.Name) ?? node.Child(element.Name + "[x]"))
                .OfType<StructureNode>().ToList();
            if (way.Count == 0)
                return Told(children, element, owner.Type, name);
            var within = owner.Type;
            nodes = [.. children, .. children.SelectMany(child => child.Slices.Where(slice => Holds(child, slice, element, within) == true))];
            owner = element;
        }
        return null;
    }

    private bool? Told(List<StructureNode> children, Element element, FhirType? owner, string name)
    {
        bool? told = null;
        foreach (var child in children)
        {
            foreach (var slice in child.Slices.Where(slice => slice.SliceName == name))
                told = Holds(child, slice, element, owner) is { } holds ? holds || told == true : told;
        }
        return told;
    }

    private bool? Holds(StructureNode sliced, StructureNode slice, Element element, FhirType? owner) =>
        profiles.Matches(sliced, slice, owner)?.All(match => match.Holds(element, run));

    private Element Snapshot(string type)
    {
        if (!_definitions.TryGetValue(type, out var document))
        {
            var entry = profiles.Entry(StructureStore.Core + type);
            _definitions[type] = document = entry is null ? null : FhirDocument.ParseLenient(entry.Read()).Document;
        }
        return document?.Root.Child("snapshot") ?? default;
    }
}
