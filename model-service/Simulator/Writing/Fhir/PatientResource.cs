using System.Text.Json;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Writing.Fhir;

/// <summary>
/// JP Core Patient: the facility's patient number, the insured-person number, names in kanji and kana.
/// </summary>
internal static class PatientResource
{
    public static void Write(Utf8JsonWriter json, EntryContext context)
    {
        var identity = context.Identity;
        var traits = context.Person.Traits;
        json.WriteStartObject();
        json.WriteString("resourceType", "Patient");
        json.WriteStartObject("meta");
        json.WriteStartArray("profile");
        json.WriteStringValue(CodeSystems.Profile("JP_Patient"));
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartArray("identifier");
        json.Identifier(CodeSystems.PatientNumber(context.Facility.InstitutionNumber), context.PatientNumber);
        json.Identifier(CodeSystems.InsuredNumber, identity.InsuredNumber);
        json.WriteEndArray();
        json.WriteBoolean("active", true);
        json.WriteStartArray("name");
        WriteName(json, "IDE", identity.Family, identity.Given);
        WriteName(json, "SYL", identity.FamilyKana, identity.GivenKana);
        json.WriteEndArray();
        WriteContact(json, identity);
        json.WriteString("gender", traits.Sex == Sex.Male ? "male" : "female");
        json.WriteString("birthDate", JsonShapes.Date(traits.Born));
        json.WriteStartArray("address");
        json.WriteStartObject();
        json.WriteString("text", identity.Address);
        json.WriteString("postalCode", identity.PostalCode);
        json.WriteString("country", "JP");
        json.WriteEndObject();
        json.WriteEndArray();
        json.Reference("managingOrganization", context.OrganizationUrn);
        json.WriteEndObject();
    }

    private static void WriteName(Utf8JsonWriter json, string representation, string family, string given)
    {
        json.WriteStartObject();
        json.WriteStartArray("extension");
        json.WriteStartObject();
        json.WriteString("url", CodeSystems.NameRepresentation);
        json.WriteString("valueCode", representation);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("use", "official");
        json.WriteString("text", family + " " + given);
        json.WriteString("family", family);
        json.WriteStartArray("given");
        json.WriteStringValue(given);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteContact(Utf8JsonWriter json, PersonIdentity identity)
    {
        json.WriteStartArray("telecom");
        json.WriteStartObject();
        json.WriteString("system", "phone");
        json.WriteString("value", identity.Telephone);
        json.WriteString("use", "home");
        json.WriteEndObject();
        json.WriteEndArray();
    }
}

/// <summary>JP Core Organization of the sender.</summary>
internal static class OrganizationResource
{
    public static void Write(Utf8JsonWriter json, Facility facility)
    {
        json.WriteStartObject();
        json.WriteString("resourceType", "Organization");
        json.WriteStartArray("identifier");
        json.Identifier(CodeSystems.InstitutionNumber, facility.InstitutionNumber);
        json.WriteEndArray();
        json.WriteBoolean("active", true);
        json.WriteString("name", facility.NameJa);
        json.WriteStartArray("alias");
        json.WriteStringValue(facility.NameEn);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
