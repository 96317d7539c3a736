namespace Phr.Planets.People.Timeline;

/// <summary>The resource types that are entries of a record, in a person's words. What only administers the record is none.</summary>
internal static class TimelineTypes
{
    private static readonly Dictionary<string, Wording> Words = new()
    {
        ["AllergyIntolerance"] = new("アレルギー", "Allergy"),
        ["Appointment"] = new("予約", "Appointment"),
        ["CarePlan"] = new("診療計画", "Care plan"),
        ["ClinicalImpression"] = new("所見", "Assessment"),
        ["Composition"] = new("文書", "Document"),
        ["Condition"] = new("病名", "Condition"),
        ["DiagnosticReport"] = new("検査報告", "Report"),
        ["DocumentReference"] = new("文書", "Document"),
        ["Encounter"] = new("受診", "Visit"),
        ["EpisodeOfCare"] = new("診療の経過", "Episode of care"),
        ["FamilyMemberHistory"] = new("家族歴", "Family history"),
        ["Goal"] = new("目標", "Goal"),
        ["ImagingStudy"] = new("画像検査", "Imaging"),
        ["Immunization"] = new("予防接種", "Immunization"),
        ["MedicationAdministration"] = new("投薬", "Medication given"),
        ["MedicationDispense"] = new("調剤", "Medication dispensed"),
        ["MedicationRequest"] = new("処方", "Prescription"),
        ["MedicationStatement"] = new("服薬", "Medication taken"),
        ["NutritionOrder"] = new("栄養の指示", "Nutrition order"),
        ["Observation"] = new("検査・測定", "Measurement"),
        ["Procedure"] = new("処置・手術", "Procedure"),
        ["QuestionnaireResponse"] = new("問診", "Questionnaire"),
        ["ServiceRequest"] = new("検査・処置の依頼", "Order"),
        ["VisionPrescription"] = new("眼鏡処方", "Vision prescription"),
    };

    public static IReadOnlyCollection<string> All => Words.Keys;

    public static bool Has(string type) => Words.ContainsKey(type);

    public static Wording Name(string type) => Words[type];
}
