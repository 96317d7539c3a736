using System.Collections.Immutable;

namespace Phr.Consent.Consents;

/// <summary>What a Consent is about; the wire name is the code of <see cref="ConsentCodes.Category"/>, or <c>sharing</c>.</summary>
public enum ConsentKind
{
    /// <summary>Who may see what (IHE PCF).</summary>
    Sharing,
    /// <summary>What the person and their devices wrote may be seen.</summary>
    OwnEntries,
    /// <summary>Records at several sources are the same person's.</summary>
    RecordLink,
    /// <summary>The model may compute a risk, per outcome.</summary>
    ModelUse,
    /// <summary>A study may use the record.</summary>
    Study,
    /// <summary>Treatment or advance directive: says nothing about who sees what.</summary>
    Other,
}

/// <summary>A Consent as read: everything that its meaning depends on, and nothing else.</summary>
/// <param name="Active">Status is <c>active</c>; in every other status it says nothing.</param>
/// <param name="Patient">The person's Patient, as <c>Patient/id</c>.</param>
/// <param name="From">From when it holds; null: from the beginning.</param>
/// <param name="Until">First instant at which it holds no more; null: until it is withdrawn.</param>
/// <param name="Supersedes">Consents that it replaces by its own word; no other is replaced.</param>
public sealed record ConsentContent(
    ConsentKind Kind, bool Active, string Patient, DateTimeOffset? From, DateTimeOffset? Until,
    ImmutableArray<string> Supersedes, Provision? Root, ImmutableArray<Provision> Exceptions)
{
    public bool HoldsAt(DateTimeOffset now) => Active && (From is null || From <= now) && (Until is null || now < Until);
}
