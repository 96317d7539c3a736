using System.Buffers;
using System.Text.Json;
using Phr.Fhir.Definitions;

namespace Phr.Fhir.Writing;

/// <summary>Which elements of a resource are written (R4 search.html#summary, #elements).</summary>
public abstract record SubsetRule
{
    private SubsetRule()
    {
    }

    /// <summary>What R4 marks as summary, also inside groups.</summary>
    public sealed record Summary : SubsetRule;

    /// <summary>The narrative, and what has to be there.</summary>
    public sealed record Text : SubsetRule;

    /// <summary>All but the narrative.</summary>
    public sealed record WithoutText : SubsetRule;

    /// <summary>Elements of the resource by name, without the type of a choice, and what has to be there.</summary>
    public sealed record Elements(IReadOnlySet<string> Names) : SubsetRule;

    internal bool Keeps(ElementDefinition element) => element.Name is "id" or "meta" || this switch
    {
        Summary => element.IsSummary || element.IsRequired,
        Text => element.Name == "text" || element.IsRequired,
        WithoutText => element.Name != "text",
        Elements chosen => element.IsRequired || chosen.Names.Contains(element.Name),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>Writes a part of a stored resource, marked as such: <c>meta.tag</c> says SUBSETTED. Values are the stored bytes.</summary>
public static class ResourceSubset
{
    private static ReadOnlySpan<byte> Tag =>
        """{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationValue","code":"SUBSETTED"}"""u8;

    /// <param name="json">A resource as it is stored: its first level has a meta.</param>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> json, string type, SubsetRule rule)
    {
        var to = new ArrayBufferWriter<byte>(json.Length + 128);
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        Write(json.Span, ref reader, R4.Require(type), rule, to);
        return to.WrittenMemory;
    }

    // The reader stands on the object's brace and comes to stand on its end.
    private static void Write(ReadOnlySpan<byte> json, ref Utf8JsonReader reader, FhirType type, SubsetRule rule,
        ArrayBufferWriter<byte> to)
    {
        var separator = (byte)'{';
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            var at = (int)reader.TokenStartIndex;
            var property = type.Property(name is [(byte)'_', .. var sibling] ? sibling : name);
            reader.Read();
            if (property is not null ? !rule.Keeps(property.Element) : !name.SequenceEqual("resourceType"u8))
            {
                reader.Skip();
                continue;
            }
            to.Write([separator]);
            separator = (byte)',';
            var start = (int)reader.TokenStartIndex;
            to.Write(json[at..start]);
            if (type.IsResource && name.SequenceEqual("meta"u8))
                WriteMeta(json, ref reader, to);
            else if (rule is SubsetRule.Summary && property is { Type.Kind: FhirTypeKind.Backbone })
                WriteGroups(json, ref reader, property.Type, rule, to);
            else
                Copy(json, ref reader, to);
        }
        to.Write(separator == '{' ? "{}"u8 : "}"u8);
    }

    private static void WriteGroups(ReadOnlySpan<byte> json, ref Utf8JsonReader reader, FhirType type, SubsetRule rule,
        ArrayBufferWriter<byte> to)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            Write(json, ref reader, type, rule, to);
            return;
        }
        var separator = (byte)'[';
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            to.Write([separator]);
            separator = (byte)',';
            Write(json, ref reader, type, rule, to);
        }
        to.Write(separator == '[' ? "[]"u8 : "]"u8);
    }

    private static void WriteMeta(ReadOnlySpan<byte> json, ref Utf8JsonReader reader, ArrayBufferWriter<byte> to)
    {
        var isTagged = false;
        to.Write("{"u8);
        for (var first = true; reader.Read() && reader.TokenType == JsonTokenType.PropertyName; first = false)
        {
            to.Write(first ? ""u8 : ","u8);
            var isTag = reader.ValueTextEquals("tag"u8);
            var at = (int)reader.TokenStartIndex;
            reader.Read();
            to.Write(json[at..(int)reader.TokenStartIndex]);
            if (!isTag)
            {
                Copy(json, ref reader, to);
                continue;
            }
            isTagged = true;
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            // Without the closing bracket; FHIR has no empty arrays.
            to.Write(json[start..((int)reader.BytesConsumed - 1)]);
            to.Write(","u8);
            to.Write(Tag);
            to.Write("]"u8);
        }
        if (!isTagged)
        {
            to.Write(to.WrittenSpan[^1] == '{' ? "\"tag\":["u8 : ",\"tag\":["u8);
            to.Write(Tag);
            to.Write("]"u8);
        }
        to.Write("}"u8);
    }

    private static void Copy(ReadOnlySpan<byte> json, ref Utf8JsonReader reader, ArrayBufferWriter<byte> to)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        to.Write(json[start..(int)reader.BytesConsumed]);
    }
}
