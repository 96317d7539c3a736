using System.Formats.Tar;
using System.IO.Compression;
using Phr.Fhir;
using Phr.Fhir.Indexing;
using Phr.Tests.Support;

namespace Phr.Tests.Fhir;

public class RealResourcesTest
{
    // The faults that published files truly have, as rules. Every other file of the folders is sound.
    private static readonly Dictionary<string, string> FaultyFiles = new()
    {
        // Items without linkId.
        ["Questionnaire-qs1.json"] = "required",
        ["bundle-questionnaire.json"] = "required",
        // No name, no status, and a reference to an id of 69 letters.
        ["ImplementationGuide-fhir.json"] = "reference-format required",
        ["ig-r4.json"] = "reference-format required",
        // A div without anything in it.
        ["ActivityDefinition-heart-valve-replacement.json"] = "txt-2",
        // A performer that is an Encounter, one that is a Practitioner where only an Organization may be, a reason that
        // is a Procedure, a parent that is a DeviceDefinition.
        ["medicationrequest0301.json"] = "reference-target",
        ["Observation-clinical-gender.json"] = "reference-target",
        ["DeviceUseStatement-example.json"] = "reference-target",
        ["deviceusestatement-example.json"] = "reference-target",
        ["DeviceMetric-example.json"] = "reference-target",
        ["devicemetric-example.json"] = "reference-target",
        // The manifest of a package.
        ["package.json"] = "not-a-resource",
    };

    [SkippableTheory]
    [InlineData("hl7-r4-instances")]
    [InlineData("fhir-test-cases/r4/examples")]
    [InlineData("jp/jp-clins-examples")]
    public void Published_examples_are_sound_but_for_faults_that_they_have(string folder)
    {
        var path = SharedFolder.Find(folder);
        Skip.If(path is null, "../shared/data is not here.");

        var files = Directory.GetFiles(path, "*.json", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var result = FhirDocument.Parse(File.ReadAllBytes(file));
            using var document = result.Document;

            var found = string.Join(' ', result.Issues.Select(issue => issue.Rule).Distinct().Order(StringComparer.Ordinal));

            var name = Path.GetFileName(file);
            Assert.Equal((name, FaultyFiles.GetValueOrDefault(name, "")), (name, found));
        }
    }

    [SkippableFact]
    public void Synthea_bundles_are_sound_and_every_resource_of_them_is_indexed_for_its_patient()
    {
        var archive = SharedFolder.Find("synthea-r4-2019.tar.gz");
        Skip.If(archive is null, "../shared/data is not here.");
        var indexer = new ResourceIndexer(TimeSpan.FromHours(9));
        var entries = new IndexEntries();
        var resources = 0;

        foreach (var bundle in Bundles(archive, 25))
        {
            var result = FhirDocument.Parse(bundle);
            using var document = result.Document!;
            Assert.Empty(result.Issues);
            foreach (var entry in document.Root.Children("entry"))
            {
                indexer.Index(entry.Child("resource"), entries);
                Assert.True(entries.Failures.IsEmpty);
                Assert.True(entries.Present.Length > 2);
                resources++;
            }
        }
        Assert.True(resources > 5_000, $"{resources} resources");
    }

    private static IEnumerable<byte[]> Bundles(string archive, int count)
    {
        using var tar = new TarReader(new GZipStream(File.OpenRead(archive), CompressionMode.Decompress));
        for (var read = 0; read < count && tar.GetNextEntry() is { } entry;)
        {
            if (entry.DataStream is null || !entry.Name.EndsWith(".json", StringComparison.Ordinal))
                continue;
            var json = new byte[entry.Length];
            entry.DataStream.ReadExactly(json);
            read++;
            yield return json;
        }
    }
}
