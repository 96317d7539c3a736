using System.Diagnostics;
using System.Text.Json.Nodes;
using Phr.Fhir.Definitions;
using Phr.Fhir.Path;
using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Patch;

/// <summary>A resource while one operation of a FHIRPath Patch is applied: read as <paramref name="document"/>, changed
/// as <paramref name="tree"/>.</summary>
/// <param name="environment">Bounds the evaluation of paths.</param>
internal sealed class FhirPathTarget(FhirDocument document, JsonObject tree, FhirPathEnvironment environment)
{
    private static readonly PatchFault NotElements = Inapplicable("The path leads to something that is no element of the resource.");
    private static readonly PatchFault NotOne = Inapplicable("The path has to lead to exactly one element.");
    private static readonly PatchFault Several = Inapplicable("The path leads to several elements; only one can be deleted.");
    private static readonly PatchFault NotList = Inapplicable("The path has to lead to all elements of one list.");
    private static readonly PatchFault NoSuchIndex = Inapplicable("The list is not so long.");
    private static readonly PatchFault NoSuchElement = Inapplicable("The element cannot hold what is added.");
    private static readonly PatchFault IsThere = Inapplicable("The element is there already and does not repeat; replace it.");
    private static readonly PatchFault WholeResource = Inapplicable("The resource itself cannot be replaced, moved or deleted by a patch.");

    private readonly JsonPlaces _places = new(tree);

    /// <summary>Null where it applied.</summary>
    public PatchFault? Apply(FhirPathStep step)
    {
        var found = step.Path.Evaluate(document.Root, environment);
        if (found.Error is { } error)
            return new(error.Kind == FhirPathErrorKind.Limit ? PatchFaultKind.TooLarge
                : PatchFaultKind.Inapplicable, $"The path cannot be evaluated: {error.Reason}", "");
        var elements = new List<Element>(found.Items.Count);
        foreach (var item in found.Items)
        {
            if (item is not Value.Node { Element: var element } || element.Document != document)
                return NotElements;
            elements.Add(element);
        }
        return step.Operation switch
        {
            FhirPathOperation.Add => elements is [var only] ? Add(only, step.Name!, step.Value!) : NotOne,
            FhirPathOperation.Delete => elements.Count > 1 ? Several : Delete(elements),
            FhirPathOperation.Replace => elements is [var only] ? Replace(only, step.Value!) : NotOne,
            FhirPathOperation.Insert => Insert(elements, step),
            FhirPathOperation.Move => Move(elements, step),
            _ => throw new UnreachableException(),
        };
    }

    private PatchFault? Add(Element to, string name, PatchValue value)
    {
        if (to.Type is not { } type || PatchValue.Property(type, name, value.Type) is not { } property
            || value.For(property.Type) is not { } item)
            return NoSuchElement;
        // Another type of the same choice counts as the element, too.
        if (!property.Element.IsMany && to.Children(property.Element.NameId).Any())
            return IsThere;
        var items = JsonItems.Read(_places.MembersOf(to), property.JsonName, property.Element.IsMany);
        items.Insert(items.Count, item);
        items.Write();
        return null;
    }

    private PatchFault? Delete(List<Element> elements)
    {
        // R4 fhirpatch.html: deleting what is not there is no error.
        if (elements is not [var element])
            return null;
        if (!element.Parent.Exists)
            return WholeResource;
        var items = _places.ListOf(element, out var index);
        items.RemoveAt(index);
        items.Write();
        _places.Prune(element.Parent);
        return null;
    }

    private PatchFault? Replace(Element element, PatchValue value)
    {
        if (!element.Parent.Exists)
            return WholeResource;
        if (element.Property is not { } property)
            return NoSuchElement;
        if (property.Element.IsChoice && value.Type is { } type && type != property.Type)
        {
            if (property.Element.Properties.FirstOrDefault(other => other.Type == type) is not { } other)
                return NoSuchElement;
            var old = _places.ListOf(element, out var at);
            old.RemoveAt(at);
            old.Write();
            var added = JsonItems.Read(_places.MembersOf(element.Parent), other.JsonName, isMany: false);
            added.Insert(0, value.Item.Copy());
            added.Write();
            return null;
        }
        if (value.For(element.Type) is not { } item)
            return NoSuchElement;
        var items = _places.ListOf(element, out var index);
        items[index] = item;
        items.Write();
        return null;
    }

    private PatchFault? Insert(List<Element> elements, FhirPathStep step)
    {
        if (List(elements) is not { } items)
            return NotList;
        if (step.Index > items.Count)
            return NoSuchIndex;
        if (step.Value!.For(elements[0].Type) is not { } item)
            return NoSuchElement;
        items.Insert(step.Index, item);
        items.Write();
        return null;
    }

    private PatchFault? Move(List<Element> elements, FhirPathStep step)
    {
        if (List(elements) is not { } items)
            return NotList;
        if (step.Index >= items.Count || step.Destination >= items.Count)
            return NoSuchIndex;
        items.Insert(step.Destination, items.RemoveAt(step.Index));
        items.Write();
        return null;
    }

    // The list that the elements are all of.
    private JsonItems? List(List<Element> elements)
    {
        if (elements.Count == 0 || elements[0] is not { Property: { Element.IsMany: true } property } first
            || elements.Exists(element => element.Property != property || element.Parent != first.Parent))
        {
            return null;
        }
        var items = _places.ListOf(first, out _);
        return items.Count == elements.Count ? items : null;
    }

    private static PatchFault Inapplicable(string reason) => new(PatchFaultKind.Inapplicable, reason, "");
}
