using System.Text.Json;

namespace Phr.Model.Tokens;

/// <summary>A person's own two facts that every record needs: without a birth there is no age.</summary>
/// <param name="Sex">"male", "female", or null where neither is recorded.</param>
public sealed record PersonFacts(string Entry, DateTimeOffset Birth, string? Sex);

/// <summary>
/// Reads FHIR R4 resources as record events. A diagnosis is dated by its recording, at which it entered the record and
/// a care-giver said so again; its onset, often long before, was not known then. Resources that carry no clinical fact
/// (Organization, Provenance …) and facts that are withdrawn (entered in error, refuted, not done) yield nothing. A fact without a date,
/// or with one that cannot be, is one at <see cref="ClinicalTime.Untold"/>: it was so, and is counted as not read.
/// </summary>
public static class FhirRecordReader
{
    /// <summary>Reads a Patient; null where it has no usable birth date.</summary>
    public static PersonFacts? Person(JsonElement patient)
    {
        if (ClinicalTime.ReadStart(patient.Text("birthDate")) is not { } birth)
            return null;
        return new PersonFacts($"Patient/{patient.Text("id")}", birth, patient.Text("gender"));
    }

    /// <summary>
    /// One person's resources as a record; null where none of them is a Patient with a usable birth date.
    /// </summary>
    /// <param name="resources">In any order; the first usable Patient gives birth and sex.</param>
    public static PersonRecord? Record(IEnumerable<JsonElement> resources, IReadOnlyList<DailySummary> days)
    {
        PersonFacts? person = null;
        var events = new List<RecordEvent>();
        foreach (var resource in resources)
        {
            if (resource.Text("resourceType") == "Patient")
                person ??= Person(resource);
            else
                events.AddRange(Events(resource));
        }
        return person is null ? null : new PersonRecord(person, events, days);
    }

    /// <summary>The events of one resource, none for a type or state that carries no fact.</summary>
    public static IReadOnlyList<RecordEvent> Events(JsonElement resource) => resource.Text("resourceType") switch
    {
        "Observation" => FhirObservation.Events(resource),
        "Condition" => Single(resource, EventType.Diagnosis, "code", ["recordedDate", "onsetDateTime", "onsetPeriod"],
        null, DiagnosisHolds(resource)),
        "Procedure" => Single(resource, EventType.Procedure, "code", ["performedDateTime", "performedPeriod"], null,
        StatusHolds(resource, "not-done", "preparation")),
        "MedicationRequest" => Medication(resource, ["authoredOn"], "draft", "cancelled"),
        "MedicationStatement" =>
        Medication(resource, ["effectiveDateTime", "effectivePeriod", "dateAsserted"], "not-taken"),
        "MedicationAdministration" => Medication(resource, ["effectiveDateTime", "effectivePeriod"], "not-done"),
        "MedicationDispense" =>
        Medication(resource, ["whenHandedOver", "whenPrepared"], "preparation", "cancelled", "declined"),
        "Immunization" => Single(resource, EventType.Immunisation, "vaccineCode", ["occurrenceDateTime"], "recorded",
        StatusHolds(resource, "not-done")),
        "AllergyIntolerance" =>
        Single(resource, EventType.Allergy, "code", ["recordedDate", "onsetDateTime"], null, DiagnosisHolds(resource)),
        "Encounter" => FhirEncounter.Events(resource),
        "FamilyMemberHistory" => FamilyHistory(resource),
        _ => [],
    };

    private static IReadOnlyList<RecordEvent> Single(
        JsonElement resource, EventType type, string code, string[] times, string? recorded, bool holds)
    {
        if (!holds || resource.Child(code) is not { } concept)
            return [];
        return [FhirParts.Event(resource, type, FhirParts.Time(resource, times), recorded, concept) with
        {
            IsConfirmed = !IsSuspected(resource, concept),
        }];
    }

    private static IReadOnlyList<RecordEvent> Medication(JsonElement resource, string[] times, params string[] notHeld)
    {
        var refused = resource.Child("doNotPerform") is { ValueKind: JsonValueKind.True };
        var field = resource.Child("medicationCodeableConcept") is null ? "code" : "medicationCodeableConcept";
        var holder = field == "code" ? FhirParts.Contained(resource, "medicationReference") ?? resource : resource;
        if (refused || !StatusHolds(resource, notHeld) || holder.Child(field) is not { } concept)
            return [];
        return [FhirParts.Event(resource, EventType.Medication, FhirParts.Time(resource, times), null, concept)];
    }

    private static List<RecordEvent> FamilyHistory(JsonElement resource)
    {
        var events = new List<RecordEvent>();
        if (!StatusHolds(resource))
            return events;
        var time = FhirParts.Time(resource, "date");
        foreach (var condition in resource.Items("condition"))
        {
            if (condition.Child("code") is { } code)
                events.Add(FhirParts.Event(resource, EventType.Static, time, null, code));
        }
        return events;
    }

    private static bool StatusHolds(JsonElement resource, params string[] notHeld) =>
        resource.Text("status") is var status && status != "entered-in-error" && !notHeld.Contains(status);

    private static bool DiagnosisHolds(JsonElement resource)
    {
        return !Verification(resource).Any(code => code is "refuted" or "entered-in-error");
    }

    /// <summary>Not confirmed (R4 valueset-condition-ver-status), or named a suspicion (疑い病名), as Japanese records do.</summary>
    private static bool IsSuspected(JsonElement resource, JsonElement concept) =>
        Verification(resource).Any(code => code is "provisional" or "differential" or "unconfirmed")
        || concept.Text("text")?.TrimEnd().EndsWith("疑い", StringComparison.Ordinal) == true;

    private static IEnumerable<string> Verification(JsonElement resource) =>
        FhirParts.Codes(resource.Child("verificationStatus")).Select(code => code.Code);
}
