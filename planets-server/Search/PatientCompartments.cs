using Phr.Fhir.Definitions;

namespace Phr.Planets.Search;

/// <summary>Which parameters mean the person whose stream a resource is in.</summary>
public static class PatientCompartments
{
    /// <summary>Codes of the parameters that put a resource of the type into patients' compartments, the primary one first.</summary>
    public static IReadOnlyList<string> Codes(string type) =>
        R4.PatientCompartment.GetValueOrDefault(R4.Type(type)!) ?? [];

    /// <summary>
    /// Whether every value of the parameter that is a Patient is the one whose stream the resource is in: so of <c>patient</c> and
    /// <c>subject</c>
    /// where the type's first compartment parameter is one of them; not of Appointment's, which may have several.
    /// </summary>
    public static bool NamesTheStream(string type, SearchParameter parameter) =>
        parameter.Code is "patient" or "subject" && Codes(type) is ["patient" or "subject", ..]
        && parameter.Targets.Any(target => target.Name == "Patient");

    /// <summary>The parameter that has a value exactly where the resource names a Patient so: <c>patient</c> where the type has
    /// it.</summary>
    public static string Presence(string type, SearchParameter parameter) =>
        SearchParameters.Find(type, "patient")?.Code ?? parameter.Code;
}
