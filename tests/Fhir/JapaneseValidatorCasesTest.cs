using System.Text;
using Phr.Fhir;
using Phr.Tests.Support;

namespace Phr.Tests.Fhir;

/// <summary>The one-fault cases of a Japanese validator, whose meta.tag says the fault: those of structure are found,
/// by the rule given here. The others break a profile, an invariant or a terminology, which the structure check does
/// not know.</summary>
public class JapaneseValidatorCasesTest
{
    private static readonly Dictionary<string, string> Structural = new()
    {
        ["observation-jp-ext-empty-value"] = "ext-1",
        ["observation-nested-ext-empty"] = "ext-1",
        ["careplan-no-required"] = "required",
        ["composition-no-required"] = "required",
        ["encounter-no-status"] = "required",
        ["endpoint-invalid-status"] = "required-code",
        ["flag-no-required"] = "required",
        ["list-no-required"] = "required",
        ["location-invalid-status"] = "required-code",
        ["medadmin-no-effective"] = "required",
        ["medicationstatement-no-required"] = "required",
        ["observation-status-invalid"] = "required-code",
        ["observation-status-registered"] = "required-code",
        ["patient-birthdate-invalid"] = "format",
        ["patient-name-invalid-use"] = "required-code",
        ["provenance-signature-no-who"] = "required",
        ["reference-careplan-subject-location"] = "reference-target",
        ["reference-composition-subject-coverage"] = "reference-target",
        ["reference-encounter-participant-patient"] = "reference-target",
        ["reference-goal-subject-endpoint"] = "reference-target",
        ["reference-immunization-patient-org"] = "reference-target",
        ["researchstudy-no-status"] = "required",
        ["servicerequest-timing-frequency-invalid"] = "format",
        ["specimen-invalid-status"] = "required-code",
        ["supplyrequest-no-item"] = "required",
        ["encounter-ecs-identifier-system-missing"] = "empty",
        ["encounter-ecs-no-required"] = "empty",
        ["immunization-ecs-with-jp-profile"] = "required",
        ["medadmin-ecs-no-required"] = "required",
        ["organization-ecs-type-coding-missing"] = "empty",
        ["practitioner-ecs-qualification-coding-missing"] = "empty",
        ["allergyintolerance-jp-no-patient"] = "required",
        ["condition-diagnosis-jp-basic"] = "required",
        ["consent-jp-no-required"] = "required",
        ["coverage-jp-no-required"] = "required",
        ["diagnosticreport-labresult-jp-no-required"] = "required",
        ["diagnosticreport-radiology-jp-no-required"] = "required",
        ["documentreference-jp-status-content-missing"] = "required",
        ["location-jp-invalid-status"] = "required-code",
        ["medicationrequest-jp-no-required"] = "required",
        ["medreq-jp-no-required"] = "required",
        ["servicerequest-common-jp-no-required"] = "required",
        ["condition-clinicalstatus-wrong-cs"] = "required-code",
    };

    [SkippableFact]
    public void Faults_of_structure_are_found_and_no_others_are_claimed()
    {
        var folder = SharedFolder.Find("jp/fhir-jp-validator-test-cases");
        Skip.If(folder is null, "../shared/data/jp is not here.");
        var files = Directory.EnumerateFiles(folder, "*.ndjson", SearchOption.AllDirectories).ToList();
        Assert.NotEmpty(files);

        foreach (var file in files)
        {
            var name = Path.GetFileNameWithoutExtension(file);
            foreach (var line in File.ReadLines(file).Where(line => line.Length > 0))
            {
                var rules = FhirDocument.Parse(Encoding.UTF8.GetBytes(line)).Issues.Select(issue => issue.Rule).Distinct();
                Assert.Equal((name, Structural.GetValueOrDefault(name, "")), (name, string.Join(' ', rules)));
            }
        }
    }
}
