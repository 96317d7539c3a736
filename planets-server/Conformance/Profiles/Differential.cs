using Phr.Fhir;
using Phr.Fhir.Definitions;

namespace Phr.Conformance.Profiles;

/// <summary>Makes a snapshot of a differential and the snapshot that it is written against (R4 profiling.html#snapshot).</summary>
internal sealed class Differential(StructureStore structures, StructureNode parent)
{
    private readonly StructureNode _root = parent.Copy(parent.Id, null, withSlices: true);
    private int _elements;

    /// <returns>Null where the differential names an element that is not there, or is too large.</returns>
    public StructureNode? Apply(Element differential)
    {
        foreach (var element in differential.Children("element"))
        {
            if (Find(IdStep.Of(element)) is not { } node || _elements > StructureStore.ElementsMax)
                return null;
            node.Facts = node.Facts.With(ElementFacts.Read(element));
        }
        return _root;
    }

    private StructureNode? Find(IReadOnlyList<IdStep> steps)
    {
        var node = _root;
        foreach (var step in steps.Skip(1))
        {
            if (Child(node, step.Name) is not { } child)
                return null;
            node = step.Slice is null ? child : Slice(child, step.Slice);
        }
        return node;
    }

    private StructureNode? Child(StructureNode owner, string name)
    {
        if (owner.Children.Count == 0)
            Unfold(owner);
        return owner.Child(name) ?? ChoiceOf(owner, name);
    }

    // valueQuantity is the slice of value[x] that is a Quantity (R4 profiling.html#choice).
    private StructureNode? ChoiceOf(StructureNode owner, string name)
    {
        var choice = owner.Children.Find(child => child.IsChoice && name.StartsWith(child.ElementName, StringComparison.Ordinal)
            && child.Facts.Types?.Any(type =>
                name[child.ElementName.Length..].Equals(type.Code, StringComparison.OrdinalIgnoreCase)) == true);
        if (choice is null)
            return null;
        var slice = Slice(choice, name);
        slice.Facts = slice.Facts with
        {
            Types = [.. choice.Facts.Types!.Where(type => name.EndsWith(type.Code, StringComparison.OrdinalIgnoreCase))],
        };
        return slice;
    }

    private StructureNode Slice(StructureNode node, string name)
    {
        var slash = name.LastIndexOf('/');
        var owner = slash > 0 && node.Slice(name[..slash]) is { } resliced ? resliced : node;
        if (owner.Slice(name) is { } known)
            return known;
        var slice = owner.Copy($"{node.Id}:{name}", name, withSlices: false);
        slice.Facts = slice.Facts with { Min = 0, Slicing = null };
        Count(slice);
        owner.Slices.Add(slice);
        return slice;
    }

    // An element that nobody wrote below yet has what its type has, or the profile that it names.
    private void Unfold(StructureNode node)
    {
        if (node.Facts.ContentReference is { } reference && _root.All().FirstOrDefault(other => other.Id == reference) is { } content)
            Graft(content, node);
        else if (node.Facts.Types is [var type])
            Graft((type.Profiles is [var profile] ? structures.Find(profile) : structures.Find(type.Code))?.Root, node);
        else if (node.IsChoice && R4.Type("Element") is { } element)
            Graft(structures.OfType(element)?.Root, node);
    }

    private void Graft(StructureNode? from, StructureNode to)
    {
        if (from is null || _elements > StructureStore.ElementsMax)
            return;
        foreach (var child in from.Children.ToList())
        {
            var copy = child.Copy($"{to.Id}.{child.Name}", null, withSlices: true);
            Count(copy);
            to.Children.Add(copy);
        }
    }

    private void Count(StructureNode node) => _elements += node.All().Count();
}
