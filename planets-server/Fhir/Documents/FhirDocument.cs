using System.Buffers;
using System.Text;
using Phr.Fhir.Definitions;
using Phr.Fhir.Structure;

namespace Phr.Fhir;

/// <summary>A resource as it was sent: the JSON bytes, and a tape of the elements in them. The tape is rented;
/// <see cref="Dispose"/> gives it back, after which no <see cref="Element"/> of the document may be used. The bytes are
/// the caller's and must not change meanwhile. Several threads may read one document.</summary>
public sealed class FhirDocument : IDisposable
{
    private Node[] nodes;

    internal FhirDocument(ReadOnlyMemory<byte> json, Node[] nodes, int count)
    {
        Json = json;
        this.nodes = nodes;
        Count = count;
    }

    /// <summary>The bytes, without a byte order mark.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>Nodes on the tape.</summary>
    public int Count { get; }

    /// <summary>The resource, or the value of a fragment.</summary>
    public Element Root
    {
        get
        {
            ObjectDisposedException.ThrowIf(nodes.Length == 0, this);
            return new Element(this, 0);
        }
    }

    internal ReadOnlySpan<Node> Nodes => nodes;

    internal ReadOnlySpan<byte> Bytes => Json.Span;

    /// <summary>Reads a resource and checks its structure against R4.</summary>
    /// <returns>The issues found, and the document unless the bytes cannot be read at all: see
    /// <see cref="ParseResult"/>.</returns>
    public static ParseResult Parse(ReadOnlyMemory<byte> json, ParseLimits? limits = null) =>
        StructureParser.Parse(json, null, isChecked: true, limits ?? ParseLimits.Default);

    /// <summary>Reads any JSON object without checking it. What R4 defines gets its types, the rest stays without.</summary>
    /// <param name="type">Type of the object where it has no resourceType, or null.</param>
    /// <returns>No document only where the bytes are no JSON object within the limits.</returns>
    public static ParseResult ParseLenient(ReadOnlyMemory<byte> json, FhirType? type = null, ParseLimits? limits = null) =>
        StructureParser.Parse(json, type, isChecked: false, limits ?? ParseLimits.Default);

    public void Dispose()
    {
        if (nodes.Length == 0)
            return;
        ArrayPool<Node>.Shared.Return(nodes);
        nodes = [];
    }

    /// <summary>The name of a property that R4 does not define where it stands; null of others. Allocates.</summary>
    internal string? UnknownName(int index)
    {
        if (nodes[index].Property > 0 || nodes[index].Pair == 0)
            return null;
        var text = Bytes[nodes[index].Pair..];
        var end = 0;
        while (text[end] != '"')
            end += text[end] == '\\' ? 2 : 1;
        var name = new byte[end];
        JsonText.Unescape(text[..end], name, out var written);
        return Encoding.UTF8.GetString(name, 0, written);
    }

    internal int NameId(int index) => nodes[index].Property is var property and > 0
        ? R4.NameIdOf(property)
        : UnknownName(index) is { } name ? R4.NameId(name) : 0;

    /// <summary>The node below which an element's children stand: itself, of a primitive its <c>_</c> sibling; -1 where
    /// there is none.</summary>
    internal int ContentOf(int index)
    {
        ref readonly var node = ref nodes[index];
        if (node.Kind is JsonKind.Object or JsonKind.Array)
            return index;
        return node.Property > 0 && node.Pair > 0 ? node.Pair : -1;
    }

    internal int ParentOf(int index)
    {
        var parent = nodes[index].Parent;
        return parent >= 0 && (nodes[parent].Flags & NodeFlags.Sibling) != 0 && nodes[parent].Pair > 0 ? nodes[parent].Pair : parent;
    }
}
