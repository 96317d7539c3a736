using Phr.Fhir.Structure;

namespace Phr.Fhir.Xml;

/// <summary>FHIR resources as XML, both ways, driven by the definitions. R4 xml.html.</summary>
public static class FhirXml
{
    public const string ContentType = "application/fhir+xml; charset=utf-8";

    internal const string Namespace = "http://hl7.org/fhir";
    internal const string Xhtml = "http://www.w3.org/1999/xhtml";
    internal const string Xmlns = "http://www.w3.org/2000/xmlns/";
    internal const string Schema = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>A resource in XML as the same resource in JSON. Whether it is a sound resource is for
    /// <see cref="FhirDocument.Parse"/> to say: values keep all their digits, and one of the wrong format stays what it is.</summary>
    /// <returns>No JSON where the bytes are no XML of FHIR within the limits, then with one issue.</returns>
    public static (ReadOnlyMemory<byte> Json, Issue? Fault) ToJson(ReadOnlyMemory<byte> xml, ParseLimits? limits = null) =>
        XmlParse.Read(xml, limits ?? ParseLimits.Default);

    /// <summary>A resource as XML.</summary>
    /// <returns>False where it holds what XML cannot: an element that R4 does not define, a character that XML does not have, a narrative
    /// that is no XHTML.</returns>
    public static bool TryWrite(Element resource, Stream to) => XmlWriting.TryWrite(resource, to);
}
