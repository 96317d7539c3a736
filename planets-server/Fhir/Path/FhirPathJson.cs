using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Phr.Fhir.Path.Values;
using Phr.Fhir.Units;

namespace Phr.Fhir.Path;

/// <summary>
/// Results as JSON: primitives as JSON values, numbers with all their digits, dates and times as ISO 8601 strings, elements as
/// the objects that they are, quantities as FHIR's Quantity.
/// </summary>
public static class FhirPathJson
{
    /// <summary>Japanese stays readable; the lines are no part of a web page.</summary>
    internal static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private static readonly JsonWriterOptions Options = new() { Encoder = Encoder };

    /// <summary>The items as one line of JSON, an array.</summary>
    public static string ToLine(Collection items)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
            Write(writer, items);
        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes the items as an array.</summary>
    public static void Write(Utf8JsonWriter writer, Collection items)
    {
        writer.WriteStartArray();
        foreach (var item in items)
            Write(writer, item);
        writer.WriteEndArray();
    }

    /// <summary>Writes one item.</summary>
    internal static void Write(Utf8JsonWriter writer, Value value)
    {
        switch (value)
        {
            case Value.Node node:
                Write(writer, node.Element);
                break;
            case Value.Boolean boolean:
                writer.WriteBooleanValue(boolean.IsTrue);
                break;
            case Value.Integer or Value.Decimal:
                writer.WriteRawValue(value.ToString()!);
                break;
            case Value.Quantity quantity:
                Write(writer, quantity);
                break;
            case Value.TypeInfo info:
                writer.WriteStartObject();
                writer.WriteString("namespace", info.Namespace);
                writer.WriteString("name", info.Name);
                writer.WriteEndObject();
                break;
            default:
                writer.WriteStringValue(value.ToString());
                break;
        }
    }

    // A primitive that has only id or extensions is the object of those. Copying a value drops line breaks, not digits.
    private static void Write(Utf8JsonWriter writer, Element element)
    {
        var json = element.RawJson;
        if (!json.IsEmpty)
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            document.RootElement.WriteTo(writer);
            return;
        }
        List<Element> children = [.. element.Children()];
        if (children.Count == 0)
        {
            writer.WriteNullValue();
            return;
        }
        writer.WriteStartObject();
        foreach (var extensions in children.GroupBy(child => child.Name))
        {
            writer.WritePropertyName(extensions.Key);
            var isMany = extensions.First().Definition is { IsMany: true };
            if (isMany)
                writer.WriteStartArray();
            foreach (var child in extensions)
                Write(writer, child);
            if (isMany)
                writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Value.Quantity quantity)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("value");
        writer.WriteRawValue(Value.Of(quantity.Number).ToString());
        writer.WriteString("unit", quantity.Unit);
        if (Ucum.TryParse(quantity.Unit, out _))
        {
            writer.WriteString("system", Ucum.SystemUrl);
            writer.WriteString("code", quantity.Unit);
        }
        writer.WriteEndObject();
    }
}
