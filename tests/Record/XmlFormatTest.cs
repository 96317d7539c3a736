using System.Net;
using System.Text;
using System.Xml.Linq;

namespace Phr.Tests.Record;

/// <summary>The FHIR API in XML. R4 http.html#mime-type.</summary>
public sealed class XmlFormatTest(RecordHost host) : IClassFixture<RecordHost>
{
    private static readonly XNamespace Fhir = "http://hl7.org/fhir";

    private const string Patient = "<Patient xmlns=\"http://hl7.org/fhir\"><name><family value=\"山田\"/></name></Patient>";

    [Fact]
    public async Task A_resource_is_written_read_patched_and_found_in_XML()
    {
        using var a = host.Hospital("hospital-a");

        var (created, patient) = await Send(a, HttpMethod.Post, "Patient", Patient);
        var id = Value(patient, "id");
        var (read, again) = await Send(a, HttpMethod.Get, $"Patient/{id}");
        var (found, bundle) = await Send(a, HttpMethod.Get, $"Patient?_id={id}&_format=xml", accept: "application/json");
        var (patched, after) = await Send(a, HttpMethod.Patch, $"Patient/{id}", """
            <Parameters xmlns="http://hl7.org/fhir"><parameter><name value="operation"/>
             <part><name value="type"/><valueCode value="add"/></part><part><name value="path"/><valueString value="Patient"/></part>
             <part><name value="name"/><valueString value="birthDate"/></part>
             <part><name value="value"/><valueDate value="1974-12-25"/></part>
            </parameter></Parameters>
            """);

        Assert.Equal(
            (HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK), (created, read, found, patched));
        Assert.Equal("山田", Value(again.Element(Fhir + "name")!, "family"));
        Assert.Equal((Fhir + "Bundle", "1"), (bundle.Name, Value(bundle, "total")));
        Assert.Equal("1974-12-25", Value(after, "birthDate"));
    }

    [Fact]
    public async Task An_XML_patch_is_applied_to_the_resource_in_JSON_too()
    {
        using var a = host.Hospital("hospital-a");
        var (_, patient) = await Send(a, HttpMethod.Post, "Patient", Patient);
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"Patient/{Value(patient, "id")}");
        request.Content = new StringContent(
            "<diff xmlns=\"http://hl7.org/fhir\"><replace sel=\"Patient/name/family/@value\">佐藤</replace></diff>", Encoding.UTF8,
            "application/xml-patch+xml");

        var answer = await a.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("\"family\":\"佐藤\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "Patient/1/nowhere", HttpStatusCode.NotFound, "not-found")]
    [InlineData("GET", "Patient/1", HttpStatusCode.Unauthorized, "login")]
    public async Task What_no_slice_answers_is_told_in_XML_too(string method, string path, HttpStatusCode expected, string code)
    {
        using var a = expected == HttpStatusCode.Unauthorized ? host.Anonymous() : host.Hospital("hospital-a");

        var (status, outcome) = await Send(a, new HttpMethod(method), path);

        Assert.Equal((expected, code), (status, Value(outcome.Element(Fhir + "issue")!, "code")));
    }

    [Fact]
    public async Task A_transaction_is_sent_and_answered_in_XML()
    {
        using var a = host.Hospital("hospital-a");

        var (status, answer) = await Send(a, HttpMethod.Post, "", $"""
            <Bundle xmlns="http://hl7.org/fhir"><type value="transaction"/><entry><resource>{Patient}</resource>
            <request><method value="POST"/><url value="Patient"/></request></entry></Bundle>
            """);

        Assert.Equal((HttpStatusCode.OK, "transaction-response"), (status, Value(answer, "type")));
    }

    [Theory]
    [InlineData("<Patient xmlns=\"http://hl7.org/fhir\"><gender value=\"robot\"/></Patient>", HttpStatusCode.UnprocessableEntity)]
    [InlineData("<Patient xmlns=\"http://hl7.org/fhir\"><unheard/></Patient>", HttpStatusCode.BadRequest)]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><Patient xmlns=\"http://hl7.org/fhir\">&b;</Patient>",
        HttpStatusCode.BadRequest)]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    public async Task A_fault_is_told_in_XML(string body, HttpStatusCode expected)
    {
        using var a = host.Hospital("hospital-a");

        var (status, outcome) = await Send(a, HttpMethod.Post, "Patient", body);

        Assert.Equal((expected, Fhir + "OperationOutcome"), (status, outcome.Name));
    }

    [Theory]
    [InlineData("application/fhir+xml", true)]
    [InlineData("application/fhir+json;q=0.5, application/fhir+xml", true)]
    [InlineData("application/fhir+json, application/fhir+xml", false)]
    [InlineData("text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8", false)]
    public async Task What_is_wanted_most_is_answered(string accept, bool isXml)
    {
        using var anonymous = host.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, "metadata");
        request.Headers.TryAddWithoutValidation("Accept", accept);

        var answer = await anonymous.SendAsync(request);

        Assert.Equal(isXml ? "application/fhir+xml" : "application/fhir+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(isXml, (await answer.Content.ReadAsStringAsync()).Contains("<CapabilityStatement", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_caller_may_not_see_is_not_in_XML_either_and_who_says_nothing_is_refused_in_XML()
    {
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var anonymous = host.Anonymous();
        var (_, patient) = await Send(a, HttpMethod.Post, "Patient", Patient);
        var id = Value(patient, "id");

        var (read, _) = await Send(b, HttpMethod.Get, $"Patient/{id}");
        var (_, found) = await Send(b, HttpMethod.Get, $"Patient?_id={id}");
        var (unknown, outcome) = await Send(anonymous, HttpMethod.Post, "Patient", Patient);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.Unauthorized), (read, unknown));
        Assert.Empty(found.Elements(Fhir + "entry"));
        Assert.Equal(Fhir + "OperationOutcome", outcome.Name);
    }

    private static string Value(XElement owner, string name) => owner.Element(Fhir + name)!.Attribute("value")!.Value;

    private static async Task<(HttpStatusCode Status, XElement Body)> Send(
        HttpClient http, HttpMethod method, string path, string? body = null, string accept = "application/fhir+xml")
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/fhir+xml");
        var answer = await http.SendAsync(request);
        Assert.Equal("application/fhir+xml", answer.Content.Headers.ContentType?.MediaType);
        return (answer.StatusCode, XElement.Parse(await answer.Content.ReadAsStringAsync()));
    }
}
