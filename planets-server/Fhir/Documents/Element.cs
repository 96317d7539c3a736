using System.Buffers.Text;
using System.Diagnostics;
using System.Text;
using Phr.Fhir.Definitions;

namespace Phr.Fhir;

/// <summary>One element of a <see cref="FhirDocument"/>: a resource, a data type, or a primitive together with its id
/// and extensions. A value of two words; reading does not allocate unless said so. Valid until the document is
/// disposed. <c>default</c> is no element: it has no type, value or children.</summary>
[DebuggerDisplay("{Path()}")]
public readonly struct Element : IEquatable<Element>
{
    private readonly FhirDocument? document;
    private readonly int index;

    internal Element(FhirDocument document, int index)
    {
        this.document = document;
        this.index = index;
    }

    /// <summary>False of <c>default</c>, which look-ups return where there is nothing.</summary>
    public bool Exists => document is not null;

    public FhirDocument Document => document!;

    /// <summary>Name in the definitions, without the type of a choice: <c>value</c> of <c>valueQuantity</c>. Of a root
    /// its type's name.</summary>
    public string Name => Definition?.Name ?? document!.UnknownName(index) ?? Type?.Name ?? "";

    /// <summary><see cref="R4.NameId"/> of <see cref="Name"/>; 0 of a root and where R4 has no such name.</summary>
    public int NameId => document!.NameId(index);

    /// <summary>The JSON property; null of a root and of what R4 does not define.</summary>
    public FhirProperty? Property => R4.PropertyAt(Node.Property);

    /// <summary>The definition; null of a root and of what R4 does not define.</summary>
    public ElementDefinition? Definition => Property?.Element;

    /// <summary>Of a resource its own type; null where R4 does not define one.</summary>
    public FhirType? Type => document is null || Node.Type == 0 ? null : R4.TypeAt(Node.Type - 1);

    /// <summary>What stands in the JSON; Null of a primitive that has only id or extensions.</summary>
    public JsonKind Kind => document is null || (Node.Flags & NodeFlags.Sibling) != 0 ? JsonKind.Null : Node.Kind;

    /// <summary>Whether there is a primitive value.</summary>
    public bool HasValue => Kind is JsonKind.String or JsonKind.Number or JsonKind.True or JsonKind.False;

    /// <summary>Whether the structure check found an error here or below.</summary>
    public bool IsFaulty => (Node.Flags & NodeFlags.Faulty) != 0;

    /// <summary>The value as it stands in the JSON, with quotes or braces; empty of a primitive without value.</summary>
    public ReadOnlySpan<byte> RawJson => Kind == JsonKind.Null ? [] : document!.Bytes[Node.Start..Node.End];

    /// <summary>Where <see cref="RawJson"/> stands in <see cref="FhirDocument.Json"/>.</summary>
    public Range RawRange => Node.Start..Node.End;

    /// <summary>The primitive value as UTF-8 without quotes and escapes, numbers with all their digits; empty where
    /// there is none. Allocates only for strings with escapes.</summary>
    public ReadOnlySpan<byte> Utf8
    {
        get
        {
            if (!HasValue)
                return [];
            ref readonly var node = ref Node;
            if (node.Kind != JsonKind.String)
                return document!.Bytes[node.Start..node.End];
            var text = document!.Bytes[(node.Start + 1)..(node.End - 1)];
            if ((node.Flags & NodeFlags.Escaped) == 0)
                return text;
            var unescaped = new byte[text.Length];
            JsonText.Unescape(text, unescaped, out var written);
            return unescaped.AsSpan(0, written);
        }
    }

    /// <summary>The primitive value as a new string, or null.</summary>
    public string? Text => HasValue ? Encoding.UTF8.GetString(Utf8) : null;

    /// <summary>The value of a JSON boolean, or null.</summary>
    public bool? Boolean => Kind switch { JsonKind.True => true, JsonKind.False => false, _ => null };

    /// <summary>The value of a JSON number, digits kept; null where there is none or System.Decimal cannot hold it.</summary>
    public decimal? Decimal =>
        Kind == JsonKind.Number && Utf8 is var digits
        && Utf8Parser.TryParse(digits, out decimal value, out var used, NumberFormat(digits)) && used == digits.Length ? value : null;

    /// <summary>The element that this one is a child of; <c>default</c> of the root.</summary>
    public Element Parent => document!.ParentOf(index) is var parent and >= 0 ? new Element(document, parent) : default;

    /// <summary>The resource that this element is or belongs to; <c>default</c> in a fragment.</summary>
    public Element Resource
    {
        get
        {
            var element = this;
            while (element.Exists && element.Type is not { IsResource: true })
                element = element.Parent;
            return element;
        }
    }

    internal int Index => index;

    /// <summary>Whether the value is a string with escapes, so that <see cref="Utf8"/> is not a part of the document.</summary>
    internal bool IsEscaped => (Node.Flags & NodeFlags.Escaped) != 0;

    private int Content => document?.ContentOf(index) ?? -1;

    private ref readonly Node Node => ref document!.Nodes[index];

    /// <summary>All children in the order of the JSON; of a primitive its id and extensions.</summary>
    public ElementSequence Children() => new(document!, Content, ElementSequence.AnyName);

    /// <summary>Children whose <see cref="NameId"/> is <paramref name="nameId"/>.</summary>
    public ElementSequence Children(int nameId) => new(document!, Content, nameId);

    /// <summary>Children with a name, also one that R4 does not know.</summary>
    public ElementSequence Children(string name) =>
        R4.NameId(name) is var nameId and > 0 ? Children(nameId) : new(document!, Content, name);

    /// <summary>First child whose <see cref="NameId"/> is <paramref name="nameId"/>, or <c>default</c>.</summary>
    public Element Child(int nameId) => Children(nameId).FirstOrDefault();

    /// <summary>First child with a name, or <c>default</c>.</summary>
    public Element Child(string name) => Children(name).FirstOrDefault();

    /// <summary>Where the element is, as FHIRPath of names and indexes: <c>Patient.name[0].family</c>. Allocates.</summary>
    public string Path() => document is null ? "" : ElementPath.Of(this);

    public bool Equals(Element other) => ReferenceEquals(document, other.document) && index == other.index;

    public override bool Equals(object? obj) => obj is Element other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(document, index);

    public static bool operator ==(Element left, Element right) => left.Equals(right);

    public static bool operator !=(Element left, Element right) => !left.Equals(right);

    private static char NumberFormat(ReadOnlySpan<byte> number) => number.IndexOfAny((byte)'e', (byte)'E') < 0 ? 'G' : 'E';
}
