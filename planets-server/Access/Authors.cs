using System.Collections.Frozen;
using Phr.Planets.Record.State;

namespace Phr.Planets.Access;

/// <summary>Sources of entries, and who an entry is by.</summary>
public static class Authors
{
    /// <summary>Writes the Patient of a new account.</summary>
    public const string Accounts = "consent";

    /// <summary>Source of what the model works out.</summary>
    public const string Model = "model";

    /// <summary>How the sources of people with an account begin.</summary>
    public const string PhonePrefix = "phone/";

    // What is about no person and what every reader of the record may know: facilities, the people who work there, products, definitions.
    private static readonly FrozenSet<string> DirectoryTypes = new[]
    {
        "ActivityDefinition", "CapabilityStatement", "ChargeItemDefinition", "CodeSystem", "CompartmentDefinition", "ConceptMap",
        "DeviceDefinition", "Endpoint", "EventDefinition", "GraphDefinition", "HealthcareService", "ImplementationGuide", "InsurancePlan",
        "Library", "Location", "Measure", "Medication", "MedicationKnowledge", "MessageDefinition", "NamingSystem", "ObservationDefinition",
        "OperationDefinition", "Organization", "OrganizationAffiliation", "PlanDefinition", "Practitioner", "PractitionerRole",
        "Questionnaire", "ResearchStudy", "SearchParameter", "SpecimenDefinition", "StructureDefinition", "StructureMap",
        "Substance", "TerminologyCapabilities", "ValueSet",
    }.ToFrozenSet();

    /// <summary>Source of what a person and their devices write: one for each person, by the id of their own Patient.</summary>
    public static string Phone(string patient) => PhonePrefix + patient;

    public static bool IsPhone(string source) => source.StartsWith(PhonePrefix, StringComparison.Ordinal);

    /// <summary>Whether resources of a type are about no person.</summary>
    public static bool IsAboutNobody(string type) => DirectoryTypes.Contains(type);

    public static AuthorKind Of(string type, string source) => source switch
    {
        _ when IsPhone(source) => AuthorKind.Person,
        // Which model it was is for everyone to know who sees what it said.
        Model => type == "Device" ? AuthorKind.Directory : AuthorKind.Derived,
        _ => DirectoryTypes.Contains(type) ? AuthorKind.Directory : AuthorKind.CareGiver,
    };

    /// <summary>Whether a source may write about a Patient of another: a source tells its own account, but the model
    /// adds what it worked out to the
    /// person's own.</summary>
    public static bool MayWriteAbout(string source, string patientsSource) =>
        source == patientsSource || (source == Model && IsPhone(patientsSource));
}
