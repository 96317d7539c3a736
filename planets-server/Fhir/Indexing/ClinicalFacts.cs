using System.Collections.Frozen;
using Phr.Fhir.Definitions;
using Phr.Fhir.Structure;
using static Phr.Fhir.Definitions.Known;

namespace Phr.Fhir.Indexing;

/// <summary>When what a resource tells of happened, what it is about, and how much: the place of the resource in a timeline.
/// The first element of the table that has a time gives it; an onset in words or as an age has none.</summary>
internal static class ClinicalFacts
{
    // Type: elements of its time, in order of preference; the element of its codes.
    private const string Table = """
        AdverseEvent: date detected recordedDate; event
        AllergyIntolerance: onset recordedDate lastOccurrence; code
        Appointment: start created; serviceType
        AppointmentResponse: start
        AuditEvent: recorded; type
        Basic: created; code
        BodyStructure: ; location
        CarePlan: period created; category
        CareTeam: period; category
        ChargeItem: occurrence enteredDate; code
        Claim: billablePeriod created; type
        ClaimResponse: created; type
        ClinicalImpression: effective date; code
        Communication: sent received; category
        CommunicationRequest: occurrence authoredOn; category
        Composition: date; type
        Condition: onset recordedDate abatement; code
        Consent: dateTime; category
        Coverage: period; type
        CoverageEligibilityRequest: serviced created
        CoverageEligibilityResponse: serviced created
        DetectedIssue: identified; code
        DeviceRequest: occurrence authoredOn; code
        DeviceUseStatement: timing recordedOn
        DiagnosticReport: effective issued; code
        DocumentManifest: created; type
        DocumentReference: context.period date; type
        Encounter: period; type
        EnrollmentRequest: created
        EpisodeOfCare: period; type
        ExplanationOfBenefit: billablePeriod created; type
        FamilyMemberHistory: date; relationship
        Flag: period; code
        Goal: start statusDate; description
        ImagingStudy: started; procedureCode
        Immunization: occurrence recorded; vaccineCode
        ImmunizationEvaluation: date; targetDisease
        ImmunizationRecommendation: date
        Invoice: date; type
        List: date; code
        MeasureReport: date period
        Media: created issued; type
        MedicationAdministration: effective; medication
        MedicationDispense: whenHandedOver whenPrepared; medication
        MedicationRequest: authoredOn; medication
        MedicationStatement: effective dateAsserted; medication
        NutritionOrder: dateTime; oralDiet.type
        Observation: effective issued; code
        Procedure: performed; code
        Provenance: occurred recorded; activity
        QuestionnaireResponse: authored
        RelatedPerson: period; relationship
        RequestGroup: authoredOn; code
        ResearchSubject: period
        RiskAssessment: occurrence; code
        Schedule: planningHorizon; serviceType
        ServiceRequest: occurrence authoredOn; code
        Specimen: collection.collected receivedTime; type
        SupplyDelivery: occurrence; type
        SupplyRequest: occurrence authoredOn; item
        Task: executionPeriod authoredOn; code
        VisionPrescription: dateWritten created
        """;

    private static readonly FrozenDictionary<FhirType, Row> Rows = Table.Split('\n').Select(Parse).ToFrozenDictionary(row => row.Type);

    public static void Read(Element resource, FhirType type, TimeSpan zone, IndexEntries into)
    {
        if (!Rows.TryGetValue(type, out var row))
            return;
        foreach (var path in row.Times)
            if (Find(resource, path) is { Exists: true } element && DateReading.RangeOf(element, zone) is { } time)
            {
                into.ClinicalTime = time;
                break;
            }
        ReadCodes(resource, row.Codes, into);
        if (resource.Child(Names.Value).Child(Names.Value) is { Kind: JsonKind.Number } value
            && NumericRange.TryRead(value.Utf8, out var range))
            into.ClinicalValue = range.Value;
    }

    private static void ReadCodes(Element resource, int[] path, IndexEntries into)
    {
        if (path.Length == 0)
            return;
        var owner = Find(resource, path.AsSpan(0, path.Length - 1));
        foreach (var element in owner.Children(path[^1]))
            foreach (var coding in Concept(element).Children(Names.Coding))
                into.AddClinicalCode(into.CodingOf(coding));
    }

    // A medicine may be a resource inside the resource.
    private static Element Concept(Element element)
    {
        if (!ReferenceEquals(element.Type, Reference))
            return element;
        var reference = LiteralReference.Read(element.Child(Names.Reference).Utf8);
        if (reference.Form == ReferenceForm.Fragment)
            foreach (var contained in element.Resource.Children(Names.Contained))
                if (contained.Child(Names.Id).Utf8.SequenceEqual(reference.Id))
                    return contained.Child(Names.Code);
        return default;
    }

    private static Element Find(Element element, ReadOnlySpan<int> path)
    {
        foreach (var nameId in path)
            element = element.Child(nameId);
        return element;
    }

    private static Row Parse(string line)
    {
        var type = line.Split(':');
        var parts = type[1].Split(';');
        var codes = parts.Length > 1 ? Ids(parts[1].Trim()) : [];
        var times = parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Ids).ToArray();
        return new Row(R4.Require(type[0].Trim()), times, codes);
    }

    private static int[] Ids(string path) => [.. path.Split('.').Select(R4.NameId)];

    private sealed record Row(FhirType Type, int[][] Times, int[] Codes);
}
