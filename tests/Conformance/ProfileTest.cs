using static Phr.Tests.Conformance.Profiles;

namespace Phr.Tests.Conformance;

public sealed class ProfileTest
{
    [Fact]
    public void How_many_there_are_is_checked_down_into_data_types()
    {
        var profile = Profile("Patient",
            Element("Patient.name", "\"min\":1,\"max\":\"2\""), Element("Patient.name.family", "\"min\":1"), Element("Patient.photo",
                "\"max\":\"0\""));

        Assert.Empty(Faults("""{"resourceType":"Patient","name":[{"family":"a"}]}""", profile));
        Assert.Equal(["profile-min Patient.name"], Faults("""{"resourceType":"Patient"}""", profile));
        Assert.Equal(["profile-min Patient.name[0].family"], Faults("""{"resourceType":"Patient","name":[{"text":"a"}]}""", profile));
        Assert.Equal(
            ["profile-max Patient.name"],
            Faults("""{"resourceType":"Patient","name":[{"family":"a"},{"family":"b"},{"family":"c"}]}""", profile));
        Assert.Equal(
            ["profile-max Patient.photo"], Faults("""{"resourceType":"Patient","name":[{"family":"a"}],"photo":[{"title":"x"}]}""",
                profile));
    }

    [Theory]
    [InlineData("""{"coding":[{"system":"http://a.example","code":"x"}]}""", "", "")]
    [InlineData("""{"coding":[{"code":"x","system":"http://a.example"}]}""", "", "")]
    [InlineData("""{"coding":[{"system":"http://a.example","code":"x"}],"text":"more"}""", "fixed Observation.code", "")]
    [InlineData("""{"coding":[{"system":"http://a.example","code":"y"},{"system":"http://a.example","code":"x"}]}""",
        "fixed Observation.code", "")]
    [InlineData("""{"coding":[{"system":"http://a.example","code":"y"}]}""", "fixed Observation.code", "pattern Observation.code")]
    public void A_fixed_value_is_the_whole_value_and_a_pattern_a_part_of_it(string code, string fixedFaults, string patternFaults)
    {
        const string value = """{"coding":[{"system":"http://a.example","code":"x"}]}""";
        var observation = $$"""{"resourceType":"Observation","status":"final","code":{{code}}}""";

        var withFixed = Faults(observation, Profile("Observation", Element("Observation.code", $"\"fixedCodeableConcept\":{value}")));
        var withPattern = Faults(observation, Profile("Observation", Element("Observation.code", $"\"patternCodeableConcept\":{value}")));

        Assert.Equal((fixedFaults, patternFaults), (string.Join(' ', withFixed), string.Join(' ', withPattern)));
    }

    [Fact]
    public void Types_and_targets_that_a_profile_takes_away_are_not_allowed()
    {
        var profile = Profile("Observation",
            Element("Observation.value[x]", "\"type\":[{\"code\":\"string\"},{\"code\":\"boolean\"}]"),
            Element("Observation.subject", """
                "type":[{"code":"Reference","targetProfile":["http://hl7.org/fhir/StructureDefinition/Patient"]}]
                """));
        const string head = """{"resourceType":"Observation","status":"final","code":{"text":"x"},""";

        Assert.Empty(Faults(head + """ "valueString":"a","subject":{"reference":"Patient/1"}}""", profile));
        Assert.Equal(["profile-type Observation.value"], Faults(head + """ "valueInteger":1}""", profile));
        Assert.Equal(["profile-target Observation.subject"], Faults(head + """ "subject":{"reference":"Group/1"}}""", profile));
    }

    [Fact]
    public void A_reference_into_the_same_Bundle_leads_to_what_conforms()
    {
        const string named = "http://test.example/StructureDefinition/named";
        string[] profiles =
        [
            Profile(named, "Patient", [Element("Patient.name", "\"min\":1")]),
            Profile("Observation", Element(
                "Observation.subject", $$"""
                "type":[{"code":"Reference","targetProfile":["{{named}}"]}]
                """)),
        ];
        string Bundle(string patient) => $$"""
            {"resourceType":"Bundle","type":"collection","entry":[
              {"fullUrl":"urn:uuid:00000000-0000-4000-8000-000000000001","resource":{{patient}} },
              {"fullUrl":"urn:uuid:00000000-0000-4000-8000-000000000002","resource":{"resourceType":"Observation",
               "meta":{"profile":["{{Url}}"]},"status":"final","code":{"text":"x"},
               "subject":{"reference":"urn:uuid:00000000-0000-4000-8000-000000000001"} } }]}
            """;

        Assert.Empty(Faults(Issues(Bundle("""{"resourceType":"Patient","name":[{"text":"a"}]}"""), [], profiles)));
        Assert.Equal(
            ["profile-conformance Bundle.entry[1].resource.subject"],
            Faults(Issues(Bundle("""{"resourceType":"Patient"}"""), [], profiles)));
    }

    [Fact]
    public void An_invariant_is_reported_by_its_key_and_severity()
    {
        var profile = Profile("Patient", Element("Patient", """
            "constraint":[{"key":"p-1","severity":"error","human":"h","expression":"active.exists()"},
                          {"key":"p-2","severity":"warning","human":"h","expression":"birthDate.exists()"},
                          {"key":"p-3","severity":"error","human":"h","expression":"no such ( expression"}]
            """));

        Assert.Equal(["p-1 Patient", "p-2 Patient", "invariant-not-checked Patient"],
            Faults("""{"resourceType":"Patient","gender":"male"}""", profile));
    }

    [Theory]
    [InlineData("required", "http://hl7.org/fhir/ValueSet/name-use", "usual", "")]
    [InlineData("required", "http://hl7.org/fhir/ValueSet/name-use", "other", "required-code Patient.language")]
    [InlineData("extensible", "http://hl7.org/fhir/ValueSet/name-use", "other", "extensible-code Patient.language")]
    [InlineData("required", "http://test.example/ValueSet/unknown", "other", "")]
    public void A_binding_is_checked_as_far_as_its_codes_are_known(string strength, string valueSet, string code, string faults)
    {
        var profile = Profile("Patient", Element("Patient.language", $$"""
            "binding":{"strength":"{{strength}}","valueSet":"{{valueSet}}"}
            """));

        var found = Faults($$"""{"resourceType":"Patient","language":"{{code}}"}""", profile)
            .Where(fault => !fault.Contains("languages", StringComparison.Ordinal)).Distinct();

        Assert.Contains(faults, string.Join(' ', found), StringComparison.Ordinal);
        Assert.Equal(faults.Length > 0, found.Any(fault => fault == faults));
    }

    [Fact]
    public void A_profile_on_a_profile_asks_for_both()
    {
        const string child = "http://test.example/StructureDefinition/child";
        var parent = Profile("Patient", Element("Patient.name", "\"min\":1"));
        var own = Profile(child, "Patient", [Element("Patient.name.family", "\"min\":1")])
            .Replace("http://hl7.org/fhir/StructureDefinition/Patient", Url, StringComparison.Ordinal);

        Assert.Equal(["profile-min Patient.name"], Faults(Issues("""{"resourceType":"Patient"}""", [child], [parent, own])));
        Assert.Equal(
            ["profile-min Patient.name[0].family"],
            Faults(Issues("""{"resourceType":"Patient","name":[{"text":"a"}]}""", [child], [parent, own])));
    }

    [Fact]
    public void A_profile_that_is_not_here_is_a_warning_where_declared_and_an_error_where_asked_for()
    {
        Assert.Equal(
            ["unknown-profile Patient.meta.profile[0]"],
            Faults(Issues("""{"resourceType":"Patient","meta":{"profile":["http://nowhere.example/p"]}}""", [], [])));
        Assert.Equal(["no-such-profile Patient"], Faults("""{"resourceType":"Patient","active":true}"""));
        Assert.Equal(
            ["profile-other-type Observation"],
            Faults("""{"resourceType":"Observation","status":"final","code":{"text":"x"}}""", Profile("Patient")));
    }

    [Fact]
    public void Profiles_that_are_based_on_each_other_or_name_no_element_cannot_be_used()
    {
        var circular = Profile("Patient").Replace(
            "http://hl7.org/fhir/StructureDefinition/Patient", Url, StringComparison.Ordinal);
        var strange = Profile("Patient", Element("Patient.nose", "\"min\":1"));

        Assert.Equal(["no-such-profile Patient"], Faults("""{"resourceType":"Patient","active":true}""", circular));
        Assert.Equal(["no-such-profile Patient"], Faults("""{"resourceType":"Patient","active":true}""", strange));
    }

    [Fact]
    public void Work_ends_at_its_limit_and_says_so()
    {
        var rules = Phr.Conformance.Rulebook.Core.Validator;
        var patient = System.Text.Encoding.UTF8.GetBytes("""{"resourceType":"Patient","name":[{"family":"a"}]}""");

        var (whole, cut) = (rules.Check(patient, []), rules.Check(patient, [], new(10, 500, 256)));

        Assert.DoesNotContain(whole, issue => issue.Rule == "too-much-work");
        Assert.Single(cut, issue => issue.Rule == "too-much-work");
    }
}
