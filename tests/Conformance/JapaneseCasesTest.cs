using System.Text;
using Phr.Fhir.Structure;
using Phr.Tests.Support;

namespace Phr.Tests.Conformance;

/// <summary>The one-fault cases of a Japanese validator, whose meta.tag says the fault, against R4, JP Core and JP-CLINS.</summary>
public sealed class JapaneseCasesTest
{
    // The rule and place by which the fault that the tag names is found.
    private static readonly Dictionary<string, string[]> Found = new()
    {
        ["allergyintolerance-jp-no-patient"] = ["required AllergyIntolerance.patient"],
        ["bundle-document-wrong-first-entry"] = ["bdl-11 Bundle"],
        ["careplan-ecs-category-missing"] = ["profile-min CarePlan.category"],
        ["careplan-ecs-no-required"] =
        [
            "profile-min CarePlan.meta.lastUpdated",
            "profile-min CarePlan.title",
            "profile-min CarePlan.description",
        ],
        ["careplan-no-required"] = ["required CarePlan.status", "required CarePlan.intent", "required CarePlan.subject"],
        ["composition-edischargesummary-category-missing"] = ["profile-min Composition.category"],
        ["composition-edischargesummary-no-required"] =
        [
            "profile-min Composition.meta.lastUpdated",
            "profile-min Composition.extension",
        ],
        ["composition-ereferral-identifier-system-missing"] = ["profile-min Composition.identifier.system"],
        ["composition-no-required"] =
        [
            "required Composition.status",
            "required Composition.type",
            "required Composition.date",
            "required Composition.author",
            "required Composition.title",
        ],
        ["condition-clinicalstatus-wrong-cs"] = ["required-code Condition.clinicalStatus"],
        ["condition-diagnosis-jp-basic"] = ["required Condition.subject"],
        ["consent-jp-no-required"] = ["required Consent.status"],
        ["coverage-jp-no-required"] = ["required Coverage.status", "required Coverage.beneficiary", "required Coverage.payor"],
        ["diagnosticreport-category-first-slice-missing"] = ["profile-min DiagnosticReport.category"],
        ["diagnosticreport-labresult-jp-no-required"] = ["required DiagnosticReport.status", "required DiagnosticReport.code"],
        ["diagnosticreport-radiology-jp-no-required"] = ["required DiagnosticReport.status", "required DiagnosticReport.code"],
        ["documentreference-jp-status-content-missing"] = ["required DocumentReference.status", "required DocumentReference.content"],
        ["encounter-ecs-class-fields-missing"] = ["profile-min Encounter.class.code", "profile-min Encounter.class.display"],
        ["encounter-ecs-identifier-system-missing"] = ["empty Encounter.identifier[0]", "profile-min Encounter.identifier[0].value"],
        ["encounter-ecs-no-required"] = ["profile-min Encounter.period.start"],
        ["encounter-no-status"] = ["required Encounter.status", "required Encounter.class"],
        ["encounter-period-end-before-start"] = ["per-1 Encounter.period"],
        ["endpoint-invalid-status"] = ["required-code Endpoint.status"],
        ["flag-no-required"] = ["required Flag.status", "required Flag.code"],
        ["immunization-ecs-with-jp-profile"] =
        [
            "required Immunization.status",
            "required Immunization.vaccineCode",
            "required Immunization.patient",
            "required Immunization.occurrence",
        ],
        ["list-no-required"] = ["required List.status", "required List.mode"],
        ["location-invalid-status"] = ["required-code Location.status"],
        ["location-jp-invalid-status"] = ["required-code Location.status"],
        ["medadmin-ecs-no-required"] =
        [
            "required MedicationAdministration.status",
            "required MedicationAdministration.medication",
            "required MedicationAdministration.subject",
        ],
        ["medadmin-no-effective"] = ["required MedicationAdministration.effective"],
        ["medicationrequest-jp-no-required"] =
        [
            "required MedicationRequest.status",
            "required MedicationRequest.intent",
            "required MedicationRequest.medication",
            "required MedicationRequest.subject",
        ],
        ["medicationstatement-no-required"] = ["required MedicationStatement.status", "required MedicationStatement.subject"],
        ["medreq-ecs-dosage-periodofuse-missing"] = ["profile-min MedicationRequest.dosageInstruction[0].extension"],
        ["medreq-ecs-r5020-invalid-usage"] = ["profile-min MedicationRequest.dosageInstruction[0].timing"],
        ["medreq-jp-no-required"] = ["required MedicationRequest.status", "required MedicationRequest.intent"],
        ["observation-example-codesystem-url"] = ["unknown-system Observation.code.coding[0].system"],
        ["observation-extension-value-type-mismatch"] = ["profile-type Observation.subject.reference.extension[0].value"],
        ["observation-jp-ext-empty-value"] = ["ext-1 Observation.extension[0]"],
        ["observation-lab-coding-display-missing-ecs"] = ["profile-min Observation.code.coding[0].display"],
        ["observation-lab-missing-identifier"] = ["profile-min Observation.identifier"],
        ["observation-lab-value-type-restriction"] = ["profile-type Observation.value"],
        ["observation-labresult-tier2-violation-code-slice-unmatched"] = ["slice-unmatched Observation.code.coding[0]"],
        ["observation-modifierext-known-but-forbidden"] = ["not-a-modifier Observation.modifierExtension[0]"],
        ["observation-modifierext-many"] =
        [
            "unknown-modifier Observation.modifierExtension[0]",
            "unknown-modifier Observation.modifierExtension[2]",
        ],
        ["observation-nested-ext-empty"] = ["ext-1 Observation.extension[0].extension[0]"],
        ["observation-per1-inverted-period"] = ["per-1 Observation.effective"],
        ["observation-primitive-value-extension"] = ["unknown-extension Observation.value.extension[0]"],
        ["observation-rng2-inverted-range"] = ["rng-2 Observation.value"],
        ["observation-status-invalid"] = ["required-code Observation.status"],
        ["observation-unknown-loinc"] = ["unknown-code Observation.code.coding[0].code"],
        ["observation-status-registered"] = ["required-code Observation.status"],
        ["observation-ucum-invalid-syntax"] = ["unknown-code Observation.value.code"],
        ["organization-ecs-type-coding-missing"] = ["empty Organization.type[0]"],
        ["organization-jp-no-identifier-system"] = ["slice-unmatched Organization.identifier[0]"],
        ["patient-birthdate-invalid"] = ["format Patient.birthDate"],
        ["patient-ecs-name-text-missing"] = ["profile-min Patient.name[0].text"],
        ["patient-ecs-no-required"] =
        [
            "profile-min Patient.meta.lastUpdated",
            "profile-min Patient.gender",
            "profile-min Patient.birthDate",
        ],
        ["patient-ext-slice-max-exceeded"] = ["profile-max Patient.extension"],
        ["patient-modifierextension-unknown"] = ["unknown-modifier Patient.modifierExtension[0]"],
        ["patient-name-invalid-use"] = ["required-code Patient.name[0].use"],
        ["patient-telecom-value-no-system"] = ["cpt-2 Patient.telecom[0]"],
        ["pc-d-slice-eval-active"] = ["slice-unmatched MedicationRequest.medication.coding[0]"],
        ["practitioner-ecs-qualification-coding-missing"] = ["profile-min Practitioner.qualification[0].code.coding"],
        ["provenance-signature-no-who"] = ["required Provenance.signature[0].who"],
        ["reference-careplan-subject-location"] = ["reference-target CarePlan.subject.reference"],
        ["reference-composition-subject-coverage"] = ["reference-target Composition.author[0].reference"],
        ["reference-encounter-participant-patient"] = ["reference-target Encounter.participant[0].individual.reference"],
        ["reference-goal-subject-endpoint"] = ["reference-target Goal.subject.reference"],
        ["reference-immunization-patient-org"] = ["reference-target Immunization.patient.reference"],
        ["researchstudy-no-status"] = ["required ResearchStudy.status"],
        ["servicerequest-common-jp-no-required"] =
        [
            "required ServiceRequest.status",
            "required ServiceRequest.intent",
            "required ServiceRequest.subject",
        ],
        ["servicerequest-timing-frequency-invalid"] = ["format ServiceRequest.occurrence.repeat.frequency"],
        ["specimen-invalid-status"] = ["required-code Specimen.status"],
        ["supplyrequest-no-item"] = ["required SupplyRequest.item"],
    };

    // What the definitions that are here do not say, so that no validator could find it by them.
    private static readonly Dictionary<string, string> NotSaid = new()
    {
        ["condition-ecs-missing-display"] = "JP-CLINS 1.5.2 asks for no display of the two statuses",
        ["coverage-jp-identifier-slice-missing"] = "JP Core 1.1.2 does not slice Coverage.identifier",
        ["observation-loinc-display-mismatch"] = "LOINC is not among the packages",
        ["prose-designated-labtest-no-jlac-violation"] = "said in prose only",
        ["prose-designated-labtest-jlac-present"] = "said in prose only, and obeyed",
        ["prose-half-width-katakana-compliant"] = "said in prose only, and obeyed",
        ["prose-localcode-with-space-violation"] = "said in prose only",
    };

    // Cases of R4 itself have one fault: what else is an error there follows from the same fault.
    private static readonly Dictionary<string, string[]> Following = new()
    {
        ["bundle-document-wrong-first-entry"] = ["bdl-9"],
        ["flag-no-required"] = ["required"],
        ["observation-extension-value-type-mismatch"] = ["required-code"],
        ["observation-jp-ext-empty-value"] = ["profile-min"],
        ["supplyrequest-no-item"] = ["required"],
    };

    [SkippableFact]
    public void Each_fault_is_found_at_its_place_and_R4_finds_no_other()
    {
        var folder = SharedFolder.Find("jp/fhir-jp-validator-test-cases");
        var rules = PublishedResourcesTest.JapanesePackages();
        Skip.If(folder is null || rules is null, "../shared/data/jp is not here.");
        var files = Directory.GetFiles(folder, "*.ndjson", SearchOption.AllDirectories);
        Assert.NotEmpty(files);

        foreach (var file in files)
        {
            var name = Path.GetFileNameWithoutExtension(file);
            Assert.True(Found.ContainsKey(name) || NotSaid.ContainsKey(name), $"{name} is not explained.");
            foreach (var line in File.ReadLines(file).Where(line => line.Length > 0))
            {
                var issues = rules.Validator.Check(Encoding.UTF8.GetBytes(line), []);
                var found = issues.Select(issue => $"{issue.Rule} {issue.Expression}").ToHashSet();
                foreach (var fault in Found.GetValueOrDefault(name, []))
                    Assert.True(found.Contains(fault), $"{name}: {fault} is not among {string.Join(", ", found)}");
                if (Path.GetFileName(Path.GetDirectoryName(file)) is "fhir-base" or "extensions" or "terminology"
                    && !line.Contains("eCS", StringComparison.Ordinal))
                    AssertNoOther(name, issues);
            }
        }
    }

    private static void AssertNoOther(string name, IReadOnlyList<Issue> issues)
    {
        var expected = Found.GetValueOrDefault(name, []).Select(fault => fault.Split(' ')[0]).Concat(Following.GetValueOrDefault(name, []));
        var others = issues.Where(issue => issue.Severity == IssueSeverity.Error && !expected.Contains(issue.Rule));
        Assert.True(!others.Any(), $"{name}: {string.Join(", ", others.Select(issue => $"{issue.Rule} {issue.Expression}"))}");
    }
}
