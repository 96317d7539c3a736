using Phr.Fhir;

namespace Phr.Tests.FhirPath;

internal static class ElementTree
{
    public static IEnumerable<Element> AndDescendants(this Element element)
    {
        yield return element;
        List<Element> children = [.. element.Children()];
        foreach (var descendant in children.SelectMany(AndDescendants))
            yield return descendant;
    }
}
