using System.Text.Json;
using Phr.Simulator.Codes;
using Phr.Simulator.Observation;

namespace Phr.Simulator.Writing.Fhir;

/// <summary>JP Core laboratory results, vital signs and answers of the check-up questionnaire.</summary>
internal static class ObservationResource
{
    public const string Kind = "O";

    private const int HoursToResult = 2;

    public static bool IsLaboratory(LabTest test) => test < LabTest.Waist;

    public static void WriteResult(Utf8JsonWriter json, EntryContext context, RecordEntry.Result result)
    {
        var test = LabTests.Of(result.Test);
        var laboratory = IsLaboratory(result.Test);
        Begin(json, context, result, laboratory ? "JP_Observation_LabResult" : "JP_Observation_Common");
        WriteCategory(json, laboratory ? "laboratory" : result.Test == LabTest.Waist ? "exam" : "social-history");
        json.Concept("code", CodeSystems.Jlac10, test.Code(result.MethodVariant), test.NameJa, test.NameJa);
        WriteTimes(json, context, result, laboratory ? HoursToResult : 0);
        if (result.Value is { } value)
        {
            json.Quantity("valueQuantity", value, test.Decimals, (test.Unit, test.Ucum));
        }
        else if (laboratory)
        {
            json.WriteString("valueString", result.Answer);
        }
        else
        {
            WriteAnswer(json, result);
        }

        json.WriteEndObject();
    }

    public static void WriteSign(Utf8JsonWriter json, EntryContext context, RecordEntry.Sign sign)
    {
        var vital = Vitals.Of(sign.Vital);
        Begin(json, context, sign, "JP_Observation_VitalSigns");
        WriteCategory(json, "vital-signs");
        json.Concept("code", CodeSystems.Loinc, vital.Loinc, vital.NameEn, vital.NameJa);
        WriteTimes(json, context, sign, 0);
        json.Quantity("valueQuantity", sign.Value, vital.Decimals, (vital.Unit, vital.Ucum));
        json.WriteEndObject();
    }

    /// <summary>Systolic and diastolic pressure of one reading as one panel.</summary>
    public static void WritePressure(Utf8JsonWriter json, EntryContext context, RecordEntry.Sign systolic, RecordEntry.Sign diastolic)
    {
        Begin(json, context, systolic, "JP_Observation_VitalSigns");
        WriteCategory(json, "vital-signs");
        json.Concept("code", CodeSystems.Loinc, Vitals.PressurePanelLoinc, "Blood pressure panel with all children optional", "血圧");
        WriteTimes(json, context, systolic, 0);
        json.WriteStartArray("component");
        foreach (var part in new[] { systolic, diastolic })
        {
            var vital = Vitals.Of(part.Vital);
            json.WriteStartObject();
            json.Concept("code", CodeSystems.Loinc, vital.Loinc, vital.NameEn, vital.NameJa);
            json.Quantity("valueQuantity", part.Value, vital.Decimals, (vital.Unit, vital.Ucum));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter json, EntryContext context, RecordEntry entry, string profile)
    {
        json.WriteStartObject();
        json.WriteString("resourceType", "Observation");
        EntryContext.WriteMeta(json, profile, entry.Encounter);
        context.WriteIdentifier(json, Kind, entry.Number);
        json.WriteString("status", "final");
    }

    private static void WriteCategory(Utf8JsonWriter json, string code)
    {
        json.WriteStartArray("category");
        json.WriteStartObject();
        json.WriteStartArray("coding");
        json.Coding(CodeSystems.JpObservationCategory, code);
        json.Coding(CodeSystems.ObservationCategory, code);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteTimes(Utf8JsonWriter json, EntryContext context, RecordEntry entry, int hoursToIssue)
    {
        context.WriteSubject(json, entry.Encounter);
        json.WriteString("effectiveDateTime", JsonShapes.Instant(entry.Time));
        json.WriteString("issued", JsonShapes.Instant(entry.Time.AddHours(hoursToIssue)));
        json.ReferenceList("performer", [context.OrganizationUrn]);
    }

    private static void WriteAnswer(Utf8JsonWriter json, RecordEntry.Result result)
    {
        var smoking = result.Test == LabTest.SmokingAnswer;
        var display = (smoking, result.Answer) switch
        {
            (true, "2") => "以前は吸っていたが、最近1ヶ月間は吸っていない",
            (_, "1") => "はい",
            _ => "いいえ",
        };
        json.Concept("valueCodeableConcept", smoking ? CodeSystems.SmokingAnswer : CodeSystems.YesNoAnswer, result.Answer!, display);
    }
}
