using Phr.Fhir.Definitions;
using Phr.Fhir.Structure;

namespace Phr.Fhir.Path.Functions;

/// <summary>Finds what a reference names inside its own document: contained resources and other entries of a Bundle.</summary>
internal static class References
{
    private static readonly FhirType BundleType = R4.Require("Bundle");
    private static readonly int ReferenceName = R4.NameId("reference");
    private static readonly int TypeName = R4.NameId("type");
    private static readonly int ContainedName = R4.NameId("contained");
    private static readonly int EntryName = R4.NameId("entry");
    private static readonly int FullUrlName = R4.NameId("fullUrl");
    private static readonly int ResourceName = R4.NameId("resource");
    private static readonly int IdName = R4.NameId("id");

    /// <summary>What a Reference, canonical or uri says; null where it says nothing.</summary>
    public static string? Text(Element element) => Literal(element).Text;

    /// <summary>The type of the resource that a Reference names, told without reading it; null where the Reference does not tell.</summary>
    public static FhirType? TypeNamed(Element reference) =>
        LiteralReference.Read(Literal(reference).Utf8).Type ?? R4.ResourceType(reference.Child(TypeName).Utf8);

    /// <summary>The resource in the document of an element that a reference of it names, or <c>default</c>.</summary>
    public static Element Find(Element from, string reference)
    {
        var container = Container(from.Resource);
        if (reference.StartsWith('#'))
            return reference.Length == 1 ? container : Contained(container, reference[1..]);
        for (var holder = container; holder.Exists; holder = holder.Parent)
            if (holder.Type is { } type && type.Is(BundleType) && Entry(holder, from, reference) is { Exists: true } found)
                return found;
        return default;
    }

    /// <summary>The resource that is not contained in another but maybe the given one in it.</summary>
    public static Element Container(Element resource)
    {
        while (resource.Exists && resource.NameId == ContainedName && resource.Parent is { Exists: true } parent)
            resource = parent.Resource;
        return resource;
    }

    private static Element Literal(Element element) =>
        element.Type is { IsPrimitive: true } ? element : element.Child(ReferenceName);

    private static Element Contained(Element container, string id)
    {
        if (container.Exists)
            foreach (var contained in container.Children(ContainedName))
                if (contained.Child(IdName).Text == id)
                    return contained;
        return default;
    }

    // A relative reference is resolved against the full URL of the entry that it stands in (R4 bundle.html#references).
    private static Element Entry(Element bundle, Element from, string reference)
    {
        var absolute = reference.Contains(':', StringComparison.Ordinal) ? reference : BaseUrl(from) + reference;
        foreach (var entry in bundle.Children(EntryName))
        {
            var resource = entry.Child(ResourceName);
            var fullUrl = entry.Child(FullUrlName).Text;
            if (resource.Exists && (fullUrl == absolute || fullUrl == reference
                || (fullUrl is null && $"{resource.Name}/{resource.Child(IdName).Text}" == reference)))
                return resource;
        }
        return default;
    }

    private static string BaseUrl(Element from)
    {
        var resource = Container(from.Resource);
        var fullUrl = resource.Exists && resource.Parent.Exists ? resource.Parent.Child(FullUrlName).Text : null;
        var tail = $"/{resource.Type?.Name}/{resource.Child(IdName).Text}";
        return fullUrl is not null && fullUrl.EndsWith(tail, StringComparison.Ordinal) ? fullUrl[..^(tail.Length - 1)] : "";
    }
}
