using System.Globalization;
using System.Text.Json;
using Phr.Simulator.Codes;
using Phr.Simulator.Observation;

namespace Phr.Simulator.Writing.Fhir;

/// <summary>JP Core MedicationRequest: YJ product code, JAMI usage, days.</summary>
internal static class MedicationRequestResource
{
    public const string Kind = "M";

    public static void Write(Utf8JsonWriter json, EntryContext context, RecordEntry.Prescription prescription, int indexInVisit)
    {
        var drug = prescription.Drug;
        json.WriteStartObject();
        json.WriteString("resourceType", "MedicationRequest");
        EntryContext.WriteMeta(json, "JP_MedicationRequest", prescription.Encounter, prescription.IsUntold);
        json.WriteStartArray("identifier");
        json.Identifier(CodeSystems.PrescriptionGroup, indexInVisit.ToString(CultureInfo.InvariantCulture));
        json.Identifier(CodeSystems.PrescriptionIndex, "1");
        json.Identifier(CodeSystems.ResourceInstance, context.InstanceNumber(Kind, prescription.Number));
        json.WriteEndArray();
        json.WriteString("status", "completed");
        json.WriteString("intent", "order");
        json.Concept("medicationCodeableConcept", CodeSystems.Yj, drug.Yj, drug.NameJa, drug.NameJa);
        context.WriteSubject(json, prescription.Encounter);
        json.WriteString("authoredOn", JsonShapes.Instant(prescription.Time));
        WriteDosage(json, drug);
        json.WriteStartObject("dispenseRequest");
        json.Quantity("expectedSupplyDuration", prescription.Days, 0, ("日", "d"));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteDosage(Utf8JsonWriter json, Drug drug)
    {
        var text = drug.Usage switch
        {
            Drug.TwiceADay => "１日２回朝夕食後　服用",
            Drug.ThreeTimesADay => "１日３回朝昼夕食後　服用",
            Drug.AtBedtime => "１日１回就寝前　服用",
            _ => "１日１回朝食後　服用",
        };
        json.WriteStartArray("dosageInstruction");
        json.WriteStartObject();
        json.WriteString("text", text);
        json.WriteStartObject("timing");
        json.Concept("code", CodeSystems.MedicationUsage, drug.Usage, text);
        json.WriteEndObject();
        json.WriteStartArray("doseAndRate");
        json.WriteStartObject();
        json.WriteStartObject("rateRatio");
        json.WriteStartObject("numerator");
        json.WriteNumber("value", drug.TabletsADay);
        json.WriteString("unit", "錠");
        json.WriteString("system", CodeSystems.MedicationUnit);
        json.WriteString("code", "TAB");
        json.WriteEndObject();
        json.Quantity("denominator", 1, 0, ("日", "d"));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
