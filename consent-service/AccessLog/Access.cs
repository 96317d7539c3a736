namespace Phr.Consent.AccessLog;

/// <summary>What became of an attempt to see or change entries.</summary>
public enum AccessOutcome
{
    /// <summary>All that was asked for was given.</summary>
    Permitted,
    /// <summary>Entries were left out, and the reader did not learn that there were any.</summary>
    Hidden,
    /// <summary>The request was refused.</summary>
    Denied,
}

/// <summary>One access to one person's record, as planets-server recorded it.</summary>
/// <param name="Number">Dense and ascending, given by planets-server.</param>
/// <param name="Patient">Id of the person's own Patient.</param>
/// <param name="Actor">Account or system that asked (claim <c>sub</c>).</param>
/// <param name="Role">Claim <c>phr_role</c>.</param>
/// <param name="Interaction">FHIR restful interaction or operation: <c>read</c>, <c>search</c>, <c>create</c>, <c>$everything</c> …</param>
/// <param name="Type">Resource type; null where the request was about all of them.</param>
/// <param name="Count">Entries that were given; with <see cref="AccessOutcome.Hidden"/> those that were left out, 0
/// where that is not counted.</param>
/// <param name="Decision">Id by which the decision can be explained.</param>
public sealed record Access(
    long Number, DateTimeOffset Time, string Patient, string Actor, string? Organisation, string Role, string Client, string? Purpose,
    string Interaction, string? Type, AccessOutcome Outcome, int Count, string? Decision);
