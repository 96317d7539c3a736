using Phr.Conformance.Terminology;
using static Phr.Tests.Terminology.Definitions;

namespace Phr.Tests.Terminology;

public sealed class ValueSetTest
{
    private const string Url = "http://test.example/ValueSet/v";

    [Theory]
    [InlineData("concept", "is-a", "bird", "bird hen owl")]
    [InlineData("concept", "descendent-of", "bird", "hen owl")]
    [InlineData("concept", "is-not-a", "bird", "animal fish")]
    [InlineData("concept", "generalizes", "owl", "animal bird owl")]
    [InlineData("concept", "in", "owl, fish", "fish owl")]
    [InlineData("concept", "not-in", "owl,fish", "animal bird hen")]
    [InlineData("concept", "=", "owl", "owl")]
    [InlineData("legs", "=", "2", "bird hen owl")]
    [InlineData("legs", "exists", "true", "bird fish hen owl")]
    [InlineData("legs", "exists", "false", "animal")]
    [InlineData("display", "regex", "[OH].*", "hen owl")]
    [InlineData("code", "regex", "i", "")]
    [InlineData("parent", "=", "animal", "bird fish")]
    public void A_filter_holds_for_the_concepts_that_it_means(string property, string operation, string value, string codes)
    {
        var rules = With(AnimalsJson, ValueSet(Url, $$"""
            {"system":"{{Animals}}","filter":[{"property":"{{property}}","op":"{{operation}}","value":"{{value}}"}]}
            """));
        var set = rules.Terminology.ValueSet(Url)!;

        var expansion = new Expander(rules.Terminology).Expand(set).Expansion!;

        Assert.Equal(codes, string.Join(' ', expansion.Codes.Select(code => code.Code).Order(StringComparer.Ordinal)));
        foreach (var concept in rules.Terminology.CodeSystem(Animals)!.Concepts)
            Assert.Equal(
                codes.Split(' ').Contains(concept.Code) ? Membership.Yes : Membership.No,
                rules.Terminology.IsMember(set, Animals, concept.Code));
    }

    [Fact]
    public void What_is_excluded_or_not_in_every_value_set_named_is_not_in_it()
    {
        const string other = "http://test.example/ValueSet/two-legs";
        var rules = With(
            AnimalsJson,
            ValueSet(other, $$"""{"system":"{{Animals}}","filter":[{"property":"legs","op":"=","value":"2"}]}"""),
            ValueSet(
                Url, $$"""{"system":"{{Animals}}","valueSet":["{{other}}"]}""",
                $$"""{"system":"{{Animals}}","concept":[{"code":"owl"}]}"""));

        var codes = rules.Sets.In(Url).Codes!;

        Assert.Equal(["bird", "hen"], codes.Select(code => code.Code).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_code_of_a_system_that_is_not_here_is_neither_in_nor_out()
    {
        var rules = With(ValueSet(Url, """{"system":"http://loinc.org"}"""));

        Assert.Equal(Membership.Unknown, rules.Terminology.IsMember(rules.Terminology.ValueSet(Url)!, "http://loinc.org", "1751-7"));
        Assert.Equal(Membership.No, rules.Terminology.IsMember(rules.Terminology.ValueSet(Url)!, Animals, "owl"));
        Assert.Equal("not-found", rules.Sets.In(Url).Fault!.Code);
    }

    [Fact]
    public void Value_sets_that_are_made_of_each_other_end()
    {
        const string other = "http://test.example/ValueSet/w";
        var rules = With(ValueSet(Url, $$"""{"valueSet":["{{other}}"]}"""), ValueSet(other, $$"""{"valueSet":["{{Url}}"]}"""));

        Assert.Equal("invalid", rules.Sets.In(Url).Fault!.Code);
        Assert.Equal(Membership.Unknown, rules.Terminology.IsMember(rules.Terminology.ValueSet(Url)!, Animals, "owl"));
    }

    [Fact]
    public void An_expansion_is_refused_from_one_code_more_than_the_limit()
    {
        var rules = With(AnimalsJson, ValueSet(Url, $$"""{"system":"{{Animals}}"}"""));

        Assert.Equal(5, new CodeSets(rules.Terminology, 5).In(Url).Codes!.Count);
        Assert.Equal("too-costly", new CodeSets(rules.Terminology, 4).In(Url).Fault!.Code);
    }

    [Theory]
    [InlineData("(a+)+$|(b")]
    [InlineData(@"(.)\1")]
    public void A_pattern_that_is_none_or_needs_backtracking_is_not_run(string pattern)
    {
        var rules = With(AnimalsJson, ValueSet(
            Url, $$"""{"system":"{{Animals}}","filter":[{"property":"code","op":"regex","value":"{{pattern.Replace(@"\", @"\\")}}"}]}"""));

        Assert.Equal("not-supported", rules.Sets.In(Url).Fault!.Code);
        Assert.Equal(Membership.Unknown, rules.Terminology.IsMember(rules.Terminology.ValueSet(Url)!, Animals, "owl"));
    }

    [Theory]
    [InlineData("wings", "=", "2", false)]
    [InlineData("wings", "exists", "false", false)]
    [InlineData("wings", "not-in", "2", false)]
    [InlineData("wings", "is-a", "bird", false)]
    [InlineData("concept", "is-like", "bird", false)]
    [InlineData("", "=", "2", false)]
    [InlineData("Legs", "=", "2", false)]
    [InlineData("legs", "=", "3", true)]
    [InlineData("inactive", "=", "true", true)]
    [InlineData("feathers", "=", "many", true)]
    public void A_filter_of_a_property_that_the_system_does_not_have_is_a_fault(
        string property, string operation, string value, bool isKnown)
    {
        var filter = $$"""{"system":"{{Animals}}","filter":[{"property":"{{property}}","op":"{{operation}}","value":"{{value}}"}]}""";
        const string excluding = "http://test.example/ValueSet/excluding";
        const string nested = "http://test.example/ValueSet/nested";
        // A concept may have a property that nobody declared.
        var animals = AnimalsJson.Replace(
            "\"Owl\",\"property\":[", "\"Owl\",\"property\":[{\"code\":\"feathers\",\"valueString\":\"many\"},",
            StringComparison.Ordinal);
        var rules = With(
            animals, ValueSet(Url, filter), ValueSet(excluding, $$"""{"system":"{{Animals}}"}""", filter),
            ValueSet(nested, $$"""{"valueSet":["{{Url}}"]}"""));

        foreach (var url in (string[])[Url, excluding, nested])
        {
            Assert.Equal(isKnown ? null : "not-supported", rules.Sets.In(url).Fault?.Code);
            Assert.Equal(isKnown, rules.Terminology.UnknownFilter(rules.Terminology.ValueSet(url)!) is null);
        }
        Assert.Equal(isKnown, rules.Terminology.IsMember(rules.Terminology.ValueSet(Url)!, Animals, "hen") != Membership.Unknown);
    }

    [Fact]
    public void The_filters_of_R4_are_understood_but_for_the_example_of_one_that_a_system_keeps_to_itself()
    {
        var store = With().Terminology;

        var unknown = store.Library.Entries.Where(entry => entry.Type == "ValueSet").Select(entry => store.ValueSet(entry.Url))
            .OfType<ValueSet>().Where(set => store.UnknownFilter(set) is not null);

        Assert.Equal(["http://hl7.org/fhir/ValueSet/example-filter"], unknown.Select(set => set.Url));
    }

    [Fact]
    public void Broader_and_narrower_codes_are_those_of_the_hierarchy()
    {
        var sets = With(AnimalsJson).Sets;

        Assert.Equal(["bird", "hen", "owl"], sets.Below(Animals, "bird").Codes!.Select(code => code.Code).Order(StringComparer.Ordinal));
        Assert.Equal(["animal", "bird", "owl"], sets.Above(Animals, "owl").Codes!.Select(code => code.Code).Order(StringComparer.Ordinal));
        Assert.Equal("not-found", sets.Below(Animals, "stone").Fault!.Code);
        Assert.Equal("not-found", sets.Below("http://snomed.info/sct", "1").Fault!.Code);
    }

    [Theory]
    [InlineData("http://unitsofmeasure.org", "mg/dL", true)]
    [InlineData("http://unitsofmeasure.org", "@@bogus@@", false)]
    [InlineData("urn:ietf:bcp:47", "ja-JP", true)]
    [InlineData("urn:ietf:bcp:47", "zh-Hant-TW", true)]
    [InlineData("urn:ietf:bcp:47", "japanese!", false)]
    [InlineData("urn:ietf:bcp:13", "text/plain; charset=utf-8", true)]
    [InlineData("urn:ietf:bcp:13", "plain", false)]
    public void Codes_of_a_grammar_are_told_by_the_grammar(string system, string code, bool isCode) =>
        Assert.Equal(isCode ? Membership.Yes : Membership.No, With().Terminology.HasCode(system, code));

    [Fact]
    public void The_required_value_sets_of_R4_are_there()
    {
        var store = With().Terminology;

        var status = store.ValueSet("http://hl7.org/fhir/ValueSet/observation-status|4.0.1")!;
        Assert.Equal(Membership.Yes, store.IsMember(status, null, "final"));
        Assert.Equal(Membership.No, store.IsMember(status, null, "finished"));
        Assert.Equal(
            Membership.Yes, store.IsMember(store.ValueSet("http://terminology.hl7.org/ValueSet/v3-ActEncounterCode")!,
                "http://terminology.hl7.org/CodeSystem/v3-ActCode", "ACUTE"));
    }

    [Fact]
    public void A_supplement_adds_designations()
    {
        var rules = With(AnimalsJson, $$"""
            {"resourceType":"CodeSystem","url":"http://test.example/CodeSystem/animals-ja","status":"active","content":"supplement",
             "supplements":"{{Animals}}","language":"ja","concept":[{"code":"owl","display":"ふくろう"}]}
            """);

        var owl = rules.Terminology.CodeSystem(Animals)!.Find("owl")!;

        Assert.True(CodeCheck.IsCalled(owl, "ふくろう"));
        Assert.False(CodeCheck.IsCalled(owl, "からす"));
    }
}
