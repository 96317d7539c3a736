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

    public static TheoryData<string, string, string> OneFault
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            foreach (var row in Samples.Rows("one-fault.txt"))
                rows.Add(row[0], row[1], row[2]);
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(OneFault))]
    public void One_fault_is_found_once_and_placed(string rule, string expression, string json)
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
            ["format Observation.id", "required-code Observation.status", "array-expected Observation.code.coding",
             "empty Observation.code.coding[0]", "format Observation.value", "several-choices Observation.value"],
            result.Issues.Select(issue => $"{issue.Rule} {issue.Expression}"));
    }

    [Fact]
    public void Texts_and_places_quote_no_content()
    {
        var result = FhirDocument.Parse(Samples.Utf8("""
            {"resourceType":"Patient","HIV 陽性":1,"gender":"SECRET","birthDate":"SECRET","name":["SECRET"]}
            """));

        Assert.Equal(4, result.Issues.Count);
        Assert.All(result.Issues, issue => Assert.DoesNotContain("SECRET", issue.ToString(), StringComparison.Ordinal));
        Assert.All(result.Issues, issue => Assert.DoesNotContain("HIV", issue.ToString(), StringComparison.Ordinal));
        Assert.Equal("Patient", result.Issues[0].Expression);
    }

    [Fact]
    public void A_faulty_entry_does_not_make_its_neighbours_faulty()
    {
        var result = FhirDocument.Parse(Samples.Utf8("""
            {"resourceType":"Bundle","type":"batch","entry":[
              {"resource":{"resourceType":"Patient"}},
              {"resource":{"resourceType":"Patient","x":1}},
              {"resource":{"resourceType":"Patient"}}]}
            """));

        var entries = result.Document!.Root.Children("entry").ToList();
        Assert.Equal([false, true, false], entries.Select(entry => entry.Child("resource").IsFaulty));
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
