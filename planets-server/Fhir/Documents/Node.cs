namespace Phr.Fhir;

/// <summary>What stands in the JSON for an element.</summary>
public enum JsonKind : byte
{
    /// <summary><c>null</c>, or nothing: an element without value, of which at most the <c>_</c> sibling is there.</summary>
    Null,
    Object,
    String,
    Number,
    True,
    False,
    /// <summary>An array inside an array, which only a lenient reading keeps.</summary>
    Array,
}

[Flags]
internal enum NodeFlags : byte
{
    None = 0,

    /// <summary>The string holds backslash escapes.</summary>
    Escaped = 1,

    /// <summary>Stands in a <c>_</c> property: the id and extensions of a primitive.</summary>
    Sibling = 2,

    /// <summary>No element by itself: resourceType, a paired <c>_</c> sibling, or a null that only keeps the place.</summary>
    Hidden = 4,

    /// <summary>The structure check found an error at the element or below.</summary>
    Faulty = 8,
}

/// <summary>One element on the tape. Children follow their parent; the elements of an array follow each other, the
/// array itself has no node.</summary>
internal struct Node
{
    /// <summary>Where the value begins, its quotes or braces included; in bytes.</summary>
    public int Start;

    /// <summary>First byte after the value.</summary>
    public int End;

    /// <summary>First node after this one and all below it.</summary>
    public int Next;

    /// <summary>The node that this one is a child of; -1 of the root.</summary>
    public int Parent;

    /// <summary>Of a primitive the node of its <c>_</c> sibling and the other way round; of a node without property where
    /// its name stands in the JSON, from the quote on, plus 1. 0 is none.</summary>
    public int Pair;

    /// <summary>Number of the <see cref="Definitions.FhirProperty"/>; 0 where R4 defines none.</summary>
    public ushort Property;

    /// <summary>Number of the <see cref="Definitions.FhirType"/> plus 1; 0 where the type is not known. Of a resource
    /// its own type, not Resource.</summary>
    public ushort Type;

    public JsonKind Kind;

    public NodeFlags Flags;
}
