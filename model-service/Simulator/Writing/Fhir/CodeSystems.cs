namespace Phr.Simulator.Writing.Fhir;

/// <summary>URIs of JP Core 1.2, JP-CLINS and HL7 that the records use.</summary>
internal static class CodeSystems
{
    public const string Icd10 = "http://jpfhir.jp/fhir/core/mhlw/CodeSystem/ICD10-2013-full";
    public const string Jlac10 = "http://medis.or.jp/CodeSystem/master-JLAC10-17digits";
    public const string Yj = "http://capstandard.jp/iyaku.info/CodeSystem/YJ-code";
    public const string Loinc = "http://loinc.org";
    public const string Ucum = "http://unitsofmeasure.org";
    public const string Cvx = "http://hl7.org/fhir/sid/cvx";
    public const string ActCode = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
    public const string ObservationCategory = "http://terminology.hl7.org/CodeSystem/observation-category";
    public const string JpObservationCategory = "http://jpfhir.jp/fhir/core/CodeSystem/JP_SimpleObservationCategory_CS";
    public const string ConditionClinical = "http://terminology.hl7.org/CodeSystem/condition-clinical";
    public const string ConditionVerification = "http://terminology.hl7.org/CodeSystem/condition-ver-status";
    public const string ConditionCategory = "http://terminology.hl7.org/CodeSystem/condition-category";
    public const string AllergyClinical = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical";
    public const string AllergyVerification = "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification";
    public const string Department = "http://jami.jp/SS-MIX2/CodeSystem/ClinicalDepartment";
    public const string MedicationUsage = "http://jami.jp/CodeSystem/MedicationUsage";
    public const string MedicationUnit = "http://jpfhir.jp/fhir/core/mhlw/CodeSystem/MedicationUnitMERIT9Code";
    public const string CheckupEncounter = "http://jpfhir.jp/fhir/eCheckup/CodeSystem/encounter-category";
    public const string Indication = "http://jpfhir.jp/fhir/clins/CodeSystem/JP_ehrshrs_indication";
    public const string Confidentiality = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";

    /// <summary>Answers of the check-up questionnaire: yes and no, and smoking (1 yes, 2 not any more, 3 no).</summary>
    public const string YesNoAnswer = "urn:oid:1.2.392.200119.6.2003";
    public const string SmokingAnswer = "urn:oid:1.2.392.200119.6.24060";

    public const string InsuredNumber = "http://jpfhir.jp/fhir/clins/Idsystem/JP_Insurance_memberID";
    public const string InstitutionNumber = "http://jpfhir.jp/fhir/core/IdSystem/insurance-medical-institution-no";
    public const string ResourceInstance = "http://jpfhir.jp/fhir/core/IdSystem/resourceInstance-identifier";
    public const string PrescriptionGroup = "http://jpfhir.jp/fhir/core/mhlw/IdSystem/Medication-RPGroupNumber";
    public const string PrescriptionIndex = "http://jpfhir.jp/fhir/core/mhlw/IdSystem/MedicationAdministrationIndex";
    public const string NameRepresentation = "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation";

    public static string PatientNumber(string institution) => "urn:oid:1.2.392.100495.20.3.51.1" + institution;

    /// <summary>Fee schedule numbers have no URI in JP Core: hospitals send them as local codes.</summary>
    public static string FeeNumber(string institution) => $"http://hospital-{institution}.example/fhir/CodeSystem/fee-number";

    public static string Profile(string name) => "http://jpfhir.jp/fhir/core/StructureDefinition/" + name;
}
