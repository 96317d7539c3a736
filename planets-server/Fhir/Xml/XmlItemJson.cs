using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Phr.Fhir.Definitions;

namespace Phr.Fhir.Xml;

/// <summary>Writes what was read of XML as the JSON of the same resource. R4 json.html.</summary>
internal static class XmlItemJson
{
    // Stored as it is: a narrative keeps its angle brackets.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(IBufferWriter<byte> to, XmlItem resource)
    {
        using var json = new Utf8JsonWriter(to, Options);
        WriteObject(json, resource);
    }

    private static void WriteObject(Utf8JsonWriter json, XmlItem item)
    {
        json.WriteStartObject();
        if (item.Property is null)
            json.WriteString("resourceType"u8, item.Type.Name);
        WriteAttributes(json, item);
        // OrderBy is stable: items of a list stay in their order.
        var children = item.Children.OrderBy(child => child.Property!.Element.Index).ToList();
        for (var from = 0; from < children.Count;)
        {
            var until = from + 1;
            while (until < children.Count && children[until].Property == children[from].Property)
                until++;
            WriteProperty(json, children[from].Property!, children.GetRange(from, until - from));
            from = until;
        }
        json.WriteEndObject();
    }

    private static void WriteAttributes(Utf8JsonWriter json, XmlItem item)
    {
        if (item.Id is { } id)
            json.WriteString("id"u8, id);
        if (item.Url is { } url)
            json.WriteString("url"u8, url);
    }

    private static void WriteProperty(Utf8JsonWriter json, FhirProperty property, List<XmlItem> items)
    {
        if (!property.Type.IsPrimitive)
        {
            json.WritePropertyName(property.JsonName);
            WriteAll(json, property, items, property.Type.IsResource
                ? wrapper => WriteObject(json, wrapper.Children[0]) : item => WriteObject(json, item));
            return;
        }
        if (items.Exists(item => item.Value is not null))
        {
            json.WritePropertyName(property.JsonName);
            WriteAll(json, property, items, item => WriteValue(json, property.Type.Primitive, item.Value));
        }
        // A primitive with nothing at all is an error, which an empty object tells the structure check.
        if (items.Exists(HasSibling))
        {
            json.WritePropertyName("_" + property.JsonName);
            WriteAll(json, property, items, item => WriteSibling(json, item));
        }
    }

    private static bool HasSibling(XmlItem item) => item.Id is not null || item.Children.Count > 0 || item.Value is null;

    private static void WriteSibling(Utf8JsonWriter json, XmlItem item)
    {
        if (HasSibling(item))
            WriteObject(json, item);
        else
            json.WriteNullValue();
    }

    private static void WriteAll(Utf8JsonWriter json, FhirProperty property, List<XmlItem> items, Action<XmlItem> write)
    {
        if (property.Element.IsMany)
            json.WriteStartArray();
        items.ForEach(write);
        if (property.Element.IsMany)
            json.WriteEndArray();
    }

    // What is no boolean or number stays text: then the structure check says that it should be one.
    private static void WriteValue(Utf8JsonWriter json, PrimitiveKind kind, string? value)
    {
        var isPlain = kind switch
        {
            PrimitiveKind.Boolean => value is "true" or "false",
            PrimitiveKind.Integer or PrimitiveKind.UnsignedInt or PrimitiveKind.PositiveInt or PrimitiveKind.Decimal => IsNumber(value),
            _ => false,
        };
        if (value is null)
            json.WriteNullValue();
        else if (isPlain)
            json.WriteRawValue(value, skipInputValidation: true);
        else
            json.WriteStringValue(value);
    }

    // RFC 8259 section 6.
    private static bool IsNumber(string? text)
    {
        var rest = text.AsSpan();
        if (rest.StartsWith("-"))
            rest = rest[1..];
        if (!Digits(ref rest, out var whole) || (whole > 1 && text.AsSpan().TrimStart('-')[0] == '0'))
            return false;
        if (rest.StartsWith(".") && (rest = rest[1..]) is var _ && !Digits(ref rest, out _))
            return false;
        if (rest.IsEmpty || rest[0] is not ('e' or 'E'))
            return rest.IsEmpty;
        rest = rest[1..];
        if (!rest.IsEmpty && rest[0] is '+' or '-')
            rest = rest[1..];
        return Digits(ref rest, out _) && rest.IsEmpty;
    }

    private static bool Digits(ref ReadOnlySpan<char> rest, out int count)
    {
        count = rest.IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? end : rest.Length;
        rest = rest[count..];
        return count > 0;
    }
}
