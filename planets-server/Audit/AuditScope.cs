using Phr.Platform.Identity;

namespace Phr.Planets.Audit;

/// <summary>Whose doings a caller may read of.</summary>
public abstract record AuditScope
{
    private AuditScope()
    {
    }

    /// <summary>What anybody did with the record of the person.</summary>
    /// <param name="Patient">Id of the person's own Patient.</param>
    public sealed record OfPerson(string Patient) : AuditScope;

    /// <summary>What an organisation's own people and systems did.</summary>
    /// <param name="Account">Only what this one did; null for all.</param>
    public sealed record OfOrganisation(string Code, string? Account) : AuditScope;

    /// <summary>What a system did that is of no organisation.</summary>
    public sealed record OfClient(string Client) : AuditScope;

    /// <summary>Null for callers who read none: studies.</summary>
    public static AuditScope? Of(Caller caller) => caller switch
    {
        { Role: CallerRole.Patient, Patient: { } patient } => new OfPerson(patient),
        { Role: CallerRole.Patient or CallerRole.Researcher } => null,
        // What colleagues sought is for the auditor.
        { Role: CallerRole.Clinician, Organisation: { } code } => new OfOrganisation(code, caller.Subject),
        { Organisation: { } code } => new OfOrganisation(code, null),
        _ => new OfClient(caller.Client),
    };
}
