using System.Collections.Frozen;

namespace Phr.Model.Tokens;

/// <summary>Code systems whose codes the tokeniser can place in a hierarchy or a catalogue.</summary>
public enum CodeSystem
{
    Other,
    Icd10,
    Jlac10,
    Yj,
    Loinc,
    Snomed,
    RxNorm,
    Cvx,
    EncounterClass,
    FeeSchedule,
    Phr,
}

/// <summary>Names of code systems as sources write them: FHIR URIs, OIDs, and the first part of a MEDS code.</summary>
public static class CodeSystems
{
    /// <summary>Concepts that have no code elsewhere (sex, weekly blocks), named by this product.</summary>
    public const string PhrConcepts = "urn:phr:concept";

    private static readonly FrozenDictionary<string, CodeSystem> ByName =
        new Dictionary<string, CodeSystem>(StringComparer.OrdinalIgnoreCase)
    {
        ["http://hl7.org/fhir/sid/icd-10"] = CodeSystem.Icd10,
        ["http://hl7.org/fhir/sid/icd-10-cm"] = CodeSystem.Icd10,
        ["http://jpfhir.jp/fhir/core/mhlw/CodeSystem/ICD10-2013-full"] = CodeSystem.Icd10,
        ["urn:oid:2.16.840.1.113883.6.3"] = CodeSystem.Icd10,
        ["urn:oid:2.16.840.1.113883.6.90"] = CodeSystem.Icd10,
        ["ICD10"] = CodeSystem.Icd10,
        ["ICD10CM"] = CodeSystem.Icd10,
        ["http://medis.or.jp/CodeSystem/master-JLAC10-17digits"] = CodeSystem.Jlac10,
        ["http://jpfhir.jp/fhir/clins/CodeSystem/JLAC10/JP_CLINS_ObsLabResult_CoreLabo_CS"] = CodeSystem.Jlac10,
        ["http://jpfhir.jp/fhir/clins/CodeSystem/JLAC10/JP_CLINS_ObsLabResult_InfectionLabo_CS"] = CodeSystem.Jlac10,
        ["urn:oid:1.2.392.200119.4.504"] = CodeSystem.Jlac10,
        ["JLAC10"] = CodeSystem.Jlac10,
        ["http://capstandard.jp/iyaku.info/CodeSystem/YJ-code"] = CodeSystem.Yj,
        ["http://medis.or.jp/CodeSystem/master-YJ"] = CodeSystem.Yj,
        ["urn:oid:1.2.392.100495.20.1.73"] = CodeSystem.Yj,
        ["http://jpfhir.jp/fhir/core/mhlw/CodeSystem/MedicationGeneralOrderCode"] = CodeSystem.Yj,
        ["YJ"] = CodeSystem.Yj,
        ["http://loinc.org"] = CodeSystem.Loinc,
        ["urn:oid:2.16.840.1.113883.6.1"] = CodeSystem.Loinc,
        ["LOINC"] = CodeSystem.Loinc,
        ["http://snomed.info/sct"] = CodeSystem.Snomed,
        ["urn:oid:2.16.840.1.113883.6.96"] = CodeSystem.Snomed,
        ["SNOMED"] = CodeSystem.Snomed,
        ["http://www.nlm.nih.gov/research/umls/rxnorm"] = CodeSystem.RxNorm,
        ["urn:oid:2.16.840.1.113883.6.88"] = CodeSystem.RxNorm,
        ["RxNorm"] = CodeSystem.RxNorm,
        ["http://hl7.org/fhir/sid/cvx"] = CodeSystem.Cvx,
        ["CVX"] = CodeSystem.Cvx,
        ["http://terminology.hl7.org/CodeSystem/v3-ActCode"] = CodeSystem.EncounterClass,
        ["ENCOUNTER"] = CodeSystem.EncounterClass,
        ["KCODE"] = CodeSystem.FeeSchedule,
        [PhrConcepts] = CodeSystem.Phr,
        ["PHR"] = CodeSystem.Phr,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Ending of the URIs by which hospitals name the national fee schedule, which has none of its own in JP Core.
    /// </summary>
    private const string FeeScheduleEnding = "/fee-number";

    public static CodeSystem Named(string? name)
    {
        if (name is null)
            return CodeSystem.Other;
        if (ByName.TryGetValue(name, out var system))
            return system;
        return name.EndsWith(FeeScheduleEnding, StringComparison.Ordinal) ? CodeSystem.FeeSchedule : CodeSystem.Other;
    }

    /// <summary>The short name that concept keys carry.</summary>
    public static string KeyPrefix(CodeSystem system) => system switch
    {
        CodeSystem.Icd10 => "icd10",
        CodeSystem.Jlac10 => "jlac10",
        CodeSystem.Yj => "yj",
        CodeSystem.Loinc => "loinc",
        CodeSystem.Snomed => "snomed",
        CodeSystem.RxNorm => "rxnorm",
        CodeSystem.Cvx => "cvx",
        CodeSystem.EncounterClass => "class",
        CodeSystem.FeeSchedule => "fee",
        CodeSystem.Phr => "phr",
        _ => "other",
    };
}
