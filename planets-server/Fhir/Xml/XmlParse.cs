using System.Buffers;
using System.Text;
using System.Xml;
using Phr.Fhir.Definitions;
using Phr.Fhir.Structure;

namespace Phr.Fhir.Xml;

/// <summary>
/// Reads a resource in XML, element by element. No document type is read, so there are no entities but XML's own, and nothing is fetched.
/// </summary>
internal sealed class XmlParse
{
    private readonly XmlReader _reader;
    private readonly ParseLimits _limits;
    private readonly List<string> _path = [];
    private int _items;

    private XmlParse(XmlReader reader, ParseLimits limits) => (_reader, _limits) = (reader, limits);

    public static (ReadOnlyMemory<byte> Json, Issue? Fault) Read(ReadOnlyMemory<byte> xml, ParseLimits limits)
    {
        if (xml.Length > limits.BytesMax)
            return (default, XmlFault.TooLarge.At("", null));
        using var reader = XmlReader.Create(new MemoryStream(xml.ToArray(), writable: false), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = limits.BytesMax,
            IgnoreProcessingInstructions = true,
        });
        var parse = new XmlParse(reader, limits);
        try
        {
            reader.MoveToContent();
            var resource = parse.Resource();
            parse.Rest();
            var json = new ArrayBufferWriter<byte>(xml.Length);
            XmlItemJson.Write(json, resource);
            return (json.WrittenMemory, null);
        }
        catch (XmlException malformed)
        {
            // Its own message may quote the document.
            return (default, XmlFault.Malformed.At("", (malformed.LineNumber, malformed.LinePosition)));
        }
        catch (StoppedException stopped)
        {
            return (default, stopped.Fault.At(string.Join('.', parse._path), ((IXmlLineInfo)reader).HasLineInfo()
                ? (((IXmlLineInfo)reader).LineNumber, ((IXmlLineInfo)reader).LinePosition) : null));
        }
    }

    private XmlItem Resource()
    {
        if (_reader.NodeType != XmlNodeType.Element || _reader.NamespaceURI != FhirXml.Namespace)
            throw Stopped(XmlFault.NotFhir);
        if (R4.Type(_reader.LocalName) is not { IsResource: true, IsAbstract: false } type)
            throw Stopped(XmlFault.UnknownResource);
        if (_path.Count == 0)
            _path.Add(type.Name);
        var resource = Counted(new XmlItem(null, type));
        Attributes(resource);
        Content(resource);
        return resource;
    }

    // From a start tag to its end tag. Another order of elements than the schema's loses nothing, so it is taken.
    private void Content(XmlItem owner)
    {
        if (_reader.Depth >= _limits.DepthMax)
            throw Stopped(XmlFault.TooDeep);
        var isEmpty = _reader.IsEmptyElement;
        var seen = 0UL;
        FhirProperty? before = null;
        var repeated = 0;
        while (!isEmpty && ReadNext())
        {
            var property = Property(owner);
            var (place, isMany) = (1UL << property.Element.Index, property.Element.IsMany);
            repeated = property == before ? repeated + 1 : 0;
            _path.Add(isMany ? $"{property.Element.Name}[{repeated}]" : property.Element.Name);
            if ((seen & place) != 0 && !isMany)
                throw Stopped(XmlFault.Twice);
            (seen, before) = (seen | place, property);
            owner.Add(Child(property));
            _path.RemoveAt(_path.Count - 1);
        }
    }

    private FhirProperty Property(XmlItem owner)
    {
        // An element of a primitive is what any element has beside its id: extensions.
        var type = owner.Type.IsPrimitive ? ElementType : owner.Type;
        var isXhtml = _reader.NamespaceURI == FhirXml.Xhtml && _reader.LocalName == "div";
        if (type.Property(Encoding.UTF8.GetBytes(_reader.LocalName)) is not { } property
            || _reader.NamespaceURI != (isXhtml && property.Type.Primitive == PrimitiveKind.Xhtml ? FhirXml.Xhtml : FhirXml.Namespace)
            || IsAttribute(property, type))
            throw Stopped(XmlFault.UnknownElement);
        return property;
    }

    private XmlItem Child(FhirProperty property)
    {
        var child = Counted(new XmlItem(property, property.Type));
        if (property.Type.Primitive == PrimitiveKind.Xhtml)
        {
            child.Value = XhtmlText.Read(_reader, _limits.DepthMax) ?? throw Stopped(XmlFault.Narrative);
            return child;
        }
        Attributes(child);
        if (property.Type.IsResource)
            Only(child);
        else
            Content(child);
        return child;
    }

    // Around a resource inside another stands an element with the name of the property.
    private void Only(XmlItem wrapper)
    {
        if (_reader.IsEmptyElement || !ReadNext())
            throw Stopped(XmlFault.UnknownResource);
        wrapper.Add(Resource());
        if (ReadNext())
            throw Stopped(XmlFault.Twice);
    }

    /// <summary>Moves to the next child; false at the end tag.</summary>
    private bool ReadNext()
    {
        while (_reader.Read())
            switch (_reader.NodeType)
            {
                case XmlNodeType.Element:
                    return true;
                case XmlNodeType.EndElement:
                    return false;
                // The reader takes white space that is long for text.
                case XmlNodeType.Text or XmlNodeType.CDATA when _reader.Value.AsSpan().ContainsAnyExcept(" \t\r\n"):
                    throw Stopped(XmlFault.Text);
                default:
                    break;
            }
        return false;
    }

    private void Rest()
    {
        while (_reader.Read())
            if (_reader.NodeType == XmlNodeType.Element)
                throw Stopped(XmlFault.NotFhir);
    }

    private void Attributes(XmlItem item)
    {
        while (_reader.MoveToNextAttribute())
            switch (_reader.NamespaceURI, _reader.LocalName)
            {
                case (FhirXml.Xmlns or FhirXml.Schema, _):
                    break;
                case ("", "value") when item.Type.IsPrimitive:
                    item.Value = _reader.Value;
                    break;
                case ("", "id") when !item.Type.IsResource && item.Property is not { WithoutSibling: true }:
                    item.Id = _reader.Value;
                    break;
                case ("", "url") when item.Type == ExtensionType:
                    item.Url = _reader.Value;
                    break;
                default:
                    throw Stopped(XmlFault.UnknownAttribute);
            }
        _reader.MoveToElement();
    }

    /// <summary>Whether an element is an attribute in XML: the id of a data type, the url of an extension.</summary>
    internal static bool IsAttribute(FhirProperty property, FhirType owner) =>
        !owner.IsResource && (property.Element.Name == "id" || (owner == ExtensionType && property.Element.Name == "url"));

    internal static readonly FhirType ElementType = R4.Require("Element");
    internal static readonly FhirType ExtensionType = R4.Require("Extension");

    private XmlItem Counted(XmlItem item) => ++_items > _limits.ElementsMax ? throw Stopped(XmlFault.TooMany) : item;

    private static StoppedException Stopped(XmlFault fault) => new(fault);

    private sealed class StoppedException(XmlFault fault) : Exception
    {
        public XmlFault Fault { get; } = fault;
    }
}
