using Phr.Cli.Fhir;
using Phr.Conformance;
using Phr.Fhir.Structure;
using Phr.Tests.Support;

namespace Phr.Tests.Conformance;

/// <summary>Resources that others published, against R4 and against the packages that they are written for.</summary>
public sealed class PublishedResourcesTest
{
    // What is truly wrong with an official example, by rules beyond those of structure (tests/Fhir/RealResourcesTest has those).
    private static readonly Dictionary<string, string> FaultyExamples = new()
    {
        // Media types with a blank in a parameter without quotes, which RFC 2045 does not allow.
        ["Bundle-b0a5e4277-83c4-4adb-87e2-e3efe3369b6f.json"] = "required-code",
        // xml and json, which are values of _format and no media types.
        ["TestScript-testscript-example.json"] = "required-code",
        ["TestScript-testscript-example-history.json"] = "required-code",
        ["TestScript-testscript-example-readtest.json"] = "required-code",
        // A patient pat2 under the address of pat12.
        ["Bundle-10bb101f-a121-4264-a920-67be9cb82c74.json"] = "full-url",
        ["Bundle-3a0707d3-549e-4467-b8b8-5a2ab3800efe.json"] = "full-url",
        // Units that UCUM does not have: ea, tbl, TAB, drop, mcg, mEq.
        ["Bundle-father.json"] = "unknown-code",
        ["Claim-760151.json"] = "unknown-code",
        ["MedicationDispense-meddisp0309.json"] = "unknown-code",
        ["MedicationDispense-meddisp0313.json"] = "unknown-code",
        ["MedicationDispense-meddisp0327.json"] = "unknown-code",
        ["MedicationDispense-meddisp0328.json"] = "unknown-code",
        ["MedicationDispense-meddisp0329.json"] = "unknown-code",
        ["MedicationRequest-medrx0314.json"] = "unknown-code",
        ["MedicationRequest-medrx0328.json"] = "unknown-code",
        ["MedicationRequest-medrx0335.json"] = "unknown-code",
    };

    [SkippableFact]
    public void Official_examples_have_no_faults_but_those_explained()
    {
        var folder = SharedFolder.Find("hl7-r4-instances");
        Skip.If(folder is null, "../shared/data is not here.");
        var files = Directory.GetFiles(folder, "*.json").Where(file => !file.EndsWith("package.json", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(files);

        foreach (var file in files)
        {
            var parsed = Phr.Fhir.FhirDocument.Parse(File.ReadAllBytes(file));
            using var document = parsed.Document!;
            var rules = Errors(Rulebook.Core.Validator.Check(document.Root, [])).Select(issue => issue.Rule).Distinct();

            var name = Path.GetFileName(file);
            Assert.Equal((name, FaultyExamples.GetValueOrDefault(name, "")), (name, string.Join(' ', rules)));
        }
    }

    [SkippableFact]
    public void The_examples_of_JP_CLINS_conform_to_the_profiles_that_they_declare()
    {
        var folder = SharedFolder.Find("jp/jp-clins-examples");
        Skip.If(folder is null, "../shared/data/jp is not here.");
        var rules = JapanesePackages()!;
        var files = Directory.GetFiles(folder, "*.json");
        Assert.NotEmpty(files);

        foreach (var file in files)
            Assert.Equal((file, ""), (file, string.Join(' ', Errors(rules.Validator.Check(File.ReadAllBytes(file), []))
                .Select(issue => $"{issue.Rule} {issue.Expression}"))));
    }

    /// <summary>R4 with JP Core, JP-CLINS and eCheckup; null where they are not here.</summary>
    internal static Rulebook? JapanesePackages()
    {
        var files = new[] { "jp-core.r4-1.1.2-url.tgz", "jp-clins.r4-1.5.2-snap.tgz", "jp-eChekupReport.r4.tgz" }
            .Select(name => SharedFolder.Find("jp/packages/" + name)).ToList();
        return files.Contains(null) ? null : Validate.Load([.. files.Select(file => new FileInfo(file!))]);
    }

    private static IEnumerable<Issue> Errors(IEnumerable<Issue> issues) => issues.Where(issue => issue.Severity == IssueSeverity.Error);
}
