using Phr.Model.Tokens;

namespace Phr.Tests.Model;

public class FhirRecordReaderTest
{
    [Fact]
    public void A_panel_yields_one_event_a_component_under_one_entry()
    {
        var events = FhirRecordReader.Events(Records.Json("""
            {"resourceType":"Observation","id":"bp","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"85354-9"}]},
             "encounter":{"reference":"Encounter/7"},"effectiveDateTime":"2024-03-05T09:15:00+09:00","component":[
              {"code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},"valueQuantity":{"value":142,"code":"mm[Hg]"}},
              {"code":{"coding":[{"system":"http://loinc.org","code":"8462-4"}]},"valueQuantity":{"value":88,"code":"mm[Hg]"}}]}
            """));

        Assert.Equal(2, events.Count);
        Assert.All(events, item => Assert.Equal("Observation/bp", item.Entry));
        Assert.Equal([142, 88], events.Select(item => item.Value!.Value.Value));
        Assert.All(events, item => Assert.Equal("Encounter/7", item.Visit));
    }

    [Theory]
    [InlineData("""{"resourceType":"Observation","id":"1","status":"entered-in-error","code":{},"effectiveDateTime":"2024-01-01"}""")]
    [InlineData("""{"resourceType":"Condition","id":"1","code":{},"onsetDateTime":"2024-01-01","verificationStatus":{"coding":[{"code":"refuted"}]}}""")]
    [InlineData("""{"resourceType":"MedicationRequest","id":"1","status":"active","doNotPerform":true,"authoredOn":"2024-01-01","medicationCodeableConcept":{}}""")]
    [InlineData("""{"resourceType":"Procedure","id":"1","status":"not-done","performedDateTime":"2024-01-01","code":{}}""")]
    [InlineData("""{"resourceType":"Organization","id":"1"}""")]
    [InlineData("""[]""")]
    [InlineData("""{"resourceType":7}""")]
    public void What_carries_no_fact_yields_nothing(string resource) =>
        Assert.Empty(FhirRecordReader.Events(Records.Json(resource)));

    [Theory]
    [InlineData("""{"resourceType":"Condition","id":"1","code":{}}""")]
    [InlineData("""{"resourceType":"Condition","id":"1","code":{},"recordedDate":"0001-01-01"}""")]
    [InlineData("""{"resourceType":"Condition","id":"1","code":{},"onsetDateTime":"0001"}""")]
    [InlineData("""{"resourceType":"Observation","id":"1","status":"final","code":{},"effectiveDateTime":"0001-01-01","valueInteger":1}""")]
    [InlineData("""{"resourceType":"Observation","id":"1","status":"final","code":{},"effectiveDateTime":1,"valueInteger":1}""")]
    [InlineData("""{"resourceType":"Encounter","id":"1","status":"finished","period":{"start":"0001-01-01","end":"9999-12-31"}}""")]
    [InlineData("""{"resourceType":"Encounter","id":"1","status":"finished"}""")]
    [InlineData("""{"resourceType":"Immunization","id":"1","status":"completed","vaccineCode":{},"occurrenceDateTime":"0001-01-01"}""")]
    [InlineData("""{"resourceType":"MedicationRequest","id":"1","status":"active","authoredOn":"9999","medicationCodeableConcept":{}}""")]
    public void What_has_no_date_that_can_be_happened_at_a_time_that_is_not_told(string resource)
    {
        var item = Assert.Single(FhirRecordReader.Events(Records.Json(resource)));

        Assert.Equal(ClinicalTime.Untold, item.Time);
        Assert.Equal(ClinicalTime.Untold, item.KnownAt);
    }

    [Theory]
    [InlineData("<")]
    [InlineData("<=")]
    [InlineData(">=")]
    [InlineData(">")]
    [InlineData("ad")]
    public void A_bound_is_no_measured_value(string comparator)
    {
        var item = Assert.Single(FhirRecordReader.Events(Records.Json(
            $$$"""
            {"resourceType":"Observation","id":"1","status":"final","effectiveDateTime":"2024-01-01","code":{"coding":
            [{"system":"http://loinc.org","code":"4548-4"}]},"valueQuantity":{"value":9,"comparator":"{{{comparator}}}","unit":"%"}}
            """)));

        Assert.True(item.IsBounded);
        Assert.Null(item.Value);
    }

    [Theory]
    [InlineData("confirmed", "糖尿病", true)]
    [InlineData("provisional", "糖尿病", false)]
    [InlineData("differential", "糖尿病", false)]
    [InlineData("unconfirmed", "糖尿病", false)]
    [InlineData("confirmed", "糖尿病の疑い", false)]
    public void A_suspected_diagnosis_is_an_entry_that_confirms_nothing(string verification, string text, bool isConfirmed)
    {
        var item = Assert.Single(FhirRecordReader.Events(Records.Json(
            $$$"""
            {"resourceType":"Condition","id":"1","recordedDate":"2024-01-01","code":{"text":"{{{text}}}"},
            "verificationStatus":{"coding":[{"code":"{{{verification}}}"}]}}
            """)));

        Assert.Equal(isConfirmed, item.IsConfirmed);
    }

    [Fact]
    public void A_reading_by_the_person_is_a_home_reading()
    {
        var item = Assert.Single(FhirRecordReader.Events(Records.Json("""
            {"resourceType":"Observation","id":"1","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"29463-7"}]},
             "effectiveDateTime":"2024-03-05T06:15:00+09:00","valueQuantity":{"value":61.2,"unit":"kg"},"performer":[{"reference":"Patient/1"}]}
            """)));

        Assert.Equal(new SourceCode(CodeSystem.Phr, "home-weight"), Assert.Single(item.Codes));
        Assert.Equal(SourceKind.Person, item.Source);
    }

    [Theory]
    [InlineData("\"onsetDateTime\":\"2015\",\"recordedDate\":\"2019-06-01\"", "2019-06-01T23:59:59+09:00")]
    [InlineData("\"onsetDateTime\":\"2015\"", "2015-12-31T23:59:59+09:00")]
    public void A_diagnosis_is_dated_by_its_recording_else_by_its_onset(string dates, string time)
    {
        var item = Assert.Single(FhirRecordReader.Events(Records.Json(
            $$$"""{"resourceType":"Condition","id":"1",{{{dates}}},"code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10","code":"E11.9"}]}}""")));

        Assert.Equal(Records.At(time), item.Time);
        Assert.Equal(item.Time, item.KnownAt);
    }

    [Fact]
    public void A_result_issued_after_it_was_taken_is_known_from_its_issue()
    {
        var item = Assert.Single(FhirRecordReader.Events(Records.Json("""
            {"resourceType":"Observation","id":"1","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"4548-4"}]},
             "effectiveDateTime":"2024-03-05T09:00:00+09:00","issued":"2024-03-07T09:00:00+09:00","valueQuantity":{"value":6.1,"code":"%"}}
            """)));

        Assert.Equal(Records.At("2024-03-05T09:00:00+09:00"), item.Time);
        Assert.Equal(Records.At("2024-03-07T09:00:00+09:00"), item.KnownAt);
    }

    [Fact]
    public void Untold_is_said_by_a_tag_or_by_a_security_label()
    {
        var item = Assert.Single(FhirRecordReader.Events(Records.Json("""
            {"resourceType":"Condition","id":"1","meta":{"security":[{"system":"urn:a","code":"R"}],"tag":[{"system":"urn:b","code":"UNINFORMED"}]},
             "recordedDate":"2024-01-01","code":{}}
            """)));

        Assert.Equal(["urn:a|R", "urn:b|UNINFORMED"], item.Labels);
    }

    [Theory]
    [InlineData("2024", "2024-12-31T23:59:59+09:00")]
    [InlineData("2024-02", "2024-02-29T23:59:59+09:00")]
    [InlineData("2024-02-03", "2024-02-03T23:59:59+09:00")]
    [InlineData("2024-02-03T10:00:00Z", "2024-02-03T10:00:00+00:00")]
    [InlineData("2024-02-03T10:00:00", "2024-02-03T10:00:00+09:00")]
    public void A_partial_date_is_read_as_its_last_instant(string written, string instant) =>
        Assert.Equal(Records.At(instant), ClinicalTime.Read(written));

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("2024-13")]
    [InlineData("9999")]
    [InlineData("0001")]
    [InlineData("0001-01")]
    [InlineData("0001-01-01")]
    [InlineData("0001-01-01T00:00:00")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("9999-12-31")]
    [InlineData("9999-12-31T23:59:59-12:00")]
    [InlineData("1799-12-31")]
    [InlineData("3000-01-01")]
    [InlineData("2024-02-30")]
    public void What_is_no_date_has_no_time(string written) => Assert.Null(ClinicalTime.Read(written));
}
