using System.Text.Json;
using Phr.Simulator.Codes;
using Phr.Simulator.Observation;

namespace Phr.Simulator.Writing.Fhir;

/// <summary>JP Core Encounter. A check-up has the class of the MHLW eCheckup guide.</summary>
internal static class EncounterResource
{
    public const string Kind = "E";

    public static void Write(Utf8JsonWriter json, EntryContext context, Encounter encounter)
    {
        var department = Departments.Of(encounter.Department);
        json.WriteStartObject();
        json.WriteString("resourceType", "Encounter");
        EntryContext.WriteMeta(json, "JP_Encounter", encounter);
        context.WriteIdentifier(json, Kind, encounter.Number);
        json.WriteString("status", "finished");
        json.WritePropertyName("class");
        WriteClass(json, encounter.Class);
        json.WriteStartObject("serviceType");
        if (department.SsMix2 is { } number)
        {
            json.ConceptBody(CodeSystems.Department, number, department.NameJa);
        }

        json.WriteString("text", department.NameJa);
        json.WriteEndObject();
        json.Reference("subject", context.PatientUrn);
        json.Period(encounter.Start, encounter.End);
        json.Reference("serviceProvider", context.OrganizationUrn);
        json.WriteEndObject();
    }

    private static void WriteClass(Utf8JsonWriter json, EncounterClass kind)
    {
        switch (kind)
        {
            case EncounterClass.Inpatient:
                json.Coding(CodeSystems.ActCode, "IMP", "入院");
                break;
            case EncounterClass.Emergency:
                json.Coding(CodeSystems.ActCode, "EMER", "救急");
                break;
            case EncounterClass.Checkup:
                json.Coding(CodeSystems.CheckupEncounter, "checkup", "健診");
                break;
            default:
                json.Coding(CodeSystems.ActCode, "AMB", "外来");
                break;
        }
    }
}
