using System.Collections.Frozen;

namespace Phr.Planets.Search;

/// <summary>
/// Search parameters that are kept in the row of state and in the clinical table instead of the side tables: per type the date parameter
/// that reads the clinical time, and the token parameter that reads exactly the main codes (<see cref="Phr.Fhir.Indexing"/>,
/// ClinicalFacts).
/// A type whose parameter reads more than that (AllergyIntolerance.code also reads reactions) is not here.
/// </summary>
public static class ClinicalParameters
{
    // Type: date parameter, code parameter; - for none.
    private const string Table = """
        CarePlan: date -
        ChargeItem: occurrence code
        Composition: date type
        Condition: onset-date code
        Consent: date -
        DiagnosticReport: date code
        Encounter: date type
        EpisodeOfCare: date type
        Flag: date -
        Goal: start-date -
        ImagingStudy: started -
        Immunization: date vaccine-code
        List: date code
        MedicationAdministration: effective-time code
        MedicationDispense: whenhandedover code
        MedicationRequest: authoredon code
        MedicationStatement: effective code
        Observation: date code
        Procedure: date code
        QuestionnaireResponse: authored -
        ServiceRequest: occurrence code
        Specimen: collected type
        Task: - code
        """;

    private static readonly FrozenDictionary<string, (string? Date, string? Code)> Rows = Table.Split('\n')
        .Select(line => line.Split([':', ' '], StringSplitOptions.RemoveEmptyEntries))
        .ToFrozenDictionary(words => words[0], words => (Known(words[1]), Known(words[2])));

    /// <summary>Code of the date parameter, or null.</summary>
    public static string? Date(string type) => Rows.GetValueOrDefault(type).Date;

    /// <summary>Code of the token parameter, or null.</summary>
    public static string? Code(string type) => Rows.GetValueOrDefault(type).Code;

    private static string? Known(string word) => word == "-" ? null : word;
}
