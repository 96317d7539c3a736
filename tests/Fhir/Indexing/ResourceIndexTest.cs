using Phr.Fhir;
using Phr.Fhir.Indexing;
using Phr.Tests.Support;

namespace Phr.Tests.Fhir.Indexing;

public class ResourceIndexTest
{
    [Theory]
    [InlineData("patient")]
    [InlineData("observation")]
    [InlineData("medication-request")]
    public void All_entries_of_a_resource_are_those_of_the_golden_file(string sample) =>
        Samples.Same($"{sample}.index.txt", string.Join('\n', IndexText.Of(Samples.Read($"{sample}.json"))));

    public static TheoryData<string, string, string> Values
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            foreach (var row in Samples.Rows("index-values.txt"))
                rows.Add(row[0], row[1], row[2]);
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void A_parameter_finds_the_value(string code, string entry, string json) => Assert.Equal([entry], IndexText.Of(json, code));

    [Fact]
    public void A_medicine_inside_the_resource_gives_its_codes() =>
        Assert.Contains("(code) s|c", IndexText.Of("""
            {"resourceType":"MedicationRequest","status":"active","intent":"order","subject":{"display":"a"},
            "medicationReference":{"reference":"#m"},
            "contained":[{"resourceType":"Medication","id":"m","code":{"coding":[{"system":"s","code":"c"}]}}]}
            """));

    [Fact]
    public void References_that_lead_nowhere_from_outside_are_not_indexed() =>
        Assert.Empty(IndexText.Of("""
            {"resourceType":"Patient","contained":[{"resourceType":"Organization","id":"o","name":"a"}],
            "managingOrganization":{"reference":"#o"}}
            """, "organization"));

    [Fact]
    public void Codes_with_translations_and_a_value_make_every_pair()
    {
        var pairs = IndexText.Of("""
            {"resourceType":"Observation","status":"final","code":{"coding":[{"code":"a"},{"code":"b"}]},
            "valueCodeableConcept":{"coding":[{"code":"x"},{"code":"y"},{"code":"z"}]}}
            """, "code-value-concept");

        Assert.Equal(["|a $ |x", "|a $ |y", "|a $ |z", "|b $ |x", "|b $ |y", "|b $ |z"], pairs);
    }

    [Theory]
    [InlineData(31, 31, 961)]
    [InlineData(32, 32, 1_000)]
    public void Pairs_are_limited(int codes, int values, int pairs)
    {
        var json = $$"""
            {"resourceType":"Observation","status":"final","code":{"coding":[{{Codings(codes)}}] },
            "valueCodeableConcept":{"coding":[{{Codings(values)}}] } }
            """;
        Assert.Equal(pairs, IndexText.Of(json, "code-value-concept").Count());
    }

    [Fact]
    public void One_object_takes_one_resource_after_the_other()
    {
        var entries = new IndexEntries();
        var indexer = new ResourceIndexer(IndexText.Japan);
        foreach (var sample in (string[])[Samples.Patient, Samples.Observation, Samples.Patient])
        {
            using var document = FhirDocument.Parse(Samples.Utf8(sample)).Document!;
            indexer.Index(document.Root, entries);
            Assert.Equal(IndexText.Of(sample), IndexText.Of(entries));
        }
    }

    [Fact]
    public void Only_a_resource_is_indexed()
    {
        using var document = FhirDocument.Parse(Samples.Utf8(Samples.Patient)).Document!;
        Assert.Throws<ArgumentException>(() => new ResourceIndexer(IndexText.Japan).Index(document.Root.Child("name"), new IndexEntries()));
    }

    [SkippableTheory]
    [InlineData("hl7-r4-instances")]
    [InlineData("fhir-test-cases/r4/examples")]
    [InlineData("jp/jp-clins-examples")]
    [InlineData("synthea-r4-ms-anonymizer")]
    public void No_expression_fails_on_published_resources(string folder)
    {
        var path = SharedFolder.Find(folder);
        Skip.If(path is null, "../shared/data is not here.");
        var entries = new IndexEntries();
        var indexer = new ResourceIndexer(IndexText.Japan);
        var resources = 0;

        foreach (var file in Directory.EnumerateFiles(path, "*.json", SearchOption.AllDirectories))
        {
            using var document = FhirDocument.Parse(File.ReadAllBytes(file)).Document;
            foreach (var resource in document is null ? [] : Resources(document.Root))
            {
                resources++;
                indexer.Index(resource, entries);
                Assert.True(entries.Failures.IsEmpty, $"{file} {resource.Path()}: {(entries.Failures.IsEmpty ? "" : entries.Failures[0])}");
            }
        }
        Assert.True(resources > 0);
    }

    private static IEnumerable<Element> Resources(Element resource) =>
        resource.Children("entry").ToList().Select(entry => entry.Child("resource")).Concat(resource.Children("contained").ToList())
            .Where(below => below.Type is { IsResource: true }).SelectMany(Resources).Prepend(resource)
            .Where(found => found.Type is { IsResource: true });

    private static string Codings(int count) => string.Join(',', Enumerable.Range(0, count).Select(code => $$"""{"code":"{{code}}" }"""));
}
