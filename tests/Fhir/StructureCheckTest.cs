using Phr.Fhir;

namespace Phr.Tests.Fhir;

public class StructureCheckTest
{
    [Fact]
    public void Sound_resources_have_no_issue()
    {
        foreach (var json in Samples.All)
        {
            var result = FhirDocument.Parse(Samples.Utf8(json));
            Assert.Empty(result.Issues);
            Assert.True(result.IsValid);
        }
    }

    // Each row: the resource, the rule that finds its one fault, and where.
    [Theory]
    [InlineData("""{"resourceType":"Patient","colour":"red"}""", "unknown-element", "Patient.colour")]
    [InlineData("""{"resourceType":"Patient","name":[{"given":["a"],"nick":{"x":[1,{"y":null}]}}]}""", "unknown-element", "Patient.name[0].nick")]
    [InlineData("""{"resourceType":"Patient","_name":[{"id":"x"}]}""", "unknown-element", "Patient._name")]
    [InlineData("""{"resourceType":"Patient","resourceType":"Patient"}""", "duplicate-property", "Patient.resourceType")]
    [InlineData("""{"resourceType":"Patient","gender":"male","gender":"male"}""", "duplicate-property", "Patient.gender")]
    [InlineData("""{"resourceType":"Patient","active":true,"\u0061ctive":true}""", "duplicate-property", "Patient.active")]
    [InlineData("""{"resourceType":"Patient","name":{"family":"a"}}""", "array-expected", "Patient.name")]
    [InlineData("""{"resourceType":"Patient","gender":["male"]}""", "array-unexpected", "Patient.gender")]
    [InlineData("""{"resourceType":"Patient","name":["a"]}""", "wrong-json-type", "Patient.name[0]")]
    [InlineData("""{"resourceType":"Patient","name":[{"family":"a"},[{"family":"b"}]]}""", "wrong-json-type", "Patient.name[1]")]
    [InlineData("""{"resourceType":"Patient","active":"true"}""", "wrong-json-type", "Patient.active")]
    [InlineData("""{"resourceType":"Patient","birthDate":{"value":"1970"}}""", "wrong-json-type", "Patient.birthDate")]
    [InlineData("""{"resourceType":"Patient","multipleBirthInteger":"2"}""", "wrong-json-type", "Patient.multipleBirth")]
    [InlineData("""{"resourceType":"Patient","name":[]}""", "empty", "Patient.name")]
    [InlineData("""{"resourceType":"Patient","name":[{}]}""", "empty", "Patient.name[0]")]
    [InlineData("""{"resourceType":"Patient","name":[{"id":"only"}]}""", "empty", "Patient.name[0]")]
    [InlineData("""{"resourceType":"Patient","name":[{"family":""}]}""", "empty", "Patient.name[0].family")]
    [InlineData("""{"resourceType":"Patient","_birthDate":{"id":"x"}}""", "empty", "Patient.birthDate")]
    [InlineData("""{"resourceType":"Patient","birthDate":null}""", "null", "Patient.birthDate")]
    [InlineData("""{"resourceType":"Patient","name":[null]}""", "null", "Patient.name")]
    [InlineData("""{"resourceType":"Patient","name":[{"given":["a",null]}]}""", "null", "Patient.name[0].given")]
    [InlineData("""{"resourceType":"Patient","name":[{"given":["a",null],"_given":[{"extension":[{"url":"u","valueCode":"c"}]},null]}]}""", "null", "Patient.name[0].given[1]")]
    [InlineData("""{"resourceType":"Patient","name":[{"_given":[null]}]}""", "null", "Patient.name[0].given")]
    [InlineData("""{"resourceType":"Patient","name":[{"given":["a","b"],"_given":[{"extension":[{"url":"u","valueCode":"c"}]}]}]}""", "sibling-length", "Patient.name[0].given")]
    [InlineData("""{"resourceType":"Patient","deceasedBoolean":true,"deceasedDateTime":"2020"}""", "several-choices", "Patient.deceased")]
    [InlineData("""{"resourceType":"Patient","deceasedBoolean":true,"_deceasedDateTime":{"extension":[{"url":"u","valueCode":"c"}]}}""", "several-choices", "Patient.deceased")]
    [InlineData("""{"resourceType":"Observation","code":{"text":"a"}}""", "required", "Observation.status")]
    [InlineData("""{"resourceType":"Patient","link":[{"other":{"display":"a"}}]}""", "required", "Patient.link[0].type")]
    [InlineData("""{"resourceType":"Patient","extension":[{"valueString":"a"}]}""", "required", "Patient.extension[0].url")]
    [InlineData("""{"resourceType":"Patient","extension":[{"url":"u"}]}""", "ext-1", "Patient.extension[0]")]
    [InlineData("""{"resourceType":"Patient","extension":[{"url":"u","valueCode":"a","extension":[{"url":"v","valueCode":"b"}]}]}""", "ext-1", "Patient.extension[0]")]
    [InlineData("""{"resourceType":"Patient","birthDate":"1970-3-30"}""", "format", "Patient.birthDate")]
    [InlineData("""{"resourceType":"Patient","birthDate":"2023-02-29"}""", "no-such-date", "Patient.birthDate")]
    [InlineData("""{"resourceType":"Patient","id":"a_b"}""", "format", "Patient.id")]
    [InlineData("""{"resourceType":"Patient","name":[{"family":"\u0001"}]}""", "format", "Patient.name[0].family")]
    [InlineData("""{"resourceType":"Patient","name":[{"family":"\ud800"}]}""", "format", "Patient.name[0].family")]
    [InlineData("""{"resourceType":"Patient","gender":"F"}""", "required-code", "Patient.gender")]
    [InlineData("""{"resourceType":"Condition","subject":{"display":"a"},"clinicalStatus":{"coding":[{"system":"http://other","code":"active"}]}}""", "required-code", "Condition.clinicalStatus")]
    [InlineData("""{"resourceType":"Condition","subject":{"display":"a"},"clinicalStatus":{"text":"active"}}""", "required-code", "Condition.clinicalStatus")]
    [InlineData("""{"resourceType":"Observation","status":"final","code":{"text":"a"},"referenceRange":[{"low":{"value":1,"comparator":"<"}}]}""", "comparator-not-allowed", "Observation.referenceRange[0].low.comparator")]
    [InlineData("""{"resourceType":"Patient","generalPractitioner":[{"type":"Practitioner"}]}""", "reference-empty", "Patient.generalPractitioner[0]")]
    [InlineData("""{"resourceType":"Patient","generalPractitioner":[{"reference":"Practitioner/1","type":"Organization"}]}""", "reference-type", "Patient.generalPractitioner[0].type")]
    [InlineData("""{"resourceType":"Patient","generalPractitioner":[{"reference":"Patient/1"}]}""", "reference-target", "Patient.generalPractitioner[0].reference")]
    [InlineData("""{"resourceType":"Patient","generalPractitioner":[{"type":"Patient","display":"a"}]}""", "reference-target", "Patient.generalPractitioner[0]")]
    [InlineData("""{"resourceType":"Patient","generalPractitioner":[{"reference":"http://a/fhir/Device/1"}]}""", "reference-target", "Patient.generalPractitioner[0].reference")]
    [InlineData("""{"resourceType":"Patient","generalPractitioner":[{"reference":"Practitioner/"}]}""", "reference-format", "Patient.generalPractitioner[0].reference")]
    [InlineData("""{"resourceType":"Patient","generalPractitioner":[{"reference":"Practitioner?name=a"}]}""", "reference-format", "Patient.generalPractitioner[0].reference")]
    [InlineData("""{"resourceType":"Patient","generalPractitioner":[{"reference":"#a"}]}""", "unresolved-fragment", "Patient.generalPractitioner[0].reference")]
    [InlineData("""{"resourceType":"Patient","contained":[{"resourceType":"Device","id":"a"}],"generalPractitioner":[{"reference":"#a"}]}""", "reference-target", "Patient.generalPractitioner[0].reference")]
    [InlineData("""{"resourceType":"Patient","contained":[{"resourceType":"Device"}]}""", "required", "Patient.contained[0].id")]
    [InlineData("""{"resourceType":"Patient","contained":[{"resourceType":"Device","id":"a"},{"resourceType":"Device","id":"a"}]}""", "duplicate-contained", "Patient.contained[1]")]
    [InlineData("""{"resourceType":"Patient","contained":[{"resourceType":"Device","id":"a","contained":[{"resourceType":"Device","id":"b"}]}]}""", "nested-contained", "Patient.contained[0].contained[0]")]
    [InlineData("""{"resourceType":"Patient","contained":[{"id":"a"}]}""", "not-a-resource", "Patient.contained[0]")]
    [InlineData("""{"resourceType":"Patient","contained":[{"resourceType":"Dog","id":"a"}]}""", "unknown-resource-type", "Patient.contained[0]")]
    [InlineData("""{"resourceType":"DomainResource","id":"a"}""", "unknown-resource-type", "")]
    [InlineData("""{"resourceType":5}""", "not-a-resource", "")]
    [InlineData("""{"id":"a"}""", "not-a-resource", "")]
    [InlineData("""[1]""", "not-a-resource", "")]
    [InlineData("""{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"a"}},{"resource":{"resourceType":"Patient","name":[{"family":7}]}}]}""", "wrong-json-type", "Bundle.entry[1].resource.name[0].family")]
    public void One_fault_is_found_once_and_placed(string json, string rule, string expression)
    {
        var result = FhirDocument.Parse(Samples.Utf8(json));

        var issue = Assert.Single(result.Issues);
        Assert.Equal((rule, expression), (issue.Rule, issue.Expression));
        Assert.False(result.IsValid);
    }

    [Fact]
    public void All_faults_are_found_not_only_the_first()
    {
        var result = FhirDocument.Parse(Samples.Utf8("""
            {"resourceType":"Observation","id":"æ","status":"nearly","code":{"coding":{}},"valueInteger":1.5,"valueString":"x"}
            """));

        Assert.Equal(
            ["format Observation.id", "required-code Observation.status", "array-expected Observation.code.coding", "empty Observation.code.coding[0]",
             "format Observation.value", "several-choices Observation.value"],
            result.Issues.Select(issue => $"{issue.Rule} {issue.Expression}"));
    }

    [Fact]
    public void Texts_and_places_quote_no_content()
    {
        var result = FhirDocument.Parse(Samples.Utf8("""{"resourceType":"Patient","HIV 陽性":1,"gender":"SECRET","birthDate":"SECRET","name":["SECRET"]}"""));

        Assert.Equal(4, result.Issues.Count);
        Assert.All(result.Issues, issue => Assert.DoesNotContain("SECRET", issue.English + issue.Japanese + issue.Expression, StringComparison.Ordinal));
        Assert.Equal("Patient", result.Issues[0].Expression);
    }

    [Fact]
    public void A_faulty_entry_does_not_make_its_neighbours_faulty()
    {
        var result = FhirDocument.Parse(Samples.Utf8("""
            {"resourceType":"Bundle","type":"batch","entry":[{"resource":{"resourceType":"Patient"}},{"resource":{"resourceType":"Patient","x":1}},{"resource":{"resourceType":"Patient"}}]}
            """));

        Assert.Equal([false, true, false], result.Document!.Root.Children("entry").ToList().Select(entry => entry.Child("resource").IsFaulty));
    }

    [Theory]
    [InlineData("""{"resourceType":"Patient",}""", 1, 27)]
    [InlineData("{\n \"resourceType\":\"Patient\"\n \"id\":1}", 3, 2)]
    [InlineData("""{"resourceType":"Patient"} x""", 1, 28)]
    [InlineData("""{"resourceType":"Patient","id":"\x"}""", 1, 34)]
    [InlineData("""{"resourceType":"Patient","multipleBirthInteger":01}""", 1, 51)]
    public void Malformed_json_is_placed_by_line_and_byte(string json, int line, int position)
    {
        var result = FhirDocument.Parse(Samples.Utf8(json));

        Assert.Null(result.Document);
        Assert.Equal($"The JSON is malformed at line {line}, byte {position}.", Assert.Single(result.Issues).English);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("{")]
    [InlineData("""{"resourceType":"Patient","name":[{"family":"a" """)]
    public void Half_a_document_is_malformed(string json) =>
        Assert.Equal("malformed-json", Assert.Single(FhirDocument.Parse(Samples.Utf8(json)).Issues).Rule);

    [Fact]
    public void Bytes_that_are_not_utf8_are_placed()
    {
        var json = Samples.Utf8("""{"resourceType":"Patient","id":"aXb"}""");
        json[33] = 0xC3;

        Assert.Equal("The text is not UTF-8 at byte 34.", Assert.Single(FhirDocument.Parse(json).Issues).English);
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_document()
    {
        using var document = FhirDocument.Parse((byte[])[0xEF, 0xBB, 0xBF, .. Samples.Utf8(Samples.Observation)]).Document!;

        Assert.Equal(Samples.Utf8(Samples.Observation), document.Json.ToArray());
    }
}
