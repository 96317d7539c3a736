using System.Collections.Concurrent;
using Phr.Fhir.Definitions;

namespace Phr.Conformance.Profiles;

/// <summary>What R4 asks of a type beyond what the structure check looks at: invariants, and bindings that need terminology.</summary>
/// <param name="Own">Checks of every element of the type.</param>
/// <param name="OfChildren">Checks of its elements, by <see cref="Phr.Fhir.Definitions.ElementDefinition.Index"/>; null where there are
/// none.</param>
/// <param name="Bindings">Of its elements, by the same index.</param>
/// <param name="Constraints">Keys and expressions of all constraints in its definition: profiles repeat them.</param>
internal sealed record TypeRules(
    IReadOnlyList<ElementCheck> Own, IReadOnlyList<ElementCheck>?[] OfChildren, BindingFacts?[] Bindings,
    IReadOnlySet<(string Key, string Expression)> Constraints);

/// <summary>The rules of R4's types, made when a type is first met.</summary>
internal sealed class BaseRules(StructureStore structures)
{
    // The structure check has them (empty elements, value or extension, contained in contained, narrative).
    private static readonly HashSet<string> OfStructure = ["ele-1", "ext-1", "dom-2", "txt-1", "txt-2"];

    private readonly ConcurrentDictionary<FhirType, TypeRules> _rules = new();

    public TypeRules Of(FhirType type) => _rules.GetOrAdd(type, Make);

    private TypeRules Make(FhirType type)
    {
        var node = NodeOf(type);
        var children = new IReadOnlyList<ElementCheck>?[type.Elements.Count];
        var bindings = new BindingFacts?[type.Elements.Count];
        foreach (var child in node?.Children ?? [])
        {
            if (type.Element(child.ElementName) is not { } element)
                continue;
            bindings[element.Index] = child.Facts.Binding;
            List<ElementCheck> checks = [.. Constraints(child.Facts)];
            if (NeedsTerminology(child.Facts.Binding, element))
                checks.Add(new BindingCheck(child.Facts.Binding!));
            children[element.Index] = checks.Count > 0 ? checks : null;
        }
        return new(
            type.IsPrimitive || type.Kind == FhirTypeKind.Backbone || node is null ? [] : [.. Constraints(node.Facts)], children, bindings,
            (node?.All() ?? []).SelectMany(each => each.Facts.Constraints).Select(one => (one.Key, one.Expression)).ToHashSet());
    }

    // A group such as Patient.contact is defined inside the type that it belongs to.
    private StructureNode? NodeOf(FhirType type)
    {
        var names = type.Name.Split('.');
        if (R4.Type(names[0]) is not { } owner || structures.OfType(owner) is not { } structure)
            return null;
        var node = structure.Root;
        foreach (var name in names.Skip(1))
        {
            if (node.Child(name) is not { } child)
                return null;
            node = child;
        }
        return node;
    }

    private static IEnumerable<ElementCheck> Constraints(ElementFacts facts) =>
        facts.Constraints.Where(constraint => !OfStructure.Contains(constraint.Key)).Select(constraint => new ConstraintCheck(constraint));

    private static bool NeedsTerminology(BindingFacts? binding, ElementDefinition element) => binding switch
    {
        null => false,
        { MaxValueSet: not null } or { Strength: "extensible" } => true,
        { Strength: "required" } => element.RequiredCodes is null,
        _ => false,
    };
}
