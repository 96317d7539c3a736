using Phr.Fhir.Definitions;

namespace Phr.Fhir.Xml;

/// <summary>An element of a resource in XML, with those below it in the order of the document.</summary>
/// <param name="Property">Null of a resource.</param>
/// <param name="Type">Of a resource its own.</param>
internal sealed record XmlItem(FhirProperty? Property, FhirType Type)
{
    private static readonly List<XmlItem> None = [];

    /// <summary>Of a primitive; of a narrative its XHTML.</summary>
    public string? Value { get; set; }

    /// <summary>The attribute, which all but resources may have.</summary>
    public string? Id { get; set; }

    /// <summary>The attribute of an extension.</summary>
    public string? Url { get; set; }

    public List<XmlItem> Children { get; private set; } = None;

    public void Add(XmlItem child)
    {
        if (ReferenceEquals(Children, None))
            Children = [];
        Children.Add(child);
    }
}
