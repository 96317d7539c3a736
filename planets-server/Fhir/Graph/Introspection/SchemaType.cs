namespace Phr.Fhir.Graph.Introspection;

/// <summary>A type of the schema. GraphQL (October 2021), section 4.2.2.</summary>
/// <param name="Kind">SCALAR, OBJECT, INTERFACE, LIST or NON_NULL.</param>
/// <param name="Name">Null of a list and of what is never null.</param>
/// <param name="Inner">What a list is of, or what is never null.</param>
internal sealed record SchemaType(string Kind, string? Name, SchemaType? Inner = null)
{
    public static readonly SchemaType Text = new("SCALAR", "String");
    public static readonly SchemaType Integer = new("SCALAR", "Int");
    public static readonly SchemaType Truth = new("SCALAR", "Boolean");
    public static readonly SchemaType Id = new("SCALAR", "ID");

    /// <summary>Of an object or interface.</summary>
    public Func<IEnumerable<SchemaField>>? Fields { get; init; }

    /// <summary>Of an object.</summary>
    public Func<IEnumerable<SchemaType>>? Interfaces { get; init; }

    /// <summary>Of an interface: the objects that have it.</summary>
    public Func<IEnumerable<SchemaType>>? PossibleTypes { get; init; }

    public SchemaType Listed => new("LIST", null, this);

    public SchemaType Required => new("NON_NULL", null, this);
}

internal sealed record SchemaField(string Name, SchemaType Type)
{
    public Func<IEnumerable<SchemaArgument>> Arguments { get; init; } = () => [];
}

internal sealed record SchemaArgument(string Name, SchemaType Type);

/// <param name="Places">Where it may stand.</param>
internal sealed record SchemaDirective(string Name, IReadOnlyList<SchemaArgument> Arguments, IReadOnlyList<string> Places);
