using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Phr.Conformance;
using Phr.Conformance.Definitions;
using Phr.Conformance.Profiles;
using Phr.Conformance.Terminology;
using Phr.Tests.Support;

namespace Phr.Tests.Conformance;

/// <summary>Damaged definitions and resources: whatever they say, a check ends, and with issues instead of an exception.</summary>
public sealed class ConformanceFuzzTest
{
    private static readonly ValidationLimits Limits = new(200_000, 100, 64);

    private static readonly string[] Names =
    [
        "name", "identifier", "value[x]", "contained", "extension", "resolve()", "$this", "http://hl7.org/fhir/StructureDefinition/Patient",
        Profiles.Url, "Patient", "Extension", "Reference", "*", "0", "profile", "type", "exists", "closed", "required", "(", "a.b.c", "",
    ];

    [Fact]
    public void Profiles_with_their_texts_exchanged_break_nothing()
    {
        var dice = new Random(2026_11_22);
        var sound = JsonNode.Parse(Profiles.Profile("Patient",
            Profiles.Element("Patient.identifier", """
                "slicing":{"discriminator":[{"type":"value","path":"system"}],"rules":"open"},"min":1
                """),
            Profiles.Element("Patient.identifier:a", "\"max\":\"1\""),
            Profiles.Element("Patient.identifier:a.system", "\"fixedUri\":\"http://a.example\""),
            Profiles.Element("Patient.generalPractitioner", $$"""
                "type":[{"code":"Reference","targetProfile":["{{Profiles.Url}}"]}]
                """),
            Profiles.Element("Patient.name", """
                "constraint":[{"key":"p-1","severity":"error","human":"h","expression":"family.exists() or text.matches('a+')"}]
                """),
            Profiles.Element("Patient.maritalStatus", """
                "binding":{"strength":"required","valueSet":"http://hl7.org/fhir/ValueSet/marital-status"}
                """)))!;
        var patient = Encoding.UTF8.GetBytes("""
            {"resourceType":"Patient","identifier":[{"system":"http://a.example","value":"1"},{"value":"2"}],"name":[{"text":"aaa"}],
             "contained":[{"resourceType":"Practitioner","id":"p"}],"generalPractitioner":[{"reference":"#p"}],
             "maritalStatus":{"coding":[{"system":"x","code":"M"}]},"extension":[{"url":"http://a.example/e","valueString":"x"}]}
            """);

        foreach (var definition in Enumerable.Range(0, Fuzz.Rounds(400)).Select(_ => Exchanged(sound, dice)))
        {
            var rules = new Rulebook(DefinitionLibrary.Core.With([Entry(definition)]));
            Assert.NotNull(rules.Validator.Check(patient, [Profiles.Url], Limits));
        }
    }

    [Fact]
    public void Value_sets_with_their_texts_exchanged_break_nothing()
    {
        var dice = new Random(2026_11_23);
        var sound = JsonNode.Parse(Terminology.Definitions.ValueSet(
            "http://test.example/ValueSet/v", $$"""
            {"system":"{{Terminology.Definitions.Animals}}","filter":[{"property":"concept","op":"is-a","value":"bird"},
             {"property":"display","op":"regex","value":"(a|b)*c"}],"valueSet":["http://test.example/ValueSet/v"]}
            """, """{"valueSet":["http://hl7.org/fhir/ValueSet/languages"]}"""))!;

        foreach (var definition in Enumerable.Range(0, Fuzz.Rounds(300)).Select(_ => Exchanged(sound, dice)))
        {
            var rules = new Rulebook(DefinitionLibrary.Core.With(
                [Entry(definition), Terminology.Definitions.Entry(Terminology.Definitions.AnimalsJson)]));
            foreach (var set in rules.Library.Entries.Where(entry => entry is { Type: "ValueSet", Origin: "test" })
                .Select(entry => rules.Terminology.ValueSet(entry.Url)).OfType<ValueSet>())
            {
                var (expansion, fault) = new Expander(rules.Terminology, 1_000).Expand(set);
                Assert.True(expansion is null != fault is null);
                Assert.True(Enum.IsDefined(rules.Terminology.IsMember(set, Terminology.Definitions.Animals, "owl")));
            }
        }
    }

    [Fact]
    public void Damaged_resources_break_nothing()
    {
        var dice = new Random(2026_11_24);
        var sound = Encoding.UTF8.GetBytes("""
            {"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"urn:uuid:00000000-0000-4000-8000-000000000001",
             "resource":{"resourceType":"Observation","meta":{"profile":["http://hl7.org/fhir/StructureDefinition/vitalsigns"]},
             "status":"final",
             "code":{"coding":[{"system":"http://loinc.org","code":"85354-9"}]},"subject":{"reference":"Patient/1"},
             "effectivePeriod":{"start":"2020-01-01","end":"2020-01-02"},
             "valueQuantity":{"value":1.5,"system":"http://unitsofmeasure.org","code":"mm[Hg]"}}}]}
            """);
        for (var round = 0; round < Fuzz.Rounds(3_000); round++)
        {
            var bytes = sound.ToArray();
            for (var i = 0; i <= dice.Next(4); i++)
                bytes[dice.Next(bytes.Length)] = (byte)dice.Next(32, 127);
            Assert.NotNull(Rulebook.Core.Validator.Check(bytes, [], Limits));
        }
    }

    [Fact]
    public void An_invariant_that_takes_for_ever_is_cut_off()
    {
        var profile = Profiles.Profile("Patient", Profiles.Element("Patient", """
            "constraint":[{"key":"slow","severity":"error","human":"h",
            "expression":"descendants().where(%resource.descendants().where(%resource.descendants().count() > 0).count() > 0).count() > 0"}]
            """));
        var names = string.Join(',', Enumerable.Repeat("""{"family":"a","given":["b","c"]}""", 200));
        var watch = Stopwatch.StartNew();

        var issues = Profiles.Issues($$"""{"resourceType":"Patient","name":[{{names}}]}""", [Profiles.Url], [profile]);

        Assert.Contains(issues, issue => issue.Rule is "too-much-work" or "invariant-not-checked");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{watch.Elapsed}");
    }

    private static DefinitionEntry Entry(JsonNode definition) => Terminology.Definitions.Entry(definition.ToJsonString()) with
    {
        Type = definition["resourceType"]!.GetValueKind() == System.Text.Json.JsonValueKind.String
            ? definition["resourceType"]!.GetValue<string>() : "ValueSet",
    };

    // One to three texts of a definition become others, or the whole part goes.
    private static JsonNode Exchanged(JsonNode sound, Random dice)
    {
        var copy = sound.DeepClone();
        for (var i = 0; i <= dice.Next(3); i++)
        {
            var texts = Texts(copy).Where(text => text.GetPath() is not ("$.resourceType" or "$.url")).ToList();
            var chosen = texts[dice.Next(texts.Count)];
            if (dice.Next(5) == 0 && chosen.Parent is JsonObject owner)
                owner.Remove(chosen.GetPropertyName());
            else
                chosen.ReplaceWith(Names[dice.Next(Names.Length)]);
        }
        return copy;
    }

    private static IEnumerable<JsonNode> Texts(JsonNode? node) => node switch
    {
        JsonObject properties => properties.SelectMany(property => Texts(property.Value)),
        JsonArray items => items.SelectMany(Texts),
        null => [],
        _ => [node],
    };
}
