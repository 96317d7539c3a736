using System.Collections.Immutable;

namespace Phr.Consent.Consents;

/// <summary>The entries that a provision names one by one or by their author (Consent.provision.data): one of the two is set.</summary>
public readonly record struct NamedEntries(string? Reference, string? Source);

/// <summary>A span of clinical time, from inclusive, to exclusive; null is open.</summary>
public readonly record struct DataPeriod(DateTimeOffset? From, DateTimeOffset? To);

/// <summary>
/// One provision of a Consent, as read. Each list is an "or"; the lists together are an "and"; an empty list says nothing of its
/// subject.
/// </summary>
/// <param name="Place">FHIRPath of the provision, for refusals.</param>
public sealed record Provision(string Place, RuleEffect Effect)
{
    public ImmutableArray<string> Actors { get; init; } = [];
    public ImmutableArray<string> Purposes { get; init; } = [];
    public ImmutableArray<string> Types { get; init; } = [];
    public ImmutableArray<Coded> Labels { get; init; } = [];
    public ImmutableArray<Coded> Codes { get; init; } = [];
    public ImmutableArray<NamedEntries> Entries { get; init; } = [];
    public DataPeriod? Period { get; init; }

    /// <summary>Whether it speaks of some entries only, and not of the whole record.</summary>
    public bool NamesData =>
        !Types.IsEmpty || !Labels.IsEmpty || !Codes.IsEmpty || !Entries.IsEmpty || Period is not null;

    public bool NamesAnything => NamesData || !Actors.IsEmpty || !Purposes.IsEmpty;

    public Provision WithoutData() => this with { Types = [], Labels = [], Codes = [], Entries = [], Period = null };

    /// <summary>The provision with what it leaves open taken from the one that it is an exception to.</summary>
    public Provision Within(Provision root) => this with
    {
        Actors = Actors.IsEmpty ? root.Actors : Actors,
        Purposes = Purposes.IsEmpty ? root.Purposes : Purposes,
        Types = Types.IsEmpty ? root.Types : Types,
        Labels = Labels.IsEmpty ? root.Labels : Labels,
        Codes = Codes.IsEmpty ? root.Codes : Codes,
        Entries = Entries.IsEmpty ? root.Entries : Entries,
        Period = Period ?? root.Period,
    };

    /// <summary>Number of rules that it expands to.</summary>
    public long Combinations =>
        (long)Count(Actors) * Count(Purposes) * Count(Types) * Count(Labels) * Count(Codes) * Count(Entries);

    /// <summary>One rule for each combination of its alternatives.</summary>
    public IEnumerable<ConsentRule> Rules() =>
        from actor in OrAny(Actors)
        from purpose in OrAny(Purposes)
        from type in OrAny(Types)
        from label in OrAnyCode(Labels)
        from code in OrAnyCode(Codes)
        from entries in Entries.IsEmpty ? [default] : Entries
        select new ConsentRule(
            Effect, actor, purpose, type, label, code, entries.Source, Period?.From, Period?.To, entries.Reference);

    private static IEnumerable<string?> OrAny(ImmutableArray<string> values) => values.IsEmpty ? new string?[] { null } : values;

    private static IEnumerable<Coded?> OrAnyCode(ImmutableArray<Coded> values) =>
        values.IsEmpty ? new Coded?[] { null } : values.Select(value => (Coded?)value);

    private static int Count<T>(ImmutableArray<T> values) => Math.Max(1, values.Length);
}
