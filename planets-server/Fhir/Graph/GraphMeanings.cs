using System.Text;
using Phr.Fhir.Definitions;
using Phr.Fhir.Graph.Syntax;

namespace Phr.Fhir.Graph;

/// <summary>Finds what fields mean, by the definitions of R4 and R4 graphql.html.</summary>
internal static class GraphMeanings
{
    private const string List = "List";
    private const string Connection = "Connection";

    private static readonly string[] OfConnection = ["count", "offset", "pagesize", "first", "previous", "next", "last"];

    /// <summary>Null where the owner has no such field.</summary>
    /// <exception cref="GraphStop">Its arguments are not such as it takes, or it has fields of its own where it is a value.</exception>
    public static GraphMeaning? Of(GraphField field, GraphOwner owner)
    {
        var meaning = field.Name == "__typename" ? new GraphMeaning.Word(owner.Name) : owner switch
        {
            GraphOwner.Server => OfServer(field),
            GraphOwner.Of { Type: var type } => OfType(field, type),
            GraphOwner.Connection when field.Name == "edges" => new GraphMeaning.Edges(),
            GraphOwner.Connection when OfConnection.Contains(field.Name) => new GraphMeaning.OfPage(field.Name),
            GraphOwner.Edge when field.Name == "resource" => new GraphMeaning.Matched(),
            GraphOwner.Edge when field.Name is "mode" or "score" => new GraphMeaning.OfPage(field.Name),
            _ => null,
        };
        var isValue = meaning is GraphMeaning.Word or GraphMeaning.Leaf or GraphMeaning.OfPage;
        if (meaning is not null && isValue != (field.Fields.Count == 0))
            throw field.Wrong(isValue ? $"'{field.Name}' is a value and has no fields." : $"Of '{field.Name}' fields have to be named.");
        if (field.Arguments.Count > 0 && (isValue || meaning is GraphMeaning.Sibling or GraphMeaning.Edges or GraphMeaning.Matched))
            throw field.Wrong($"'{field.Name}' takes no arguments.");
        if (field.Shape.IsFlat && isValue)
            throw field.Wrong("@flatten is of a field with fields of its own.");
        return meaning;
    }

    private static GraphMeaning? OfServer(GraphField field)
    {
        if (field.Name is "__schema" or "__type")
            return new GraphMeaning.Introspection();
        if (R4.ResourceType(Encoding.UTF8.GetBytes(field.Name)) is { } type)
        {
            return field.Arguments is { Count: 1 } && field.Arguments.Text("id") is { Length: > 0 } id
                ? new GraphMeaning.ById(type, id)
                : throw field.Wrong($"'{field.Name}' has one argument 'id'; to search, use '{field.Name}List'.", "required");
        }
        return SearchOf(field) is { } found ? new GraphMeaning.Found(GraphSearch.Read(field, found.Type, found.IsConnection, null)) : null;
    }

    private static GraphMeaning? OfType(GraphField field, FhirType type)
    {
        if (type.IsResource && field.Name == "resourceType")
            return new GraphMeaning.Word(type.Name);
        if (type.Name == "Reference" && field.Name == "resource")
            return Resolved(field);
        if (type.Property(Encoding.UTF8.GetBytes(field.Name)) is { } property)
        {
            return property.Type.IsPrimitive
                ? new GraphMeaning.Leaf(property)
                : new GraphMeaning.Branch(property, GraphFilter.Read(field, property.Type));
        }
        if (field.Name is ['_', .. var name] && type.Property(Encoding.UTF8.GetBytes(name)) is { Type.IsPrimitive: true } primitive
            && !primitive.WithoutSibling)
            return new GraphMeaning.Sibling(primitive);
        return type.IsResource && SearchOf(field) is { } found
            ? new GraphMeaning.Found(GraphSearch.Read(field, found.Type, found.IsConnection, type))
            : null;
    }

    private static GraphMeaning.Resolved Resolved(GraphField field)
    {
        if (field.Arguments.Names.FirstOrDefault(name => name is not ("type" or "optional")) is { } unknown)
            throw field.Wrong($"'resource' does not know the argument '{unknown}'.", "not-supported");
        var named = field.Arguments.Text("type");
        var type = named is null ? null : R4.ResourceType(Encoding.UTF8.GetBytes(named));
        return type is not null || field.Arguments.Find("type") is null
            ? new GraphMeaning.Resolved(type, field.Arguments.Boolean("optional", field))
            : throw field.Wrong("'type' is the name of a type of resource.");
    }

    private static (FhirType Type, bool IsConnection)? SearchOf(GraphField field)
    {
        foreach (var ending in (string[])[List, Connection])
        {
            if (field.Name.EndsWith(ending, StringComparison.Ordinal)
                && R4.ResourceType(Encoding.UTF8.GetBytes(field.Name[..^ending.Length])) is { } type)
                return (type, ending == Connection);
        }
        return null;
    }
}
