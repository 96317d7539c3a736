using Phr.Fhir.Definitions;

namespace Phr.Fhir.Graph;

/// <summary>What an object of the answer is, which decides what its fields mean.</summary>
internal abstract record GraphOwner
{
    private GraphOwner()
    {
    }

    /// <summary>The whole server.</summary>
    public sealed record Server : GraphOwner;

    /// <summary>An element or resource.</summary>
    public sealed record Of(FhirType Type) : GraphOwner;

    /// <summary>A page of a search, as <c>PatientConnection</c> gives it.</summary>
    public sealed record Connection(FhirType Type) : GraphOwner;

    /// <summary>A match of such a page.</summary>
    public sealed record Edge(FhirType Type) : GraphOwner;

    /// <summary>The name of the type in GraphQL.</summary>
    public string Name => this switch
    {
        // Of a primitive only its id and extensions have fields.
        Of { Type.IsPrimitive: true } => "Element",
        Of of => GraphNames.Of(of.Type),
        Connection connection => connection.Type.Name + "Connection",
        Edge edge => edge.Type.Name + "Edge",
        _ => GraphNames.Query,
    };
}

/// <summary>What a field of an object means.</summary>
internal abstract record GraphMeaning
{
    private GraphMeaning()
    {
    }

    /// <summary>A word that its owner decides: <c>__typename</c>, <c>resourceType</c>.</summary>
    public sealed record Word(string Text) : GraphMeaning;

    /// <summary>A primitive, or all of a list of them.</summary>
    public sealed record Leaf(FhirProperty Property) : GraphMeaning;

    /// <summary>Id and extensions of a primitive: <c>_birthDate</c>.</summary>
    public sealed record Sibling(FhirProperty Property) : GraphMeaning;

    /// <summary>Elements with fields of their own.</summary>
    public sealed record Branch(FhirProperty Property, GraphFilter Filter) : GraphMeaning;

    /// <summary><c>resource</c> of a Reference: what it refers to.</summary>
    /// <param name="Type">Null for any.</param>
    /// <param name="IsOptional">Whether there is nothing to say of what cannot be reached.</param>
    public sealed record Resolved(FhirType? Type, bool IsOptional) : GraphMeaning;

    /// <summary>One resource by its id.</summary>
    public sealed record ById(FhirType Type, string Id) : GraphMeaning;

    /// <summary>A search, of what refers to the resource where it stands inside of one.</summary>
    public sealed record Found(GraphSearch Search) : GraphMeaning;

    /// <summary>Something of a page of a search: count, offset, pagesize, first, previous, next, last, mode, score.</summary>
    public sealed record OfPage(string Name) : GraphMeaning;

    /// <summary><c>edges</c> of a page.</summary>
    public sealed record Edges : GraphMeaning;

    /// <summary><c>resource</c> of a match.</summary>
    public sealed record Matched : GraphMeaning;

    /// <summary>What the server says of itself: <c>__schema</c>, <c>__type</c>.</summary>
    public sealed record Introspection : GraphMeaning;
}
