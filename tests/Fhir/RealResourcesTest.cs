using Phr.Fhir;
using Phr.Tests.Support;

namespace Phr.Tests.Fhir;

public class RealResourcesTest
{
    // What is wrong with them: see the reason beside each. Every other file of the folders is sound.
    private static readonly Dictionary<string, string> FaultyFiles = new()
    {
        ["Questionnaire-qs1.json"] = "required: items without linkId",
        ["bundle-questionnaire.json"] = "required: items without linkId",
        ["ImplementationGuide-fhir.json"] = "required: no name, no status",
        ["ig-r4.json"] = "required: no name, no status",
        ["package.json"] = "not-a-resource: the manifest of the package",
    };

    [SkippableTheory]
    [InlineData("hl7-r4-instances")]
    [InlineData("fhir-test-cases/r4/examples")]
    [InlineData("jp/jp-clins-examples")]
    public void Published_examples_are_sound_but_for_faults_that_they_have(string folder)
    {
        var path = SharedFolder.Find(folder);
        Skip.If(path is null, "../shared/data is not here.");

        foreach (var file in Directory.EnumerateFiles(path, "*.json", SearchOption.AllDirectories))
        {
            var result = FhirDocument.Parse(File.ReadAllBytes(file));
            using var document = result.Document;

            var expected = FaultyFiles.TryGetValue(Path.GetFileName(file), out var why) ? why.Split(':')[0] : null;
            var found = result.Issues.Select(issue => issue.Rule).Distinct().SingleOrDefault();

            Assert.True(expected == found, $"{Path.GetFileName(file)}: {string.Join("; ", result.Issues.Select(issue => $"{issue.Rule} {issue.Expression}"))}");
        }
    }
}
