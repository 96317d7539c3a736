namespace Phr.Conformance.Profiles;

/// <summary>An element of a StructureDefinition with those below it: a snapshot as a tree.</summary>
internal sealed class StructureNode(string id, string name, string? sliceName, ElementFacts facts)
{
    /// <summary>Such as <c>Observation.category:laboratory.coding</c>.</summary>
    public string Id { get; } = id;

    /// <summary>As in the path, so with <c>[x]</c> of a choice; of a root the type.</summary>
    public string Name { get; } = name;

    public string? SliceName { get; } = sliceName;

    public ElementFacts Facts { get; set; } = facts;

    public List<StructureNode> Children { get; } = [];

    /// <summary>In the order of the definition. A slice of a slice (<c>a/b</c>) is among the slices of that.</summary>
    public List<StructureNode> Slices { get; } = [];

    public bool IsChoice => Name.EndsWith("[x]", StringComparison.Ordinal);

    /// <summary>As elements are called: without <c>[x]</c>.</summary>
    public string ElementName => IsChoice ? Name[..^3] : Name;

    public StructureNode? Child(string name) => Children.Find(child => child.Name == name);

    public StructureNode? Slice(string name) => Slices.Find(slice => slice.SliceName == name);

    /// <summary>This node and all below it, slices included.</summary>
    public IEnumerable<StructureNode> All() => Children.Concat(Slices).SelectMany(node => node.All()).Prepend(this);

    /// <summary>A copy whose ids begin otherwise.</summary>
    public StructureNode Copy(string id, string? sliceName, bool withSlices)
    {
        var copy = new StructureNode(id, Name, sliceName, Facts);
        foreach (var child in Children)
            copy.Children.Add(child.Copy($"{id}.{child.Name}", child.SliceName, withSlices: true));
        if (withSlices)
            foreach (var slice in Slices)
                copy.Slices.Add(slice.Copy($"{id}:{slice.SliceName}", slice.SliceName, withSlices: true));
        return copy;
    }
}
