namespace Phr.Conformance.Profiles;

/// <summary>What a profile asks of an element beyond R4: checks of itself, and rules for its children.</summary>
internal sealed class ElementRule(IReadOnlyList<ElementCheck> checks, IReadOnlyList<ChildRule> children)
{
    public static ElementRule Empty { get; } = new([], []);

    public IReadOnlyList<ElementCheck> Checks { get; } = checks;

    public IReadOnlyList<ChildRule> Children { get; } = children;

    public bool IsEmpty => Checks.Count == 0 && Children.Count == 0;
}

/// <param name="Label">For people: the name, with the slice where there is one.</param>
/// <param name="NameId">0 where no R4 element has the name.</param>
/// <param name="Min">0 where R4 asks for as much.</param>
/// <param name="Max"><see cref="ElementFacts.Unbounded"/> where R4 allows no more either.</param>
internal sealed record ChildRule(string Name, string Label, int NameId, int Min, int Max, ElementRule Each, SlicingRule? Slicing);

/// <summary>How the items of an element are told apart, and what each kind of them has to be.</summary>
internal sealed record SlicingRule(bool IsOrdered, SlicingMode Mode, IReadOnlyList<SliceRule> Slices);

/// <param name="Matches">All have to hold for an item to be in the slice; null where the definition does not tell.</param>
internal sealed record SliceRule(
    string Label, int Min, int Max, IReadOnlyList<SliceMatch>? Matches, ElementRule Rule, SlicingRule? Resliced);

/// <summary>A profile, compiled.</summary>
/// <param name="Type">The R4 type that it is about.</param>
internal sealed record CompiledProfile(Structure Structure, string Url, string Type, ElementRule Rule);
