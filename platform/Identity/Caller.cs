namespace Phr.Platform.Identity;

/// <summary>Who acts on behalf of whom in a request, as a verified access token says it. Stored by number: new ones come last.</summary>
public enum CallerRole
{
    /// <summary>The person whose record it is, through a phone or another app.</summary>
    Patient,
    /// <summary>A person who works for an organisation that gives care.</summary>
    Clinician,
    /// <summary>A back-end system of such an organisation.</summary>
    Hospital,
    /// <summary>A person with an approved study.</summary>
    Researcher,
    /// <summary>The operator's own tools: ingest, verification.</summary>
    System,
    /// <summary>Another service of this platform.</summary>
    Service,
    /// <summary>A person who looks after what an organisation's people and systems did, and reads no records.</summary>
    Auditor,
}

/// <summary>
/// The verified caller of a request: the claims of its access token (SMART App Launch 2.2, RFC 9068), in the platform's terms.
/// </summary>
/// <param name="Subject">Claim <c>sub</c>: the account, or the client itself for a back-end service.</param>
/// <param name="Client">Claim <c>client_id</c>: the app or system that holds the token.</param>
/// <param name="Role">Claim <c>phr_role</c>.</param>
/// <param name="Organisation">Claim <c>phr_org</c>: the organisation the caller acts for, which is the source of what it writes.</param>
/// <param name="Patient">Claim <c>patient</c>: id of the Patient that is the person's own; only with role Patient.</param>
/// <param name="Scopes">Claim <c>scope</c>, split at blanks.</param>
/// <param name="ExpiresAt">Claim <c>exp</c>.</param>
/// <param name="FhirUser">Claim <c>fhirUser</c>: reference to the resource that stands for the person, where there is one.</param>
public sealed record Caller(
    string Subject, string Client, CallerRole Role, string? Organisation, string? Patient,
    IReadOnlyList<string> Scopes, DateTimeOffset ExpiresAt, string? FhirUser = null)
{
    /// <summary>The resource scopes among <see cref="Scopes"/>, ready to narrow reads and writes.</summary>
    public ScopeSet Permissions { get; } = ScopeSet.Parse(Scopes);
}
