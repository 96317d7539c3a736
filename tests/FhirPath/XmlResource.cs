using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Phr.Fhir.Definitions;

namespace Phr.Tests.FhirPath;

/// <summary>FHIR XML as the same resource in JSON, for the inputs of the official suite.</summary>
internal static class XmlResource
{
    private static readonly XNamespace Fhir = "http://hl7.org/fhir";

    public static byte[] ToJson(string file) => ToJson(XDocument.Load(file, LoadOptions.PreserveWhitespace).Root!);

    public static byte[] ToJson(XElement resource)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
            WriteResource(writer, resource);
        return json.ToArray();
    }

    private static void WriteResource(Utf8JsonWriter writer, XElement resource)
    {
        writer.WriteStartObject();
        writer.WriteString("resourceType", resource.Name.LocalName);
        WriteContent(writer, resource, R4.Type(resource.Name.LocalName)!);
        writer.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter writer, XElement parent, FhirType type)
    {
        foreach (var attribute in parent.Attributes().Where(each => each.Name.LocalName is "id" or "url" && !each.IsNamespaceDeclaration))
            writer.WriteString(attribute.Name.LocalName, attribute.Value);
        foreach (var group in parent.Elements().GroupBy(child => child.Name.LocalName))
        {
            var property = type.Property(Encoding.UTF8.GetBytes(group.Key))
                ?? throw new InvalidDataException($"{type.Name} has no {group.Key}.");
            var isMany = property.Element.IsMany;
            if (property.Type.IsPrimitive)
                WritePrimitives(writer, group.Key, [.. group], property.Type, isMany);
            else
            {
                writer.WritePropertyName(group.Key);
                WriteAll(writer, [.. group], isMany, child => WriteComplex(writer, child, property.Type));
            }
        }
    }

    private static void WriteComplex(Utf8JsonWriter writer, XElement element, FhirType type)
    {
        if (type.IsResource)
        {
            WriteResource(writer, element.Elements().Single());
            return;
        }
        writer.WriteStartObject();
        WriteContent(writer, element, type);
        writer.WriteEndObject();
    }

    private static void WritePrimitives(Utf8JsonWriter writer, string name, XElement[] elements, FhirType type, bool isMany)
    {
        if (elements.Any(HasValue))
        {
            writer.WritePropertyName(name);
            WriteAll(writer, elements, isMany, element => WriteValue(writer, element, type.Primitive));
        }
        if (!elements.Any(HasSibling))
            return;
        writer.WritePropertyName("_" + name);
        WriteAll(writer, elements, isMany, element =>
        {
            if (HasSibling(element))
                WriteComplex(writer, element, R4.Type("Element")!);
            else
                writer.WriteNullValue();
        });
    }

    private static void WriteValue(Utf8JsonWriter writer, XElement element, PrimitiveKind kind)
    {
        if (element.Name.Namespace != Fhir)
            writer.WriteStringValue(element.ToString(SaveOptions.DisableFormatting));
        else if (element.Attribute("value")?.Value is not { } value)
            writer.WriteNullValue();
        else if (kind is PrimitiveKind.Boolean or PrimitiveKind.Integer or PrimitiveKind.PositiveInt or PrimitiveKind.UnsignedInt or PrimitiveKind.Decimal)
            writer.WriteRawValue(value);
        else
            writer.WriteStringValue(value);
    }

    private static void WriteAll(Utf8JsonWriter writer, XElement[] elements, bool isMany, Action<XElement> write)
    {
        if (isMany)
            writer.WriteStartArray();
        foreach (var element in elements)
            write(element);
        if (isMany)
            writer.WriteEndArray();
    }

    private static bool HasValue(XElement element) => element.Name.Namespace != Fhir || element.Attribute("value") is not null;

    private static bool HasSibling(XElement element) =>
        element.Name.Namespace == Fhir && (element.Attribute("id") is not null || element.Elements().Any());
}
