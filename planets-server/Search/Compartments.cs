using System.Collections.Frozen;

namespace Phr.Planets.Search;

/// <summary>The compartments beside the patient's (R4 compartmentdefinition.html): which reference parameters put a resource into
/// them.</summary>
public static class Compartments
{
    // From the CompartmentDefinitions of hl7.fhir.r4.core 4.0.1. Type: codes.
    private static readonly Dictionary<string, string> Tables = new()
    {
        ["Device"] = """
            Account: subject
            Appointment: actor
            AppointmentResponse: actor
            AuditEvent: agent
            ChargeItem: enterer performer-actor
            Claim: procedure-udi item-udi detail-udi subdetail-udi
            Communication: sender recipient
            CommunicationRequest: sender recipient
            Composition: author
            DetectedIssue: author
            DeviceRequest: device subject requester performer
            DeviceUseStatement: device
            DiagnosticReport: subject
            DocumentManifest: subject author
            DocumentReference: subject author
            ExplanationOfBenefit: procedure-udi item-udi detail-udi subdetail-udi
            Flag: author
            Group: member
            Invoice: participant
            List: subject source
            Media: subject
            MedicationAdministration: device
            MessageHeader: target
            Observation: subject device
            Provenance: agent
            QuestionnaireResponse: author
            RequestGroup: author
            RiskAssessment: performer
            Schedule: actor
            ServiceRequest: performer requester
            Specimen: subject
            SupplyRequest: requester
            """,
        ["Encounter"] = """
            CarePlan: encounter
            CareTeam: encounter
            ChargeItem: context
            Claim: encounter
            ClinicalImpression: encounter
            Communication: encounter
            CommunicationRequest: encounter
            Composition: encounter
            Condition: encounter
            DeviceRequest: encounter
            DiagnosticReport: encounter
            DocumentManifest: related-ref
            DocumentReference: encounter
            ExplanationOfBenefit: encounter
            Media: encounter
            MedicationAdministration: context
            MedicationRequest: encounter
            NutritionOrder: encounter
            Observation: encounter
            Procedure: encounter
            QuestionnaireResponse: encounter
            RequestGroup: encounter
            ServiceRequest: encounter
            VisionPrescription: encounter
            """,
        ["Practitioner"] = """
            Account: subject
            AdverseEvent: recorder
            AllergyIntolerance: recorder asserter
            Appointment: actor
            AppointmentResponse: actor
            AuditEvent: agent
            Basic: author
            CarePlan: performer
            CareTeam: participant
            ChargeItem: enterer performer-actor
            Claim: enterer provider payee care-team
            ClaimResponse: requestor
            ClinicalImpression: assessor
            Communication: sender recipient
            CommunicationRequest: sender recipient requester
            Composition: subject author attester
            Condition: asserter
            CoverageEligibilityRequest: enterer provider
            CoverageEligibilityResponse: requestor
            DetectedIssue: author
            DeviceRequest: requester performer
            DiagnosticReport: performer
            DocumentManifest: subject author recipient
            DocumentReference: subject author authenticator
            Encounter: practitioner participant
            EpisodeOfCare: care-manager
            ExplanationOfBenefit: enterer provider payee care-team
            Flag: author
            Group: member
            Immunization: performer
            Invoice: participant
            Linkage: author
            List: source
            Media: subject operator
            MedicationAdministration: performer
            MedicationDispense: performer receiver
            MedicationRequest: requester
            MedicationStatement: source
            MessageHeader: receiver author responsible enterer
            NutritionOrder: provider
            Observation: performer
            Patient: general-practitioner
            PaymentNotice: provider
            PaymentReconciliation: requestor
            Person: practitioner
            PractitionerRole: practitioner
            Procedure: performer
            Provenance: agent
            QuestionnaireResponse: author source
            RequestGroup: participant author
            ResearchStudy: principalinvestigator
            RiskAssessment: performer
            Schedule: actor
            ServiceRequest: performer requester
            Specimen: collector
            SupplyDelivery: supplier receiver
            SupplyRequest: requester
            VisionPrescription: prescriber
            """,
        ["RelatedPerson"] = """
            AdverseEvent: recorder
            AllergyIntolerance: asserter
            Appointment: actor
            AppointmentResponse: actor
            Basic: author
            CarePlan: performer
            CareTeam: participant
            ChargeItem: enterer performer-actor
            Claim: payee
            Communication: sender recipient
            CommunicationRequest: sender recipient requester
            Composition: author
            Condition: asserter
            Coverage: policy-holder subscriber payor
            DocumentManifest: author recipient
            DocumentReference: author
            Encounter: participant
            ExplanationOfBenefit: payee
            Invoice: recipient
            MedicationAdministration: performer
            MedicationStatement: source
            Observation: performer
            Patient: link
            Person: link
            Procedure: performer
            Provenance: agent
            QuestionnaireResponse: author source
            RequestGroup: participant
            Schedule: actor
            ServiceRequest: performer
            SupplyRequest: requester
            """,
    };

    private static readonly FrozenDictionary<string, FrozenDictionary<string, string[]>> Codes = Tables.ToFrozenDictionary(
        table => table.Key,
        table => table.Value.Split('\n').Select(line => line.Split([':', ' '], StringSplitOptions.RemoveEmptyEntries))
            .ToFrozenDictionary(words => words[0], words => words[1..]));

    /// <summary>Types that have a compartment.</summary>
    public static bool Has(string type) => type == "Patient" || Codes.ContainsKey(type);

    /// <summary>Types that can be in the compartment of a resource of a type, its own included.</summary>
    public static IReadOnlyList<string> Types(string compartment) => compartment == "Patient"
        ? [.. ResourceTypes.All.Where(type => type == "Patient" || PatientCompartments.Codes(type).Count > 0)]
        : [.. Codes[compartment].Keys.Append(compartment).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Codes of the parameters that put a resource of a type into a compartment; none for most.</summary>
    public static IReadOnlyList<string> Parameters(string compartment, string type) => Codes[compartment].GetValueOrDefault(type) ?? [];
}
