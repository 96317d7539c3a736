using System.Text;
using System.Xml.Linq;
using Phr.Fhir.Xml;

namespace Phr.Tests.FhirPath;

/// <summary>Resources that official cases give in XML, in JSON.</summary>
internal static class XmlResource
{
    public static byte[] ToJson(string file) => ToJson(File.ReadAllBytes(file));

    public static byte[] ToJson(XElement resource) => ToJson(Encoding.UTF8.GetBytes(resource.ToString(SaveOptions.DisableFormatting)));

    private static byte[] ToJson(byte[] xml)
    {
        var (json, fault) = FhirXml.ToJson(xml);
        return fault is null ? json.ToArray() : throw new InvalidDataException(fault.English);
    }
}
