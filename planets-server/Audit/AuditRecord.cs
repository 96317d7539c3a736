namespace Phr.Planets.Audit;

/// <summary>One access or change, as an AuditEvent tells it.</summary>
/// <param name="Id">Of the AuditEvent: <c>a</c> and the number of an access, or <c>w</c> and the position of a
/// change.</param>
/// <param name="Order">Number or position: with the time, its place among others of its kind.</param>
/// <param name="Interaction">FHIR restful-interaction, or the name of an operation.</param>
/// <param name="Type">Resource type; null for any.</param>
/// <param name="Target">What was named, as <c>Type/id</c>; null where there is none, or the reader may not know of
/// it.</param>
/// <param name="Query">As it was sent; null where there is none, or the reader may not know of it.</param>
/// <param name="Outcome">permitted, hidden (nothing was shown) or denied.</param>
/// <param name="Count">Entries shown or written.</param>
/// <param name="Patient">Id of a Patient that the person has; null where it was nobody's.</param>
public sealed record AuditRecord(
    string Id, long Order, DateTimeOffset At, string Interaction, string? Type, string? Target, string? Query,
        string Outcome, int Count,
    string? Patient, AuditActor Actor);

/// <summary>Who did it.</summary>
/// <param name="Account">Subject of the token.</param>
/// <param name="Role">Null of a change, which the log keeps without it.</param>
/// <param name="Purpose">v3-ActReason code.</param>
public sealed record AuditActor(string Account, string Client, string? Role, string? Organisation, string Purpose);
