using Phr.Fhir.Indexing;

namespace Phr.Planets.Record.State;

/// <summary>Who an entry is by, in the terms that consent's default distinguishes. The numbers are stored in record.state.</summary>
public enum AuthorKind : short
{
    CareGiver = 1,

    /// <summary>The person or a device of theirs.</summary>
    Person = 2,

    /// <summary>Worked out from other entries, such as a RiskAssessment of the model.</summary>
    Derived = 3,

    /// <summary>About no person: organisations, practitioners, medications.</summary>
    Directory = 4,
}

/// <summary>What state and index keep of one version of a resource: a function of its type, its bytes and its source.</summary>
/// <param name="Patient">Id of the Patient it is about; null for a Patient itself and for what is about none.</param>
/// <param name="PatientPlace">FHIRPath of the reference to that Patient.</param>
/// <param name="AlsoPatients">Ids of Patients it names beside its primary one.</param>
/// <param name="Time">Clinical time; null where the resource does not say.</param>
/// <param name="Tokens">Keys of all its token, reference and uri values (<see cref="Search.TokenKeys"/>), each once.</param>
/// <param name="Labels">Keys of what a consent may name: its security labels, sent and derived, and clinical codes.</param>
/// <param name="Named">Selves of what it refers to that is about nobody.</param>
public sealed record IndexedResource(
    short Type, long Self, AuthorKind Author, string? Patient, string? PatientPlace, IReadOnlyList<string> AlsoPatients, DateRange? Time,
    long[] Tokens, long[] Labels, long[] Named, IndexedValues Values)
{
    /// <summary>Of a Binary: what here it says that it belongs to (<c>securityContext</c>); null where it says none.</summary>
    public ReferredResource? Context { get; init; }

    /// <summary>Whether a uri of it may be a link that becomes another when it is stored: then its index is that of the stored
    /// bytes.</summary>
    public bool HasLinkedUris { get; init; }

    /// <summary>Of a Patient: by what records of one person are recognised.</summary>
    public PatientIdentity? Identity { get; init; }
}

/// <param name="Insured">Key of the insured-person number; null without one.</param>
public sealed record PatientIdentity(long? Insured, DateOnly? Birth);
