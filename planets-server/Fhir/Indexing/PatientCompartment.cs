using System.Collections.Frozen;
using Phr.Fhir.Definitions;

namespace Phr.Fhir.Indexing;

/// <summary>The patients whose compartment a resource is in (R4 compartmentdefinition-patient.html): those that the
/// parameters of its type refer to. The first parameter that the definition names gives the primary patient.</summary>
internal static class PatientCompartment
{
    private static readonly FrozenDictionary<FhirType, SearchParameter[]> Parameters =
        R4.PatientCompartment.ToFrozenDictionary(
            entry => entry.Key, entry => entry.Value.Select(code => Parameter(entry.Key, code)).ToArray());

    internal static void Read(FhirType type, IndexEntries into)
    {
        if (ReferenceEquals(type, Known.Patient) || !Parameters.TryGetValue(type, out var parameters))
            return;
        foreach (var parameter in parameters)
            foreach (var entry in into.References)
                if (ReferenceEquals(entry.Parameter, parameter) && ReferenceEquals(entry.Type, Known.Patient) && !IsKnown(entry, into))
                    into.AddPatient(entry);
    }

    private static bool IsKnown(ReferenceEntry entry, IndexEntries entries)
    {
        foreach (var known in entries.Patients)
            if (entries.Text(known.Id).SequenceEqual(entries.Text(entry.Id))
                && entries.Text(known.Base).SequenceEqual(entries.Text(entry.Base)))
                return true;
        return false;
    }

    private static SearchParameter Parameter(FhirType type, string code) =>
        R4.SearchParameters.Single(parameter => parameter.Code == code && parameter.Bases.Any(type.Is));
}
