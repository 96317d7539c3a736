using System.Text;
using System.Xml;

namespace Phr.Fhir.Xml;

/// <summary>The narrative: XHTML inside the XML, and the text of it in JSON.</summary>
internal static class XhtmlText
{
    /// <summary>The element that the reader stands on, as text with all its spaces; the reader then stands on its end. Null where it holds
    /// what is no XHTML or is too deep.</summary>
    public static string? Read(XmlReader reader, int depthMax)
    {
        var text = new StringBuilder();
        var outer = reader.Depth;
        do
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    if (reader.NamespaceURI != FhirXml.Xhtml || reader.Depth >= outer + depthMax
                        || !ReadTag(reader, text, reader.Depth == outer))
                        return null;
                    if (reader.IsEmptyElement && reader.Depth == outer)
                        return text.ToString();
                    break;
                case XmlNodeType.EndElement:
                    text.Append("</").Append(reader.LocalName).Append('>');
                    if (reader.Depth == outer)
                        return text.ToString();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    Escape(text, reader.Value, inAttribute: false);
                    break;
                case XmlNodeType.Comment:
                    text.Append("<!--").Append(reader.Value).Append("-->");
                    break;
                default:
                    break;
            }
        }
        while (reader.Read());
        return null;
    }

    /// <exception cref="XmlException">The text is no XML.</exception>
    public static void Write(string xhtml, XmlWriter to)
    {
        using var reader = XmlReader.Create(new StringReader(xhtml), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreProcessingInstructions = true,
        });
        while (reader.Read())
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    WriteTag(reader, to);
                    break;
                case XmlNodeType.EndElement:
                    to.WriteFullEndElement();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace
                    when reader.Depth > 0:
                    to.WriteString(reader.Value);
                    break;
                case XmlNodeType.Comment when reader.Depth > 0:
                    to.WriteComment(reader.Value);
                    break;
                default:
                    break;
            }
    }

    private static bool ReadTag(XmlReader reader, StringBuilder text, bool isRoot)
    {
        var isEmpty = reader.IsEmptyElement;
        text.Append('<').Append(reader.LocalName);
        if (isRoot)
            text.Append(" xmlns=\"").Append(FhirXml.Xhtml).Append('"');
        while (reader.MoveToNextAttribute())
        {
            if (reader.NamespaceURI == FhirXml.Xmlns)
                continue;
            if (reader.NamespaceURI.Length > 0 && reader.Prefix != "xml")
                return false;
            text.Append(' ').Append(reader.Name).Append("=\"");
            Escape(text, reader.Value, inAttribute: true);
            text.Append('"');
        }
        reader.MoveToElement();
        text.Append(isEmpty ? "/>" : ">");
        return true;
    }

    private static void WriteTag(XmlReader reader, XmlWriter to)
    {
        var isEmpty = reader.IsEmptyElement;
        to.WriteStartElement(reader.LocalName, reader.NamespaceURI);
        while (reader.MoveToNextAttribute())
            if (reader.NamespaceURI != FhirXml.Xmlns)
                to.WriteAttributeString(reader.Prefix, reader.LocalName, reader.NamespaceURI, reader.Value);
        reader.MoveToElement();
        if (isEmpty)
            to.WriteEndElement();
    }

    private static void Escape(StringBuilder text, string value, bool inAttribute)
    {
        foreach (var letter in value)
            _ = letter switch
            {
                '&' => text.Append("&amp;"),
                '<' => text.Append("&lt;"),
                '>' => text.Append("&gt;"),
                '"' when inAttribute => text.Append("&quot;"),
                '\n' or '\t' when inAttribute => text.Append("&#").Append((int)letter).Append(';'),
                '\r' => text.Append("&#13;"),
                _ => text.Append(letter),
            };
    }
}
