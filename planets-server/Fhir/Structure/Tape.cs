using System.Buffers;
using Phr.Fhir.Definitions;

namespace Phr.Fhir.Structure;

/// <summary>The nodes of a document while they are written, in an array rented from the shared pool.</summary>
internal struct Tape
{
    // Measured over Synthea, HL7's examples and JP-CLINS: an element for every 20 to 60 bytes.
    private const int BytesPerNode = 24;
    private Node[] nodes;

    public Tape(int bytes) => nodes = ArrayPool<Node>.Shared.Rent(16 + bytes / BytesPerNode);

    public int Count { get; private set; }

    public readonly ref Node this[int index] => ref nodes[index];

    /// <summary>Adds a node that ends itself; its fields other than <see cref="Node.Next"/> are the caller's to fill.</summary>
    public int Add(in Node node)
    {
        if (Count == nodes.Length)
            Grow();
        nodes[Count] = node;
        nodes[Count].Next = Count + 1;
        return Count++;
    }

    /// <summary>Ends a node that has others below it.</summary>
    public readonly void Close(int index, int end)
    {
        nodes[index].End = end;
        nodes[index].Next = Count;
    }

    /// <summary>The first child with a name, or -1.</summary>
    public readonly int Child(int parent, int nameId)
    {
        for (var i = parent + 1; i < nodes[parent].Next; i = nodes[i].Next)
            if (nodes[i].Property > 0 && (nodes[i].Flags & NodeFlags.Hidden) == 0 && R4.NameIdOf(nodes[i].Property) == nameId)
                return i;
        return -1;
    }

    /// <summary>Hands the nodes over to a document, which gives them back.</summary>
    public readonly FhirDocument ToDocument(ReadOnlyMemory<byte> json) => new(json, nodes, Count);

    /// <summary>Gives the nodes back where there is no document.</summary>
    public readonly void Release() => ArrayPool<Node>.Shared.Return(nodes);

    private void Grow()
    {
        var larger = ArrayPool<Node>.Shared.Rent(nodes.Length * 2);
        nodes.AsSpan(0, Count).CopyTo(larger);
        ArrayPool<Node>.Shared.Return(nodes);
        nodes = larger;
    }
}
