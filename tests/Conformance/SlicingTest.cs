using static Phr.Tests.Conformance.Profiles;

namespace Phr.Tests.Conformance;

public sealed class SlicingTest
{
    [Theory]
    [InlineData("value", "system", "", "\"fixedUri\":\"http://a.example\"", "system")]
    [InlineData("pattern", "$this", "\"patternIdentifier\":{\"system\":\"http://a.example\"}", "", "")]
    [InlineData("exists", "period", "", "\"min\":1", "period")]
    public void A_slice_is_told_by_its_discriminator(string kind, string path, string own, string below, string child)
    {
        List<string> elements =
        [
            Element("Patient.identifier", Slicing(kind, path, "open")),
            Element("Patient.identifier:a", "\"min\":1,\"max\":\"1\"" + (own.Length > 0 ? "," + own : "")),
        ];
        if (child.Length > 0)
            elements.Add(Element($"Patient.identifier:a.{child}", below));
        elements.Add(Element("Patient.identifier:a.value", "\"min\":1"));
        var profile = Profile("Patient", elements);
        const string fits = """{"system":"http://a.example","value":"1","period":{"start":"2020"}}""";

        Assert.Empty(Faults(Patient(fits, """{"system":"http://b.example"}"""), profile));
        Assert.Equal(["profile-min Patient.identifier"], Faults(Patient("""{"system":"http://b.example","value":"1"}"""), profile));
        Assert.Equal(["profile-max Patient.identifier"], Faults(Patient(fits, fits), profile));
        Assert.Equal(
            ["profile-min Patient.identifier[0].value"],
            Faults(Patient("""{"system":"http://a.example","period":{"start":"2020"}}"""), profile));
    }

    [Fact]
    public void Slices_are_told_by_type_also_of_what_a_reference_names()
    {
        var profile = Profile("Observation",
            Element("Observation.value[x]", Slicing("type", "$this", "closed")),
            Element("Observation.value[x]:valueString", "\"type\":[{\"code\":\"string\"}],\"maxLength\":3"),
            Element("Observation.performer", Slicing("type", "resolve()", "closed")),
            Element("Observation.performer:who", """
                "min":1,"type":[{"code":"Reference","targetProfile":["http://hl7.org/fhir/StructureDefinition/Practitioner"]}]
                """));
        const string head = """{"resourceType":"Observation","status":"final","code":{"text":"x"},""";

        Assert.Empty(Faults(head + """ "valueString":"abc","performer":[{"reference":"Practitioner/1"}]}""", profile));
        Assert.Equal(
            ["profile-length Observation.value"],
            Faults(head + """ "valueString":"abcd","performer":[{"reference":"Practitioner/1"}]}""", profile));
        Assert.Equal(
            ["slice-closed Observation.value", "slice-closed Observation.performer[0]", "profile-min Observation.performer"],
            Faults(head + """ "valueInteger":1,"performer":[{"reference":"Organization/1"}]}""", profile)
                .OrderBy(fault => fault.Contains("performer", StringComparison.Ordinal)));
    }

    [Fact]
    public void Slices_are_told_by_the_profile_of_an_entry()
    {
        const string named = "http://test.example/StructureDefinition/named";
        string[] profiles =
        [
            Profile(named, "Patient", [Element("Patient.name", "\"min\":1")]),
            Profile("Bundle",
                Element("Bundle.entry", Slicing("profile", "resource", "open")),
                Element("Bundle.entry:patient", "\"min\":1"),
                Element("Bundle.entry:patient.resource", $$"""
                    "type":[{"code":"Patient","profile":["{{named}}"]}]
                    """)),
        ];
        string Bundle(string patient) => $$"""{"resourceType":"Bundle","type":"collection","entry":[{"resource":{{patient}}}]}""";

        Assert.Empty(Faults(Bundle("""{"resourceType":"Patient","name":[{"text":"a"}]}"""), profiles));
        Assert.Equal(["profile-min Bundle.entry"], Faults(Bundle("""{"resourceType":"Patient","active":true}"""), profiles));
    }

    [Fact]
    public void Closed_slices_let_nothing_else_in_and_ordered_ones_keep_their_order()
    {
        string Sliced(string mode, bool isOrdered) => Profile("Patient",
            Element("Patient.identifier", Slicing("value", "system", mode, isOrdered)),
            Element("Patient.identifier:a"), Element("Patient.identifier:a.system", "\"fixedUri\":\"http://a.example\""),
            Element("Patient.identifier:b"), Element("Patient.identifier:b.system", "\"fixedUri\":\"http://b.example\""));
        const string a = """{"system":"http://a.example"}""", b = """{"system":"http://b.example"}""",
            c = """{"system":"http://c.example"}""";

        Assert.Equal(["slice-closed Patient.identifier[1]"], Faults(Patient(a, c), Sliced("closed", false)));
        Assert.Empty(Faults(Patient(a, c, b), Sliced("open", true)));
        Assert.Equal(["slice-order Patient.identifier[1]"], Faults(Patient(b, a), Sliced("open", true)));
        Assert.Empty(Faults(Patient(a, b, c), Sliced("openAtEnd", true)));
        Assert.Equal(["slice-order Patient.identifier[2]"], Faults(Patient(a, c, b), Sliced("openAtEnd", true)));
    }

    [Fact]
    public void An_extension_is_checked_by_its_definition_its_place_and_its_slice()
    {
        var extension = Profile("http://test.example/StructureDefinition/e", "Extension", [
            Element("Extension.url", "\"fixedUri\":\"http://test.example/StructureDefinition/e\""),
            Element("Extension.value[x]", "\"min\":1,\"type\":[{\"code\":\"string\"}]")]);
        var placed = extension.Replace("\"kind\":\"resource\"",
            "\"kind\":\"complex-type\",\"context\":[{\"type\":\"element\",\"expression\":\"Patient\"}]", StringComparison.Ordinal);
        var profile = Profile("Patient",
            Element("Patient.extension", Slicing("value", "url", "open")),
            Element("Patient.extension:e", """
                "min":1,"max":"1","type":[{"code":"Extension","profile":["http://test.example/StructureDefinition/e"]}]
                """));
        const string own = """{"url":"http://test.example/StructureDefinition/e","valueString":"a"}""";

        Assert.Empty(Faults($$"""{"resourceType":"Patient","extension":[{{own}}]}""", profile, placed));
        Assert.Equal(["profile-min Patient.extension"], Faults("""{"resourceType":"Patient","active":true}""", profile, placed));
        Assert.Equal(["profile-max Patient.extension"], Faults($$"""{"resourceType":"Patient","extension":[{{own}},{{own}}]}""",
            profile, placed));
        Assert.Equal(
            ["profile-type Patient.extension[0].value"],
            Faults("""{"resourceType":"Patient","extension":[{"url":"http://test.example/StructureDefinition/e","valueInteger":1}]}""",
                profile, placed));
        Assert.Equal(
            ["extension-context Patient.name[0].extension[0]", "profile-min Patient.extension"],
            Faults($$"""{"resourceType":"Patient","name":[{"text":"x","extension":[{{own}}]}]}""", profile, placed));
        Assert.Equal(
            ["not-a-modifier Patient.modifierExtension[0]", "profile-min Patient.extension"],
            Faults($$"""{"resourceType":"Patient","modifierExtension":[{{own}}]}""", profile, placed));
    }

    private static string Slicing(string kind, string path, string mode, bool isOrdered = false) => $$"""
        "slicing":{"discriminator":[{"type":"{{kind}}","path":"{{path}}"}],"rules":"{{mode}}","ordered":{{(isOrdered ? "true" : "false")}}}
        """;

    private static string Patient(params string[] identifiers) =>
        $$"""{"resourceType":"Patient","identifier":[{{string.Join(',', identifiers)}}]}""";
}
