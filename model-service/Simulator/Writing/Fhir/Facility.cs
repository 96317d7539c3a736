using Phr.Simulator.Observation;

namespace Phr.Simulator.Writing.Fhir;

/// <summary>A hospital as a sender of records: it knows its own patient numbers and what it wrote.</summary>
/// <param name="Site">Index of the site in the world's list.</param>
/// <param name="InstitutionNumber">Ten digits.</param>
public sealed record Facility(int Site, string InstitutionNumber, string NameJa, string NameEn)
{
    public static Facility Of(World world, int site) => Of(site, world.Observation.Sites[site]);

    /// <summary>The two that a person goes to: the hospital, and the place near home.</summary>
    public static (Facility Hospital, Facility Home) Two(SimulatedPerson person) =>
        (Of(person.World, person.Traits.Behaviour.HospitalSite), Of(person.World, person.Traits.Behaviour.ClinicSite));

    private static Facility Of(int site, Site of) => new(site, of.InstitutionNumber, of.NameJa, of.NameEn);
}
