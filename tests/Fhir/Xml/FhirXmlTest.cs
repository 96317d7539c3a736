using System.Text;
using Phr.Fhir;
using Phr.Fhir.Xml;

namespace Phr.Tests.Fhir.Xml;

/// <summary>R4 xml.html, what the examples do not have, and what is refused.</summary>
public sealed class FhirXmlTest
{
    private const string N = " xmlns=\"http://hl7.org/fhir\"";
    private const string H = " xmlns=\"http://www.w3.org/1999/xhtml\"";

    private const string Head = "<Observation xmlns=\"http://hl7.org/fhir\"><status value=\"final\"/><code><text value=\"x\"/></code>";

    [Theory]
    [InlineData("<valueQuantity><value value=\"1.500\"/></valueQuantity>", "\"valueQuantity\":{\"value\":1.500}")]
    [InlineData("<valueQuantity><value value=\"-0.10e-7\"/></valueQuantity>", "\"valueQuantity\":{\"value\":-0.10e-7}")]
    [InlineData("<valueQuantity><value value=\"+1\"/></valueQuantity>", "\"valueQuantity\":{\"value\":\"+1\"}")]
    [InlineData("<valueQuantity><value value=\"01\"/></valueQuantity>", "\"valueQuantity\":{\"value\":\"01\"}")]
    [InlineData("<valueQuantity><value value=\"1.\"/></valueQuantity>", "\"valueQuantity\":{\"value\":\"1.\"}")]
    [InlineData("<valueBoolean value=\"TRUE\"/>", "\"valueBoolean\":\"TRUE\"")]
    [InlineData("<valueString value=\"a&#10;&#x3042;&lt;\"/>", "\"valueString\":\"a\\nあ<\"")]
    [InlineData("<valueString id=\"i\"/>", "\"_valueString\":{\"id\":\"i\"}")]
    [InlineData("<!-- c --><note><text value=\"1\"/></note><?p?><note id=\"n\"><text value=\"2\"/></note>",
        "\"note\":[{\"text\":\"1\"},{\"id\":\"n\",\"text\":\"2\"}]")]
    public void Values_keep_what_they_say(string xml, string json)
    {
        var (written, fault) = FhirXml.ToJson(Encoding.UTF8.GetBytes(Head + xml + "</Observation>"));

        Assert.Null(fault);
        Assert.Equal(
            "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"x\"}," + json + "}",
            Encoding.UTF8.GetString(written.Span));
    }

    [Fact]
    public void Ids_and_extensions_of_items_stay_with_them()
    {
        const string json = """
            {"resourceType":"Patient","id":"p","name":[{"id":"n","given":["A",null,"C"],
             "_given":[null,{"extension":[{"url":"u","valueCode":"x"}]},{"id":"c"}]}]}
            """;
        const string xml = "<?xml version=\"1.0\" encoding=\"utf-8\"?><Patient" + N + "><id value=\"p\" /><name id=\"n\">"
            + "<given value=\"A\" /><given><extension url=\"u\"><valueCode value=\"x\" /></extension></given>"
            + "<given value=\"C\" id=\"c\" /></name></Patient>";

        Assert.Equal(xml, Xml(json));
        Assert.Equal(
            json.ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal),
            Encoding.UTF8.GetString(FhirXml.ToJson(Encoding.UTF8.GetBytes(xml)).Json.Span));
    }

    [Fact]
    public void Narrative_keeps_its_spaces_and_its_empty_elements()
    {
        const string div = "<div" + H + ">\n <p class=\"a &quot;b&quot;\">x &amp;  y<br/> z</p>\t<!-- c --><p></p></div>";
        var (json, fault) = FhirXml.ToJson(Encoding.UTF8.GetBytes(
            $"<Patient xmlns=\"http://hl7.org/fhir\"><text><status value=\"generated\"/>{div}</text></Patient>"));

        Assert.Null(fault);
        using var document = FhirDocument.Parse(json).Document!;
        Assert.Equal(div, document.Root.Child("text").Child("div").Text);
        Assert.Contains(
            div.Replace("<br/>", "<br />", StringComparison.Ordinal), Xml(Encoding.UTF8.GetString(json.Span)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<Patient xmlns=\"http://hl7.org/fhir\">", "xml", "")]
    [InlineData("<!DOCTYPE a [<!ENTITY e \"x\">]><Patient xmlns=\"http://hl7.org/fhir\"><gender value=\"&e;\"/></Patient>", "xml", "")]
    [InlineData("<!DOCTYPE Patient SYSTEM \"file:///etc/passwd\"><Patient xmlns=\"http://hl7.org/fhir\"/>", "xml", "")]
    [InlineData("<Patient xmlns=\"http://hl7.org/fhir\"><gender value=\"&nbsp;\"/></Patient>", "xml", "")]
    [InlineData("<Patient/>", "xml-namespace", "")]
    [InlineData("<Patience xmlns=\"http://hl7.org/fhir\"/>", "unknown-resource", "")]
    [InlineData("<DomainResource xmlns=\"http://hl7.org/fhir\"/>", "unknown-resource", "")]
    [InlineData("<Patient xmlns=\"http://hl7.org/fhir\"><nam/></Patient>", "unknown-element", "Patient")]
    [InlineData("<Patient xmlns=\"http://hl7.org/fhir\" id=\"x\"/>", "unknown-attribute", "Patient")]
    [InlineData("<Patient xmlns=\"http://hl7.org/fhir\"><name value=\"x\"/></Patient>", "unknown-attribute", "Patient.name[0]")]
    [InlineData("<Patient" + N + "><name/><name><id value=\"x\"/></name></Patient>", "unknown-element", "Patient.name[1]")]
    [InlineData("<Patient" + N + "><gender value=\"male\"/><gender value=\"male\"/></Patient>", "xml-twice", "Patient.gender")]
    [InlineData("<Patient" + N + "><deceasedBoolean value=\"true\"/><deceasedDateTime value=\"2020\"/></Patient>", "xml-twice",
        "Patient.deceased")]
    [InlineData("<Patient xmlns=\"http://hl7.org/fhir\">text</Patient>", "xml-text", "Patient")]
    [InlineData("<Patient xmlns=\"http://hl7.org/fhir\"><contained/></Patient>", "unknown-resource", "Patient.contained[0]")]
    [InlineData("<Patient" + N + "><text><div xmlns=\"http://www.w3.org/1999/xhtml\"><x xmlns=\"urn:x\"/></div></text></Patient>",
        "txt-1", "Patient.text.div")]
    public void What_is_no_resource_is_refused_with_its_place(string xml, string rule, string place)
    {
        var (json, fault) = FhirXml.ToJson(Encoding.UTF8.GetBytes(xml));

        Assert.True(json.IsEmpty);
        Assert.Equal((rule, place), (fault?.Rule, fault?.Expression));
    }

    [Fact]
    public void Depth_elements_and_bytes_have_limits()
    {
        var limits = new ParseLimits(10_000, 20, 8, 10);

        Assert.Null(Nested(7)?.Rule);
        Assert.Equal("too-deep", Nested(8)?.Rule);
        Assert.Null(Names(19)?.Rule);
        Assert.Equal("too-many-elements", Names(20)?.Rule);
        Assert.Null(Spaces(10_000)?.Rule);
        Assert.Equal("too-large", Spaces(10_001)?.Rule);

        Phr.Fhir.Structure.Issue? Nested(int depth) => Fault(
            $"{string.Concat(Enumerable.Repeat("<extension>", depth))}{string.Concat(Enumerable.Repeat("</extension>", depth))}");
        Phr.Fhir.Structure.Issue? Names(int count) => Fault(string.Concat(Enumerable.Repeat("<name/>", count)));
        Phr.Fhir.Structure.Issue? Spaces(int bytes) => Fault(new string(' ', bytes - ("<Patient" + N + "></Patient>").Length));
        Phr.Fhir.Structure.Issue? Fault(string content) =>
            FhirXml.ToJson(Encoding.UTF8.GetBytes($"<Patient xmlns=\"http://hl7.org/fhir\">{content}</Patient>"), limits).Fault;
    }

    [Theory]
    [InlineData("""{"resourceType":"Patient","unheard":1}""")]
    [InlineData("""{"resourceType":"Patient","gender":"\u0001"}""")]
    [InlineData("""{"resourceType":"Patient","gender":"\uffff"}""")]
    [InlineData("""{"resourceType":"Patient","text":{"div":"<div xmlns='http://www.w3.org/1999/xhtml'>"}}""")]
    public void What_XML_has_no_place_for_is_not_written(string json)
    {
        using var document = FhirDocument.ParseLenient(Encoding.UTF8.GetBytes(json)).Document!;

        Assert.False(FhirXml.TryWrite(document.Root, new MemoryStream()));
    }

    private static string Xml(string json)
    {
        using var document = FhirDocument.Parse(Encoding.UTF8.GetBytes(json)).Document!;
        using var xml = new MemoryStream();
        Assert.True(FhirXml.TryWrite(document.Root, xml));
        return Encoding.UTF8.GetString(xml.ToArray());
    }
}
