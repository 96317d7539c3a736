using System.Collections.Immutable;

namespace Phr.Consent.Consents;

/// <summary>Rules that differ in their alternatives only, put together again so that one sentence can say them.</summary>
internal sealed record RuleGroup(RuleEffect Effect, int Specificity, DateTimeOffset? From, DateTimeOffset? To)
{
    public ImmutableSortedSet<string> Actors { get; init; } = [];
    public ImmutableSortedSet<string> Purposes { get; init; } = [];
    public ImmutableSortedSet<string> Types { get; init; } = [];
    public ImmutableSortedSet<string> Sources { get; init; } = [];
    public ImmutableSortedSet<string> References { get; init; } = [];
    public ImmutableSortedSet<Coded> Labels { get; init; } = NoCodes;
    public ImmutableSortedSet<Coded> Codes { get; init; } = NoCodes;

    private static readonly ImmutableSortedSet<Coded> NoCodes = ImmutableSortedSet.Create<Coded>(
        Comparer<Coded>.Create((a, b) => string.CompareOrdinal($"{a.System}|{a.Code}", $"{b.System}|{b.Code}")));

    public bool IsWholeRecord =>
        Types.IsEmpty && Sources.IsEmpty && References.IsEmpty && Labels.IsEmpty && Codes.IsEmpty && From is null && To is null;

    /// <summary>The groups of the rules, most specific first, deny before permit.</summary>
    public static ImmutableArray<RuleGroup> Of(IEnumerable<ConsentRule> rules)
    {
        var groups = rules.Select(One).ToList();
        groups = Merge(groups, g => g.Purposes, (g, all) => g with { Purposes = all });
        groups = Merge(groups, g => g.Actors, (g, all) => g with { Actors = all });
        groups = Merge(groups, g => g.Labels, (g, all) => g with { Labels = all });
        groups = Merge(groups, g => g.Codes, (g, all) => g with { Codes = all });
        groups = Merge(groups, g => g.Types, (g, all) => g with { Types = all });
        groups = Merge(groups, g => g.Sources, (g, all) => g with { Sources = all });
        groups = Merge(groups, g => g.References, (g, all) => g with { References = all });
        return [.. groups.OrderByDescending(g => g.Specificity).ThenByDescending(g => g.Effect)];
    }

    // Groups that are equal but for one part become one group with the union of that part.
    private static List<RuleGroup> Merge<T>(
        List<RuleGroup> groups, Func<RuleGroup, ImmutableSortedSet<T>> part, Func<RuleGroup, ImmutableSortedSet<T>, RuleGroup> with) =>
        [.. groups
            .GroupBy(group => (part(group).IsEmpty, with(group, part(group).Clear()).Key()))
            .Select(alike => with(alike.First(), alike.Select(part).Aggregate((all, more) => all.Union(more))))];

    private static RuleGroup One(ConsentRule rule) => new(rule.Effect, rule.Specificity, rule.PeriodFrom, rule.PeriodTo)
    {
        Actors = Set(rule.Actor),
        Purposes = Set(rule.Purpose),
        Types = Set(rule.Type),
        Sources = Set(rule.Source),
        References = Set(rule.Reference),
        Labels = rule.Label is { } label ? NoCodes.Add(label) : NoCodes,
        Codes = rule.Code is { } code ? NoCodes.Add(code) : NoCodes,
    };

    private static ImmutableSortedSet<string> Set(string? value) =>
        ImmutableSortedSet.CreateRange(StringComparer.Ordinal, value is null ? [] : new[] { value });

    private string Key() => string.Join('\n',
        Effect, Specificity, From, To, string.Join(' ', Actors), string.Join(' ', Purposes), string.Join(' ', Types),
        string.Join(' ', Sources), string.Join(' ', References), string.Join(' ', Labels), string.Join(' ', Codes));
}
