namespace Phr.Planets.Subscriptions;

/// <summary>
/// What can be subscribed to (Subscriptions R5 Backport 1.1): a name for one or more searches of one type each.
/// </summary>
/// <param name="Triggers">As <c>Type?query</c>: a version that is stored and satisfies one of them is an event.</param>
public sealed record SubscriptionTopic(string Name, string Japanese, string English,
    params IReadOnlyList<string> Triggers)
{
    private const string Root = "https://phr.example/fhir/SubscriptionTopic/";

    /// <summary>Canonical URL, the criteria of a Subscription.</summary>
    public string Url => Root + Name;

    /// <summary>All that this server has.</summary>
    public static IReadOnlyList<SubscriptionTopic> All { get; } =
    [
        new("patient-record", "ある人の記録に何かが加わったとき", "Anything is added to a person's record",
            "AllergyIntolerance", "CarePlan", "Composition", "Condition", "DiagnosticReport", "DocumentReference",
                "Encounter", "FamilyMemberHistory",
            "Immunization", "MedicationAdministration", "MedicationDispense", "MedicationRequest",
                "MedicationStatement", "Observation",
            "Procedure", "QuestionnaireResponse", "RiskAssessment", "ServiceRequest"),
        new("laboratory-result", "検体検査の結果が確定したとき", "A laboratory result is final",
            "Observation?category=laboratory&status=final,amended,corrected"),
        new("vital-sign", "バイタルサインが記録されたとき", "A vital sign is recorded", "Observation?category=vital-signs"),
        new("diagnostic-report", "報告書が確定したとき", "A report is final",
            "DiagnosticReport?status=final,amended,corrected,appended"),
        new("encounter-start", "受診または入院が始まったとき", "An encounter is in progress", "Encounter?status=in-progress"),
        new("encounter-end", "受診または入院が終わったとき", "An encounter is finished", "Encounter?status=finished"),
        new("medication-order", "処方が出されたとき", "A medication is ordered", "MedicationRequest?status=active"),
        new("allergy", "アレルギーが記録されたとき", "An allergy is recorded", "AllergyIntolerance"),
        new("condition", "病名が記録されたとき", "A condition is recorded", "Condition"),
        new("document", "文書が登録されたとき", "A document is stored", "DocumentReference", "Composition"),
        new("risk-assessment", "リスク評価が更新されたとき", "A risk is worked out", "RiskAssessment"),
    ];

    public static SubscriptionTopic? Find(string url) => All.FirstOrDefault(topic => topic.Url == url);
}
