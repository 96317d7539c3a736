using System.Globalization;
using System.Text.Json;
using Phr.Simulator.Observation;

namespace Phr.Simulator.Writing.Fhir;

/// <summary>What the resources of one person at one facility refer to, and how they are named.</summary>
internal sealed class EntryContext(SimulatedPerson person, Facility facility, PersonIdentity identity)
{
    /// <summary>HL7 v3 ActInformationSensitivityPolicy: psychiatry.</summary>
    public const string MentalHealthCode = "PSY";

    private const string UrnUuid = "urn:uuid:";

    public SimulatedPerson Person => person;

    public Facility Facility => facility;

    public PersonIdentity Identity => identity;

    /// <summary>The facility's own number of the patient.</summary>
    public string PatientNumber { get; } = DerivedId.PatientNumber(person.Seed, person.Number, facility.InstitutionNumber);

    public string PatientUrn { get; } = UrnUuid
        + DerivedId.Uuid($"Patient {person.World.Name} {person.Seed} {person.Number} {facility.InstitutionNumber}");

    public string OrganizationUrn { get; } = UrnUuid + DerivedId.Uuid($"Organization {facility.InstitutionNumber}");

    public string EncounterUrn(Encounter encounter) => Urn("Encounter", encounter.Number);

    public string Urn(string kind, int number) =>
        UrnUuid + DerivedId.Uuid($"{kind} {person.World.Name} {person.Seed} {person.Number} {facility.InstitutionNumber} {number}");

    /// <summary>
    /// Identifier of an entry within the institution, by which it can be sent again without being stored again.
    /// </summary>
    public string InstanceNumber(string kind, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{facility.InstitutionNumber}-{PatientNumber}-{kind}{number}");

    public void WriteIdentifier(Utf8JsonWriter json, string kind, int number)
    {
        json.WriteStartArray("identifier");
        json.Identifier(CodeSystems.ResourceInstance, InstanceNumber(kind, number));
        json.WriteEndArray();
    }

    public void WriteSubject(Utf8JsonWriter json, Encounter encounter, string subject = "subject")
    {
        json.Reference(subject, PatientUrn);
        json.Reference("encounter", EncounterUrn(encounter));
    }

    /// <summary>
    /// Profile, the JP-CLINS indication tag of what the person has not been told (未告知), and the sensitivity labels of
    /// mental-health care.
    /// </summary>
    public static void WriteMeta(Utf8JsonWriter json, string profile, Encounter encounter, bool untold = false)
    {
        json.WriteStartObject("meta");
        json.WriteStartArray("profile");
        json.WriteStringValue(CodeSystems.Profile(profile));
        json.WriteEndArray();
        if (encounter.IsMentalHealth)
        {
            json.WriteStartArray("security");
            json.Coding(CodeSystems.ActCode, MentalHealthCode);
            json.Coding(CodeSystems.Confidentiality, "R");
            json.WriteEndArray();
        }

        if (untold)
        {
            json.WriteStartArray("tag");
            json.Coding(CodeSystems.Indication, "UNINFORMED", "未告知");
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
