using Phr.Fhir;

namespace Phr.Conformance.Profiles;

/// <summary>A step of an element's id: <c>category:laboratory</c> is the name category and the slice laboratory.</summary>
internal readonly record struct IdStep(string Name, string? Slice)
{
    /// <summary>The steps of an ElementDefinition by its id; where it has none, by its path and slice name.</summary>
    public static IReadOnlyList<IdStep> Of(Element definition)
    {
        var path = definition.Child("path").Text ?? "";
        var id = definition.Child("id").Text;
        if (id is not null && id.Count(letter => letter == '.') == path.Count(letter => letter == '.'))
            return [.. id.Split('.').Select(Parse)];
        var steps = path.Split('.').Select(name => new IdStep(name, null)).ToArray();
        steps[^1] = steps[^1] with { Slice = definition.Child("sliceName").Text };
        return steps;
    }

    private static IdStep Parse(string text) =>
        text.IndexOf(':') is var colon and > 0 ? new(text[..colon], text[(colon + 1)..]) : new(text, null);
}

/// <summary>Reads a snapshot as it stands.</summary>
internal static class SnapshotReader
{
    public static StructureNode? Read(Element snapshot)
    {
        StructureNode? root = null;
        var count = 0;
        foreach (var element in snapshot.Children("element"))
        {
            if (++count > StructureStore.ElementsMax)
                return null;
            var steps = IdStep.Of(element);
            var facts = ElementFacts.Read(element);
            if (root is null)
                root = new(steps[0].Name, steps[0].Name, null, facts);
            else if (steps.Count > 1)
                Place(root, steps).Facts = facts;
        }
        return root;
    }

    private static StructureNode Place(StructureNode root, IReadOnlyList<IdStep> steps)
    {
        var node = root;
        foreach (var step in steps.Skip(1))
        {
            var parent = node;
            node = parent.Child(step.Name) ?? Added(parent.Children, new($"{parent.Id}.{step.Name}", step.Name, null, new ElementFacts()));
            if (step.Slice is not null)
                node = Slice(node, step.Slice);
        }
        return node;
    }

    // Of "a/b" the slice b of the slice a.
    internal static StructureNode Slice(StructureNode node, string name)
    {
        var slash = name.LastIndexOf('/');
        var owner = slash > 0 && node.Slice(name[..slash]) is { } resliced ? resliced : node;
        return owner.Slice(name) ?? Added(owner.Slices, new($"{node.Id}:{name}", node.Name, name, new ElementFacts()));
    }

    private static StructureNode Added(List<StructureNode> to, StructureNode node)
    {
        to.Add(node);
        return node;
    }
}
