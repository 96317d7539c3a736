using Phr.Fhir.Definitions;

namespace Phr.Conformance.Profiles;

/// <summary>
/// Makes rules of a snapshot. What R4 itself asks is left out: the structure check and <see cref="BaseRules"/> look at that for every
/// resource, so a profile costs what it adds.
/// </summary>
internal sealed class RuleCompiler(StructureStore structures, BaseRules bases)
{
    private const string SimpleQuantity = StructureStore.Core + "SimpleQuantity";

    public ElementRule Compile(Structure structure) =>
        structure.IsConstraint ? Rule(structure.Root, null, R4.Type(structure.Type)) : ElementRule.Empty;

    /// <param name="owner">The type that has the element; null of a root.</param>
    /// <param name="type">The type of the element; null where it has several or none that R4 knows.</param>
    internal ElementRule Rule(StructureNode node, FhirType? owner, FhirType? type)
    {
        var children = new List<ChildRule>();
        foreach (var child in node.Children)
            if (Child(child, type) is { } rule)
                children.Add(rule);
        var checks = Checks(node, owner, type).ToList();
        return checks.Count == 0 && children.Count == 0 ? ElementRule.Empty : new(checks, children);
    }

    /// <summary>The type of an element of a type, where a profile leaves one.</summary>
    internal static FhirType? TypeOf(StructureNode node, FhirType? owner)
    {
        var properties = owner?.Element(node.ElementName)?.Properties ?? [];
        if (properties is [{ Type: { IsAbstract: false } only }])
            return only;
        return node.Facts.Types is { Count: > 0 } types && types.DistinctBy(type => type.Code).Count() == 1 ? R4.Type(types[0].Code) : null;
    }

    private ChildRule? Child(StructureNode node, FhirType? owner)
    {
        var element = owner?.Element(node.ElementName);
        var min = node.Facts.Min is { } least && least > (element is { IsRequired: true } ? 1 : 0) ? least : 0;
        var max = node.Facts.Max is { } most
            && most < (element is { IsMany: false } ? 1 : ElementFacts.Unbounded) ? most : ElementFacts.Unbounded;
        var each = max == 0 ? ElementRule.Empty : Rule(node, owner, TypeOf(node, owner));
        var slicing = max == 0 ? null : Slicing(node, owner);
        return min == 0 && max == ElementFacts.Unbounded && each.IsEmpty && slicing is null
            ? null
            : new(node.ElementName, node.ElementName, R4.NameId(node.ElementName), min, max, each, slicing);
    }

    /// <summary>What has to hold for an item to be in a slice; null where the definition does not tell.</summary>
    public IReadOnlyList<SliceMatch>? Matches(StructureNode sliced, StructureNode slice, FhirType? owner) =>
        Matches(slice, sliced.Facts.Slicing ?? Implied(sliced), owner);

    private List<SliceMatch>? Matches(StructureNode slice, SlicingFacts facts, FhirType? owner)
    {
        var discriminators = new DiscriminatorCompiler(structures, this);
        // Of several discriminators a slice may leave some open.
        var matches = facts.Discriminators.Select(each => discriminators.Compile(slice, each, owner)).OfType<SliceMatch>().ToList();
        return matches.Count > 0 ? matches : null;
    }

    private SlicingRule? Slicing(StructureNode node, FhirType? owner)
    {
        if (node.Slices.Count == 0)
            return null;
        var facts = node.Facts.Slicing ?? Implied(node);
        var slices = node.Slices.Select(slice => Slice(slice, facts, owner)).ToList();
        return facts.Mode == SlicingMode.Open && slices.TrueForAll(slice =>
            slice is { Min: 0, Max: ElementFacts.Unbounded, Rule.IsEmpty: true, Resliced: null })
            ? null
            : new(facts.IsOrdered, facts.Mode, slices);
    }

    // Extensions are always sliced by their url, the types of a choice by type.
    private static SlicingFacts Implied(StructureNode node) => new(
        node.Name is "extension" or "modifierExtension" ? [new("value", "url")] : node.IsChoice ? [new("type", "$this")] : [],
        false, SlicingMode.Open);

    private SliceRule Slice(StructureNode slice, SlicingFacts facts, FhirType? owner)
    {
        var max = slice.Facts.Max ?? ElementFacts.Unbounded;
        return new(
            $"{slice.ElementName}:{slice.SliceName}", slice.Facts.Min ?? 0, max, Matches(slice, facts, owner),
            max == 0 ? ElementRule.Empty : Rule(slice, owner, TypeOf(slice, owner)), Slicing(slice, owner));
    }

    private IEnumerable<ElementCheck> Checks(StructureNode node, FhirType? owner, FhirType? type)
    {
        var (facts, label) = (node.Facts, node.ElementName);
        var element = owner?.Element(node.ElementName);
        if (facts.Fixed is { } equal)
            yield return new FixedCheck(label, equal);
        if (facts.Pattern is { } pattern)
            yield return new PatternCheck(label, pattern);
        if (facts.MaxLength is { } length)
            yield return new LengthCheck(label, length);
        if (facts.MinValue is not null || facts.MaxValue is not null)
            yield return new RangeCheck(label, facts.MinValue, facts.MaxValue);
        foreach (var check in TypeChecks(facts, label, element))
            yield return check;
        if (facts.Binding is { } binding && IsChecked(binding, owner, element))
            yield return new BindingCheck(binding);
        foreach (var constraint in facts.Constraints)
            if (!IsOfBase(constraint, owner) && !IsOfBase(constraint, type))
                yield return new ConstraintCheck(constraint);
    }

    private static IEnumerable<ElementCheck> TypeChecks(ElementFacts facts, string label, ElementDefinition? element)
    {
        if (element is null || facts.Types is not { Count: > 0 } types)
            yield break;
        var allowed = types.Select(use => (
            Type: R4.Type(use.Code)!, Profiles: (IReadOnlyList<string>)[.. use.Profiles.Where(profile =>
                profile != SimpleQuantity)])).ToList();
        var known = element.Properties.Select(property => property.Type).ToList();
        var isNarrower = known.Count > 1 ? known.Exists(type => !allowed.Exists(use => use.Type == type))
            : known is [{ IsAbstract: true }] && !allowed.Exists(use => use.Type == known[0]);
        if (allowed.TrueForAll(use => use.Type is not null) && (isNarrower || allowed.Exists(use => use.Profiles.Count > 0)))
            yield return new TypeCheck(label, allowed);
        var targets = types.SelectMany(use => use.Targets).Distinct().ToList();
        if (targets.Count > 0 && !IsSame(targets, element))
            yield return new TargetCheck(label, targets);
    }

    private static bool IsSame(List<string> targets, ElementDefinition element)
    {
        var own = element.Properties.SelectMany(property => property.Targets).Select(type => StructureStore.Core + type.Name).ToHashSet();
        return own.Count == 0 ? targets.Contains(StructureStore.Core + "Resource") : own.SetEquals(targets);
    }

    private bool IsChecked(BindingFacts binding, FhirType? owner, ElementDefinition? element)
    {
        if (binding.Strength is not ("required" or "extensible") && binding.MaxValueSet is null)
            return false;
        var known = element is null || owner is null ? null : bases.Of(owner).Bindings[element.Index];
        return known is null || known.Strength != binding.Strength || binding.MaxValueSet != known.MaxValueSet
            || known.ValueSet.Split('|')[0] != binding.ValueSet.Split('|')[0];
    }

    private bool IsOfBase(ConstraintFacts constraint, FhirType? type)
    {
        for (var each = type; each is not null; each = each.Parent)
            if (bases.Of(each).Constraints.Contains((constraint.Key, constraint.Expression)))
                return true;
        return constraint.Key is "ele-1" or "ext-1";
    }
}
