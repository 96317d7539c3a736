using System.Text.Json;

namespace Phr.Planets.Http;

/// <summary>Where tokens for this server come from, as the CapabilityStatement says it (SMART App Launch 2.2, conformance).</summary>
public sealed record SmartLinks(string Issuer)
{
    public void WriteSecurity(Utf8JsonWriter json)
    {
        json.WriteStartObject("security");
        json.WriteStartArray("extension");
        json.WriteStartObject();
        json.WriteString("url", "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris");
        json.WriteStartArray("extension");
        Write(json, "authorize", Issuer + "/auth");
        Write(json, "token", Issuer + "/token");
        Write(json, "introspect", Issuer + "/token/introspection");
        Write(json, "revoke", Issuer + "/token/revocation");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartArray("service");
        json.WriteStartObject();
        json.WriteStartArray("coding");
        json.WriteStartObject();
        json.WriteString("system", "http://terminology.hl7.org/CodeSystem/restful-security-service");
        json.WriteString("code", "SMART-on-FHIR");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string url, string value)
    {
        json.WriteStartObject();
        json.WriteString("url", url);
        json.WriteString("valueUri", value);
        json.WriteEndObject();
    }
}
