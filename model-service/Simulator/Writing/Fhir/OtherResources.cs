using System.Text.Json;
using Phr.Simulator.Observation;

namespace Phr.Simulator.Writing.Fhir;

/// <summary>JP Core Procedure.</summary>
internal static class ProcedureResource
{
    public const string Kind = "P";

    public static void Write(Utf8JsonWriter json, EntryContext context, RecordEntry.Procedure procedure)
    {
        json.WriteStartObject();
        json.WriteString("resourceType", "Procedure");
        EntryContext.WriteMeta(json, "JP_Procedure", procedure.Encounter, procedure.IsUntold);
        context.WriteIdentifier(json, Kind, procedure.Number);
        json.WriteString("status", "completed");
        json.Concept(
            "code", CodeSystems.FeeNumber(context.Facility.InstitutionNumber), procedure.Code.FeeNumber,
            procedure.Code.NameJa, procedure.Code.NameJa);
        context.WriteSubject(json, procedure.Encounter);
        json.WriteString("performedDateTime", JsonShapes.Instant(procedure.Time));
        json.WriteEndObject();
    }
}

/// <summary>JP Core Immunization.</summary>
internal static class ImmunizationResource
{
    public const string Kind = "V";

    public static void Write(Utf8JsonWriter json, EntryContext context, RecordEntry.Immunisation immunisation)
    {
        json.WriteStartObject();
        json.WriteString("resourceType", "Immunization");
        EntryContext.WriteMeta(json, "JP_Immunization", immunisation.Encounter);
        context.WriteIdentifier(json, Kind, immunisation.Number);
        json.WriteString("status", "completed");
        json.Concept("vaccineCode", CodeSystems.Cvx, immunisation.Vaccine.Cvx, immunisation.Vaccine.NameEn, immunisation.Vaccine.NameJa);
        context.WriteSubject(json, immunisation.Encounter, "patient");
        json.WriteString("occurrenceDateTime", JsonShapes.Instant(immunisation.Time));
        json.WriteBoolean("primarySource", true);
        json.WriteEndObject();
    }
}

/// <summary>JP Core AllergyIntolerance; substances are text, as most records have them.</summary>
internal static class AllergyIntoleranceResource
{
    public const string Kind = "A";

    public static void Write(Utf8JsonWriter json, EntryContext context, RecordEntry.Allergy allergy)
    {
        json.WriteStartObject();
        json.WriteString("resourceType", "AllergyIntolerance");
        EntryContext.WriteMeta(json, "JP_AllergyIntolerance", allergy.Encounter);
        context.WriteIdentifier(json, Kind, allergy.Number);
        json.Concept("clinicalStatus", CodeSystems.AllergyClinical, "active");
        json.Concept("verificationStatus", CodeSystems.AllergyVerification, "confirmed");
        json.WriteStartArray("category");
        json.WriteStringValue(allergy.IsFood ? "food" : "medication");
        json.WriteEndArray();
        json.TextConcept("code", allergy.SubstanceJa);
        context.WriteSubject(json, allergy.Encounter, "patient");
        json.WriteString("recordedDate", JsonShapes.Instant(allergy.Time));
        json.WriteEndObject();
    }
}

/// <summary>JP Core DiagnosticReport over the laboratory results of one encounter.</summary>
internal static class DiagnosticReportResource
{
    public const string Kind = "R";

    public static void Write(Utf8JsonWriter json, EntryContext context, Encounter encounter, IReadOnlyList<RecordEntry.Result> results)
    {
        json.WriteStartObject();
        json.WriteString("resourceType", "DiagnosticReport");
        EntryContext.WriteMeta(json, "JP_DiagnosticReport_LabResult", encounter);
        context.WriteIdentifier(json, Kind, results[0].Number);
        json.WriteString("status", "final");
        json.ConceptList("category", CodeSystems.Loinc, "LP29693-6", "検体検査");
        json.Concept("code", CodeSystems.Loinc, "11502-2", "Laboratory report", "検体検査報告書");
        context.WriteSubject(json, encounter);
        json.WriteString("effectiveDateTime", JsonShapes.Instant(results[0].Time));
        json.WriteString("issued", JsonShapes.Instant(results[0].Time.AddHours(3)));
        json.ReferenceList("performer", [context.OrganizationUrn]);
        json.ReferenceList("result", results.Select(result => context.Urn(ObservationResource.Kind, result.Number)));
        json.WriteEndObject();
    }
}
