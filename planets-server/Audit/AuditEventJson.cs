using System.Globalization;
using System.Text;
using System.Text.Json;
using Phr.Fhir.Writing;

namespace Phr.Planets.Audit;

/// <summary>
/// AuditEvents in the shapes of IHE BALP 1.1: read, query, create, update and delete, with a patient or without, and
/// export.
/// </summary>
internal static class AuditEventJson
{
    private const string Balp = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.";
    private const string Dicom = "http://dicom.nema.org/resources/ontology/DCM";
    private const string Objects = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
    private const string Roles = "http://terminology.hl7.org/CodeSystem/object-role";
    private const string Restful = "http://hl7.org/fhir/restful-interaction";
    private const string Sid = "https://phr.example/fhir/sid/";

    public static void Write(Utf8JsonWriter json, AuditRecord record)
    {
        json.WriteStartObject();
        json.WriteString("resourceType", "AuditEvent");
        json.WriteString("id", record.Id);
        WriteMeta(json, record);
        WriteCoding(json, "type", ("http://terminology.hl7.org/CodeSystem/audit-event-type", "rest",
            "RESTful Operation"));
        WriteSubtypes(json, record);
        json.WriteString("action", ActionOf(record.Interaction));
        json.WriteString("recorded", Instant.Format(record.At));
        json.WriteString("outcome", OutcomeOf(record));
        if (record.Outcome != "permitted")
            json.WriteString("outcomeDesc", record.Outcome == "denied" ? "denied" : "nothing was shown");
        WriteAgents(json, record);
        json.WriteStartObject("source");
        WriteIdentifier(json, "observer", "client", "planets");
        json.WriteEndObject();
        WriteEntities(json, record);
        json.WriteEndObject();
    }

    /// <summary>C, R, U, D or E (R4 valueset-audit-event-action).</summary>
    public static string ActionOf(string interaction) => interaction switch
    {
        "create" => "C",
        "read" or "vread" or "export" or "release" or "history-instance" or "history-type" or "history-system" => "R",
        "update" or "patch" => "U",
        "delete" => "D",
        _ => "E",
    };

    /// <summary>0 success, 4 minor failure: nothing was shown of what was named, 8 serious failure: denied.</summary>
    public static string OutcomeOf(AuditRecord record) => record.Outcome switch
    {
        "denied" => "8",
        "hidden" when ActionOf(record.Interaction) == "R" => "4",
        _ => "0",
    };

    private static void WriteMeta(Utf8JsonWriter json, AuditRecord record)
    {
        json.WriteStartObject("meta");
        json.WriteString("versionId", "1");
        json.WriteString("lastUpdated", Instant.Format(record.At));
        if (ProfileOf(record) is { } profile)
        {
            json.WriteStartArray("profile");
            json.WriteStringValue(Balp + profile);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    // The profiles are of what succeeded, and each but Query names what it was about.
    private static string? ProfileOf(AuditRecord record)
    {
        var kind = record.Interaction switch
        {
            "read" or "vread" => "Read",
            "create" => "Create",
            "update" or "patch" => "Update",
            "delete" => "Delete",
            "search-type" or "search-system" => "Query",
            _ => null,
        };
        if (kind is null || OutcomeOf(record) != "0" || (kind == "Query" ? record.Query : record.Target) is null)
            return null;
        return record.Patient is null ? kind : "Patient" + kind;
    }

    private static void WriteSubtypes(Utf8JsonWriter json, AuditRecord record)
    {
        json.WriteStartArray("subtype");
        var isRestful = ActionOf(record.Interaction) != "E" && record.Interaction is not ("export" or "release");
        if (record.Interaction.StartsWith("search-", StringComparison.Ordinal))
            WriteCoding(json, null, (Restful, "search", "search"));
        else if (!isRestful)
            WriteCoding(json, null, (Restful, "operation", "operation"));
        if (record.Interaction == "export")
            WriteCoding(json, null, (Dicom, "110106", "Export"));
        if (isRestful || record.Interaction.StartsWith("search-", StringComparison.Ordinal))
            WriteCoding(json, null, (Restful, record.Interaction, record.Interaction));
        else
            WriteCoding(json, null, ("https://phr.example/fhir/CodeSystem/operation", record.Interaction,
                record.Interaction));
        json.WriteEndArray();
    }

    private static void WriteAgents(Utf8JsonWriter json, AuditRecord record)
    {
        var actor = record.Actor;
        var isSystem = actor.Account == actor.Client;
        json.WriteStartArray("agent");
        WriteAgent(json, (Dicom, "110153", "Source Role ID"), ("client", actor.Client), isSystem ? actor : null);
        WriteAgent(json, (Dicom, "110152", "Destination Role ID"), ("client", "planets"), null);
        if (!isSystem)
        {
            var isWriting = ActionOf(record.Interaction) is "C" or "U" or "D";
            var part = isWriting ? ("AUT", "author") : ("IRCP", "information recipient");
            WriteAgent(json, ("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", part.Item1, part.Item2),
                ("account", actor.Account), actor);
        }
        if (actor.Organisation is { } organisation)
            WriteAgent(json, ("http://terminology.hl7.org/CodeSystem/v3-RoleClass", "PROV", "healthcare provider"),
                ("organisation", organisation), null);
        json.WriteEndArray();
    }

    private static void WriteAgent(Utf8JsonWriter json, (string, string, string) type, (string Kind, string Value) who,
        AuditActor? requestor)
    {
        json.WriteStartObject();
        json.WriteStartObject("type");
        json.WriteStartArray("coding");
        WriteCoding(json, null, type);
        json.WriteEndArray();
        json.WriteEndObject();
        if (requestor?.Role is { } role)
        {
            json.WriteStartArray("role");
            json.WriteStartObject();
            json.WriteString("text", role);
            json.WriteEndObject();
            json.WriteEndArray();
        }
        WriteIdentifier(json, "who", who.Kind, who.Value);
        json.WriteBoolean("requestor", requestor is not null);
        if (requestor is not null)
        {
            json.WriteStartArray("purposeOfUse");
            json.WriteStartObject();
            json.WriteStartArray("coding");
            WriteCoding(json, null, ("http://terminology.hl7.org/CodeSystem/v3-ActReason", requestor.Purpose, null));
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void WriteEntities(Utf8JsonWriter json, AuditRecord record)
    {
        json.WriteStartArray("entity");
        if (record.Patient is { } patient)
            WriteEntity(json, $"Patient/{patient}", ("1", "Person"), ("1", "Patient"), () => { });
        WriteEntity(json, record.Target, ("2", "System Object"), ("4", "Domain Resource"), () =>
        {
            if (record.Type is { } type)
                json.WriteString("name", type);
            json.WriteStartArray("detail");
            json.WriteStartObject();
            json.WriteString("type", "count");
            json.WriteString("valueString", record.Count.ToString(CultureInfo.InvariantCulture));
            json.WriteEndObject();
            json.WriteEndArray();
        });
        if (record.Query is { } query)
        {
            var asked = record.Type is { } type ? $"{type}?{query}" : query;
            WriteEntity(json, null, ("2", "System Object"), ("24", "Query"), () =>
                json.WriteBase64String("query", Encoding.UTF8.GetBytes(asked)));
        }
        json.WriteEndArray();
    }

    private static void WriteEntity(Utf8JsonWriter json, string? reference, (string, string) type,
        (string, string) role, Action writeRest)
    {
        json.WriteStartObject();
        if (reference is not null)
        {
            json.WriteStartObject("what");
            json.WriteString("reference", reference);
            json.WriteEndObject();
        }
        WriteCoding(json, "type", (Objects, type.Item1, type.Item2));
        WriteCoding(json, "role", (Roles, role.Item1, role.Item2));
        writeRest();
        json.WriteEndObject();
    }

    private static void WriteIdentifier(Utf8JsonWriter json, string name, string kind, string value)
    {
        json.WriteStartObject(name);
        json.WriteStartObject("identifier");
        json.WriteString("system", Sid + kind);
        json.WriteString("value", value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteCoding(Utf8JsonWriter json, string? name,
        (string System, string Code, string? Display) coding)
    {
        if (name is null)
            json.WriteStartObject();
        else
            json.WriteStartObject(name);
        json.WriteString("system", coding.System);
        json.WriteString("code", coding.Code);
        if (coding.Display is { } display)
            json.WriteString("display", display);
        json.WriteEndObject();
    }
}
