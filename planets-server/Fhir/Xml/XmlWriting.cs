using System.Text;
using System.Xml;
using Phr.Fhir.Definitions;

namespace Phr.Fhir.Xml;

/// <summary>Writes resources as XML, elements in the order of their definitions. R4 xml.html.</summary>
internal static class XmlWriting
{
    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), NewLineHandling = NewLineHandling.Entitize,
    };

    public static bool TryWrite(Element resource, Stream to)
    {
        try
        {
            using var xml = XmlWriter.Create(to, Settings);
            return WriteResource(resource, xml);
        }
        // A narrative that is no XML.
        catch (XmlException)
        {
            return false;
        }
    }

    private static bool WriteResource(Element resource, XmlWriter xml)
    {
        if (resource.Type is not { IsResource: true } type)
            return false;
        xml.WriteStartElement(type.Name, FhirXml.Namespace);
        if (!WriteContent(resource, type, xml))
            return false;
        xml.WriteEndElement();
        return true;
    }

    private static bool WriteContent(Element owner, FhirType type, XmlWriter xml)
    {
        var children = new List<(FhirProperty Property, Element Element)>();
        foreach (var child in owner.Children())
        {
            if (child.Property is not { } property)
                return false;
            if (!XmlParse.IsAttribute(property, type))
                children.Add((property, child));
            else if (!WriteAttribute(property.JsonName, child, xml))
                return false;
        }
        foreach (var (property, child) in children.OrderBy(each => each.Property.Element.Index))
            if (!WriteChild(property, child, xml))
                return false;
        return true;
    }

    private static bool WriteChild(FhirProperty property, Element child, XmlWriter xml)
    {
        if (property.Type.Primitive == PrimitiveKind.Xhtml)
        {
            XhtmlText.Write(child.Text ?? "", xml);
            return true;
        }
        xml.WriteStartElement(property.JsonName, FhirXml.Namespace);
        if (child.HasValue && !WriteAttribute("value", child, xml))
            return false;
        if (!(property.Type.IsResource ? WriteResource(child, xml) : WriteContent(child, property.Type, xml)))
            return false;
        xml.WriteEndElement();
        return true;
    }

    private static bool WriteAttribute(string name, Element primitive, XmlWriter xml)
    {
        var text = primitive.Text ?? "";
        if (!IsText(text))
            return false;
        xml.WriteAttributeString(name, text);
        return true;
    }

    // XML 1.0 section 2.2: not all characters of JSON are characters of XML.
    private static bool IsText(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i]))
                continue;
            if (i + 1 == text.Length || !XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
                return false;
            i++;
        }
        return true;
    }
}
