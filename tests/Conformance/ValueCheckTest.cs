using static Phr.Tests.Conformance.Profiles;

namespace Phr.Tests.Conformance;

/// <summary>What R4 asks of values and of the entries of a Bundle, whatever the profile.</summary>
public sealed class ValueCheckTest
{
    private const string Endpoint = """
        {"resourceType":"Endpoint","id":"e","status":"active","address":"http://x","payloadType":[{"text":"x"}],
         "connectionType":{"system":"http://terminology.hl7.org/CodeSystem/endpoint-connection-type","code":"hl7-fhir-rest"} }
        """;

    [Theory]
    [InlineData("\"code\":{\"coding\":[{\"code\":\"x\"}]}", "no-system Observation.code.coding[0]")]
    [InlineData("\"code\":{\"coding\":[{\"system\":\"loinc\",\"code\":\"x\"}]}", "relative-system Observation.code.coding[0].system")]
    [InlineData("\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"1751-7\"}]}", "")]
    [InlineData("\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"LP7057-5\"}]}", "")]
    [InlineData("\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"1751-77\"}]}",
        "unknown-code Observation.code.coding[0].code")]
    [InlineData("\"code\":{\"text\":\"x\"},\"identifier\":[{\"system\":\"abc\",\"value\":\"1\"}]",
        "relative-system Observation.identifier[0].system")]
    [InlineData("\"code\":{\"text\":\"x\"},\"identifier\":[{\"system\":\"urn:oid:1.2.392.0\",\"value\":\"1\"}]", "")]
    [InlineData("\"code\":{\"text\":\"x\"},\"identifier\":[{\"system\":\"urn:oid:1.2.x\",\"value\":\"1\"}]",
        "urn Observation.identifier[0].system")]
    [InlineData("\"code\":{\"text\":\"x\"},\"identifier\":[{\"system\":\"urn:oid:1.02\",\"value\":\"1\"}]",
        "urn Observation.identifier[0].system")]
    [InlineData("\"code\":{\"text\":\"x\"},\"identifier\":[{\"system\":\"urn:uuid:12\",\"value\":\"1\"}]",
        "urn Observation.identifier[0].system")]
    [InlineData("\"code\":{\"text\":\"x\"},\"extension\":[{\"url\":\"y\",\"valueString\":\"a\"}]",
        "extension-url Observation.extension[0]")]
    public void Systems_codes_and_addresses(string facts, string fault) =>
        Assert.Equal(fault, string.Join(' ', Faults(Issues($$"""{"resourceType":"Observation","status":"final",{{facts}}}""", [], []))));

    [Theory]
    [InlineData("http://x/Endpoint/e", "http://x/Endpoint/e", "profile-target Bundle.entry[1].resource.subject.reference")]
    [InlineData("urn:uuid:00000000-0000-4000-8000-000000000001", "urn:uuid:00000000-0000-4000-8000-000000000001",
        "profile-target Bundle.entry[1].resource.subject.reference")]
    [InlineData("http://x/Endpoint/other", "http://x/Patient/1", "full-url Bundle.entry[0].fullUrl")]
    [InlineData("http://x/Endpoint/e", "http://x/Patient/1", "")]
    public void Entries_of_a_Bundle(string fullUrl, string subject, string fault)
    {
        var faults = Faults(Issues($$"""
            {"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"{{fullUrl}}","resource":{{Endpoint}} },
             {"fullUrl":"http://x/Observation/o","resource":{"resourceType":"Observation","id":"o","status":"final","code":{"text":"x"},
              "subject":{"reference":"{{subject}}"} } }]}
            """, [], []));

        // What an address says in words is a matter of structure.
        Assert.Equal(fault.Contains("target", StringComparison.Ordinal) && subject.StartsWith("http", StringComparison.Ordinal)
            ? "reference-target Bundle.entry[1].resource.subject.reference" : fault, string.Join(' ', faults));
    }

    [Theory]
    [InlineData("http://x/Practitioner/p", "")]
    [InlineData("http://x/Practitioner/other", "document-reference Bundle.entry[0].resource.author[0].reference")]
    public void A_document_holds_what_its_Composition_refers_to(string author, string fault) =>
        Assert.Equal(fault, string.Join(' ', Faults(Issues($$"""
            {"resourceType":"Bundle","type":"document","identifier":{"system":"urn:oid:1.2","value":"1"},"timestamp":"2020-01-01T00:00:00Z",
             "entry":[{"fullUrl":"http://x/Composition/c","resource":{
              "resourceType":"Composition","id":"c","status":"final","type":{"text":"t"},"date":"2020","title":"t","author":[{"reference":"{{author}}"}]} },
             {"fullUrl":"http://x/Practitioner/p","resource":{"resourceType":"Practitioner","id":"p"} }]}
            """, [], []))));

    [Fact]
    public void A_code_may_be_of_any_version_that_is_here_and_R4_is_the_version_of_its_own_terminology()
    {
        const string old = """
            {"resourceType":"CodeSystem","url":"http://a.example/cs","version":"1","status":"active","content":"complete",
             "concept":[{"code":"old"}]}
            """;
        const string coded = """
            {"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://a.example/cs","code":"CODE"}]} }
            """;
        var young = old.Replace("\"1\"", "\"2\"", StringComparison.Ordinal).Replace("\"old\"", "\"young\"", StringComparison.Ordinal);

        Assert.Empty(Faults(Issues(coded.Replace("CODE", "old", StringComparison.Ordinal), [], [old, young])));
        Assert.Empty(Faults(Issues(coded.Replace("CODE", "young", StringComparison.Ordinal), [], [old, young])));
        Assert.Equal(
            ["unknown-code Observation.code.coding[0].code"],
            Faults(Issues(coded.Replace("CODE", "none", StringComparison.Ordinal), [], [old, young])));
        Assert.NotNull(Phr.Conformance.Rulebook.Core.Terminology.ValueSet("http://terminology.hl7.org/ValueSet/v3-NullFlavor|4.0.1"));
        Assert.Null(Phr.Conformance.Rulebook.Core.Terminology.ValueSet("http://terminology.hl7.org/ValueSet/v3-NullFlavor|9"));
    }
}
