namespace Phr.Model.Tokens;

/// <summary>What an entry says of diseases that the person has.</summary>
internal static class DiagnosisCodes
{
    /// <summary>ICD-10 codes of a confirmed diagnosis, without dot, upper case; none of anything else.</summary>
    public static IEnumerable<string> Icd10(RecordEvent item) => item.Type != EventType.Diagnosis || !item.IsConfirmed ? [] : item.Codes
        .Select(CodeHierarchy.Equivalent).Where(code => code.System == CodeSystem.Icd10)
        .Select(code => code.Code.Replace(".", "", StringComparison.Ordinal).ToUpperInvariant());
}
