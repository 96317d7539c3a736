using Phr.Fhir;

namespace Phr.Tests.Fhir;

internal static class ElementEnumeration
{
    /// <summary>The elements as a list, for LINQ and assertions.</summary>
    public static List<Element> ToList(this ElementSequence elements)
    {
        var list = new List<Element>();
        foreach (var element in elements)
            list.Add(element);
        return list;
    }

    /// <summary>An element and all below it, in order.</summary>
    public static IEnumerable<Element> WithDescendants(this Element element) =>
        element.Children().ToList().SelectMany(WithDescendants).Prepend(element);
}
