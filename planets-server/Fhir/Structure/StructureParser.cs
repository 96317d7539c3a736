using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Phr.Fhir.Definitions;

namespace Phr.Fhir.Structure;

/// <summary>
/// Reads a resource in one pass: JSON tokens become nodes on the tape, each looked up in the definitions as it comes,
/// and what the definitions do not allow becomes an issue. A fault never stops the reading, except where the bytes are
/// no JSON or a limit is reached.
/// Source of the rules: R4 json.html, datatypes.html, references.html, extensibility.html, narrative.html.
/// </summary>
internal ref partial struct StructureParser
{
    private readonly ReadOnlySpan<byte> json;
    private readonly ParseLimits limits;
    private readonly bool isChecked;
    private Utf8JsonReader reader;
    private Tape tape;
    private IssueList issues;
    private bool isStopped;

    // Nodes of the #references that the resource being read has so far.
    private List<int>? fragments;

    private StructureParser(ReadOnlySpan<byte> json, bool isChecked, ParseLimits limits)
    {
        this.json = json;
        this.limits = limits;
        this.isChecked = isChecked;
        reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        tape = new Tape(json.Length);
        issues = new IssueList(limits.IssuesMax);
    }

    public static ParseResult Parse(ReadOnlyMemory<byte> json, FhirType? fragmentType, bool isChecked, ParseLimits limits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.ElementsMax, 1);
        if (json.Span.StartsWith("\uFEFF"u8))
            json = json[3..];
        if (json.Length > limits.BytesMax)
            return new(null, [StructureRule.TooManyBytes.At("", limits.BytesMax)]);
        if (!Utf8.IsValid(json.Span))
            return new(null, [StructureRule.NotUtf8.At("", FirstInvalidByte(json.Span))]);

        var parser = new StructureParser(json.Span, isChecked, limits);
        var isRead = parser.TryRead(fragmentType);
        if (isRead)
            return new(parser.tape.ToDocument(json), parser.issues.Issues);
        parser.tape.Release();
        return new(null, parser.issues.Issues);
    }

    private bool TryRead(FhirType? fragmentType)
    {
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                issues.Add(StructureRule.NotAResource.At(""));
                return false;
            }
            ReadRoot(fragmentType);
            return !isStopped && !reader.Read();
        }
        catch (JsonException malformed)
        {
            Stop(StructureRule.MalformedJson.At("", malformed.LineNumber + 1 ?? 1, malformed.BytePositionInLine + 1 ?? 1));
            return false;
        }
    }

    private void ReadRoot(FhirType? fragmentType)
    {
        if (!isChecked && FindResourceType(out _) is null)
            ReadContent(Add(-1, null, fragmentType), fragmentType, null);
        else
            ReadResource(-1, null);
    }

    // The reader's own limit of depth throws what cannot be told from malformed JSON, so depth is counted here.
    private bool Advance()
    {
        if (isStopped || !reader.Read())
            return false;
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= limits.DepthMax)
            Stop(StructureRule.TooDeep.At("", limits.DepthMax));
        return !isStopped;
    }

    // One issue says why there is no document; those before it would be of half a resource.
    private void Stop(Issue why)
    {
        isStopped = true;
        issues = new IssueList(1);
        issues.Add(why);
    }

    // Every node begins at the current token. One that is an object or array is closed when it has been read.
    private int Add(int parent, FhirProperty? property, FhirType? type, NodeFlags flags = NodeFlags.None)
    {
        if (tape.Count == limits.ElementsMax)
        {
            Stop(StructureRule.TooManyElements.At("", limits.ElementsMax));
            return tape.Count - 1;
        }
        var kind = Kind(reader.TokenType);
        return tape.Add(new Node
        {
            Start = (int)reader.TokenStartIndex,
            End = (int)reader.BytesConsumed,
            Parent = parent,
            Property = (ushort)(property?.Number ?? 0),
            Type = (ushort)(type is null ? 0 : type.Number + 1),
            Kind = kind,
            Flags = kind == JsonKind.String && reader.ValueIsEscaped ? flags | NodeFlags.Escaped : flags,
        });
    }

    // Escapes are rare enough in names and checked values that a copy without them may be garbage.
    private readonly ReadOnlySpan<byte> CurrentText()
    {
        if (!reader.ValueIsEscaped)
            return reader.ValueSpan;
        var unescaped = new byte[reader.ValueSpan.Length];
        JsonText.Unescape(reader.ValueSpan, unescaped, out var written);
        return unescaped.AsSpan(0, written);
    }

    private static JsonKind Kind(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => JsonKind.Object,
        JsonTokenType.String => JsonKind.String,
        JsonTokenType.Number => JsonKind.Number,
        JsonTokenType.True => JsonKind.True,
        JsonTokenType.False => JsonKind.False,
        JsonTokenType.StartArray => JsonKind.Array,
        _ => JsonKind.Null,
    };

    private static int FirstInvalidByte(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
            at += length;
        return at + 1;
    }
}
