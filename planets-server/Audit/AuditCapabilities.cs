using System.Text.Json;
using Phr.Planets.Search;

namespace Phr.Planets.Audit;

/// <summary>What the CapabilityStatement says of AuditEvent.</summary>
public static class AuditCapabilities
{
    /// <summary>Writes the members of rest.resource that come after its type.</summary>
    public static void Write(Utf8JsonWriter json)
    {
        json.WriteString("profile", "http://hl7.org/fhir/StructureDefinition/AuditEvent");
        json.WriteStartArray("interaction");
        foreach (var code in (string[])["read", "search-type"])
        {
            json.WriteStartObject();
            json.WriteString("code", code);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("versioning", "no-version");
        json.WriteStartArray("searchParam");
        foreach (var name in AuditQuery.Parameters)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("type", SearchParameters.Find("AuditEvent", name)?.Type.ToString().ToLowerInvariant()
                ?? "token");
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
