using System.Text.Json.Serialization;

namespace Phr.Consent.Consents;

public enum RuleEffect
{
    Permit,
    Deny,
}

/// <summary>
/// What one Consent says about one kind of entry and one kind of reader. A part that is null matches everything. Of the rules that
/// match an entry and its reader the most specific decides; where permit and deny are equally specific, deny does.
/// </summary>
/// <param name="Actor">Code of the organisation or study that reads, or <c>model:OUTCOME</c>.</param>
/// <param name="Purpose">Purpose-of-use code of the reader.</param>
/// <param name="Type">Resource type of the entry.</param>
/// <param name="Label">
/// Security label of the entry (meta.security). An entry without a label of v3-Confidentiality counts as labelled N.
/// </param>
/// <param name="Code">Code of the entry (Observation.code, Condition.code …).</param>
/// <param name="Source">Organisation that wrote the entry, or <see cref="ConsentCodes.Person"/>.</param>
/// <param name="PeriodFrom">First instant of the clinical time of the entries that it is about.</param>
/// <param name="PeriodTo">First instant after it.</param>
/// <param name="Reference">The entry itself, as <c>Type/id</c>.</param>
public sealed record ConsentRule(
    RuleEffect Effect, string? Actor, string? Purpose, string? Type, Coded? Label, Coded? Code, string? Source,
    DateTimeOffset? PeriodFrom, DateTimeOffset? PeriodTo, string? Reference)
{
    /// <summary>
    /// Compared as a number, the parts rank as record &gt; who wrote it &gt; code and label &gt; code or label &gt; type &gt; period &gt;
    /// reader &gt; purpose. Parts of the entry come before parts of the reader: "nobody sees X" is not undone by "B sees everything".
    /// </summary>
    [JsonPropertyOrder(1)]
    public int Specificity =>
        (Reference is null ? 0 : 128) + (Source is null ? 0 : 64) + (Code is null ? 0 : 16) + (Label is null ? 0 : 16)
        + (Type is null ? 0 : 8) + (PeriodFrom is null && PeriodTo is null ? 0 : 4) + (Actor is null ? 0 : 2) + (Purpose is null ? 0 : 1);

    /// <summary>Whether each entry and reader that this rule matches is matched by <paramref name="wider"/> too.</summary>
    public bool IsInside(ConsentRule wider) =>
        Fits(wider.Actor, Actor) && Fits(wider.Purpose, Purpose) && Fits(wider.Type, Type) && Fits(wider.Label, Label)
        && Fits(wider.Code, Code) && Fits(wider.Source, Source) && Fits(wider.Reference, Reference)
        && (wider.PeriodFrom is null || PeriodFrom >= wider.PeriodFrom) && (wider.PeriodTo is null || PeriodTo <= wider.PeriodTo);

    private static bool Fits<T>(T? wider, T? own) => wider is null || wider.Equals(own);
}
