using Phr.Fhir.Definitions;
using Phr.Fhir.Indexing;
using Phr.Fhir.Path.Evaluation;
using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Path.Functions;

/// <summary>
/// Keys by which the rows of one view are joined to those of another (SQL on FHIR 2): <c>Type/id</c> of a resource, and the same of a
/// relative reference to it, whatever version that names.
/// </summary>
internal static class KeyFunctions
{
    private static readonly int IdName = R4.NameId("id");

    public static IReadOnlyList<Function> All { get; } =
    [
        new("getResourceKey", 0, 0, (in Call call) => Each(call.Input, OfResource)),
        new("getReferenceKey", 0, 0, (in Call call) => OfReferences(call.Input, null)),
    ];

    /// <param name="type">Of what is referred to; null for any.</param>
    public static Collection OfReferences(Collection input, FhirType? type) => Each(input, element => OfReference(element, type));

    private static string? OfResource(Element element) =>
        element is { Type: { IsResource: true } type } && element.Child(IdName).Text is { } id ? $"{type.Name}/{id}" : null;

    private static string? OfReference(Element element, FhirType? type)
    {
        if (References.Text(element)?.Split('/') is not [var name, { Length: > 0 } id, .. ["_history", _] or []])
            return null;
        return R4.ResourceType(System.Text.Encoding.UTF8.GetBytes(name)) is { } found && (type is null || found == type) ? $"{name}/{id}" : null;
    }

    private static Collection Each(Collection input, Func<Element, string?> key)
    {
        var into = new Collection.Builder();
        foreach (var item in input)
        {
            if (item is Value.Node node && key(node.Element) is { } text)
                into.Add(Value.Of(text));
        }
        return into.ToCollection();
    }
}
