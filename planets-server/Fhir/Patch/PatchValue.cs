using System.Text.Json.Nodes;
using Phr.Fhir.Definitions;

namespace Phr.Fhir.Patch;

/// <summary>What a FHIRPath Patch puts somewhere: a typed value, a resource, or the parts of a group that has no type of its own.</summary>
/// <param name="Type">Of the value; null of parts.</param>
/// <param name="Item">Copied for each use.</param>
internal sealed record PatchValue(FhirType? Type, JsonItem Item, IReadOnlyList<(string Name, PatchValue Value)> Parts)
{
    /// <summary>The value of a <c>part</c>; null where it has none.</summary>
    public static PatchValue? Read(Element part)
    {
        if (part.Child("value") is { Exists: true } value)
            return new(value.Type, ItemOf(value), []);
        if (part.Child("resource") is { Exists: true } resource)
            return new(resource.Type, ItemOf(resource), []);
        var parts = new List<(string, PatchValue)>();
        foreach (var inner in part.Children("part"))
        {
            if (inner.Child("name").Text is not { } name || Read(inner) is not { } read)
                return null;
            parts.Add((name, read));
        }
        return parts.Count > 0 ? new(null, default, parts) : null;
    }

    /// <summary>As JSON for an element of a type; null where the type has no place for it.</summary>
    public JsonItem? For(FhirType? type)
    {
        if (Parts.Count == 0)
            return Item.Copy();
        if (type is null or { IsPrimitive: true })
            return null;
        var members = new JsonObject();
        foreach (var (name, value) in Parts)
        {
            if (Property(type, name, value.Type) is not { } property || value.For(property.Type) is not { } item)
                return null;
            var items = JsonItems.Read(members, property.JsonName, property.Element.IsMany);
            if (!property.Element.IsMany && items.Count > 0)
                return null;
            items.Insert(items.Count, item);
            items.Write();
        }
        return new JsonItem(members, null);
    }

    /// <summary>The JSON property of a type for an element's name (<c>value</c>, or as in JSON <c>valueQuantity</c>)
    /// and a value of some type.</summary>
    public static FhirProperty? Property(FhirType owner, string name, FhirType? value)
    {
        if (owner.Element(name) is not { } element)
            return owner.Property(System.Text.Encoding.UTF8.GetBytes(name));
        return element.IsChoice ? element.Properties.FirstOrDefault(property => property.Type == value) : element.Properties[0];
    }

    private static JsonItem ItemOf(Element element)
    {
        JsonNode? value = null;
        if (element.Kind != JsonKind.Null && !JsonTree.TryParse(element.RawJson, out value))
            value = null;
        return new JsonItem(value, element.Type is { IsPrimitive: true } ? Sibling(element) : null);
    }

    // The id and extensions of a primitive.
    private static JsonNode? Sibling(Element primitive)
    {
        var members = new JsonObject();
        foreach (var child in primitive.Children())
        {
            if (child.Property is not { } property || !JsonTree.TryParse(child.RawJson, out var value))
                continue;
            if (!property.Element.IsMany)
                members[property.JsonName] = value;
            else if (members[property.JsonName] is JsonArray items)
                items.Add(value);
            else
                members[property.JsonName] = new JsonArray(value);
        }
        return members.Count > 0 ? members : null;
    }
}
