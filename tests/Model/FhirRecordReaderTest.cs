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
    [InlineData("""{"resourceType":"Condition","id":"1","code":{}}""")]
    [InlineData("""{"resourceType":"Organization","id":"1"}""")]
    [InlineData("""[]""")]
    [InlineData("""{"resourceType":7}""")]
    public void What_carries_no_fact_yields_nothing(string resource) => Assert.Empty(FhirRecordReader.Events(Records.Json(resource)));

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

    [Fact]
    public void A_diagnosis_recorded_after_its_onset_is_known_from_the_recording()
    {
        var item = Assert.Single(FhirRecordReader.Events(Records.Json("""
            {"resourceType":"Condition","id":"1","onsetDateTime":"2015","recordedDate":"2019-06-01","code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10","code":"E11.9"}]}}
            """)));

        Assert.Equal(Records.At("2015-12-31T23:59:59+09:00"), item.Time);
        Assert.Equal(Records.At("2019-06-01T23:59:59+09:00"), item.KnownAt);
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
    [InlineData("2024-02-30")]
    public void What_is_no_date_has_no_time(string written) => Assert.Null(ClinicalTime.Read(written));
}
