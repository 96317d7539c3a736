using System.Text.Json;
using Phr.Simulator.Codes;
using Phr.Simulator.Observation;

namespace Phr.Simulator.Writing.Fhir;

/// <summary>JP Core Condition with the ICD-10 code as written.</summary>
internal static class ConditionResource
{
    public const string Kind = "C";

    public static void Write(Utf8JsonWriter json, EntryContext context, RecordEntry.Diagnosis diagnosis)
    {
        var disease = Diseases.Of(diagnosis.Disease);
        json.WriteStartObject();
        json.WriteString("resourceType", "Condition");
        EntryContext.WriteMeta(json, "JP_Condition", diagnosis.Encounter, diagnosis.IsUntold);
        context.WriteIdentifier(json, Kind, diagnosis.Number);
        json.Concept("clinicalStatus", CodeSystems.ConditionClinical, diagnosis.Abated is null ? "active" : "resolved");
        json.Concept("verificationStatus", CodeSystems.ConditionVerification, diagnosis.IsSuspected ? "provisional" : "confirmed");
        json.ConceptList("category", CodeSystems.ConditionCategory, "encounter-diagnosis");
        json.Concept("code", CodeSystems.Icd10, diagnosis.Icd10, null, disease.NameJa);
        context.WriteSubject(json, diagnosis.Encounter);
        json.WriteString("onsetDateTime", JsonShapes.Date(diagnosis.Onset));
        if (diagnosis.Abated is { } abated)
        {
            json.WriteString("abatementDateTime", JsonShapes.Date(abated));
        }

        json.WriteString("recordedDate", JsonShapes.Instant(diagnosis.Time));
        json.WriteEndObject();
    }
}
