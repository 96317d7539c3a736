using System.Text.Json.Nodes;

namespace Phr.Fhir.Patch;

/// <summary>Where the elements of a document stand in the JSON tree that it was read from.</summary>
internal sealed class JsonPlaces(JsonObject tree)
{
    /// <summary>The object that holds the children of an element: of a primitive the one in its <c>_</c> property, made
    /// where there is none.</summary>
    public JsonObject MembersOf(Element element)
    {
        if (!element.Parent.Exists)
            return tree;
        var items = ListOf(element, out var index);
        var isPrimitive = element.Type is { IsPrimitive: true };
        if (isPrimitive && items[index].Sibling is null)
        {
            items[index] = items[index] with { Sibling = new JsonObject() };
            items.Write();
        }
        return InTree(element, index, isPrimitive).AsObject();
    }

    /// <summary>The elements of the property that an element is of, and its index among them.</summary>
    public JsonItems ListOf(Element element, out int index)
    {
        index = 0;
        foreach (var other in element.Parent.Children())
        {
            if (other == element)
                break;
            if (JsonName(other) == JsonName(element))
                index++;
        }
        return JsonItems.Read(MembersOf(element.Parent), JsonName(element), IsMany(element));
    }

    /// <summary>Takes an element away that has lost its last child, and so on upwards: an empty object is no FHIR.</summary>
    public void Prune(Element element)
    {
        for (; element.Parent.Exists && MembersOf(element).Count == 0; element = element.Parent)
        {
            var items = ListOf(element, out var index);
            if (element.Type is { IsPrimitive: true } && items[index].Value is not null)
                items[index] = items[index] with { Sibling = null };
            else
                items.RemoveAt(index);
            items.Write();
        }
    }

    private JsonNode InTree(Element element, int index, bool isSibling)
    {
        var node = MembersOf(element.Parent)[isSibling ? "_" + JsonName(element) : JsonName(element)]!;
        return IsMany(element) ? node[index]! : node;
    }

    private static string JsonName(Element element) => element.Property?.JsonName ?? element.Name;

    private static bool IsMany(Element element) => element.Definition?.IsMany ?? false;
}
