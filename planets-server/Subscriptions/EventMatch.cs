using Phr.Planets.Search;
using Phr.Planets.Search.Criteria;
using Phr.Planets.Search.Custom;
using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Subscriptions;

/// <summary>
/// Which stored versions are events of a subscription: those of a type that satisfy all conditions of the type.
/// </summary>
public sealed class EventMatch
{
    private readonly List<(string Type, List<Criterion> Criteria)> _types = [];

    private readonly CustomLookup _custom;

    private EventMatch(CustomLookup custom) => _custom = custom;

    /// <summary>Which have to be complete before versions can be compared.</summary>
    public IReadOnlyCollection<FollowedIndex> Indexes => _custom.Used;

    public IReadOnlyList<string> Types => [.. _types.Select(one => one.Type)];

    /// <param name="criteria">Canonical URL of a topic, or a search of one type as in R4 subscription.html:
    /// <c>Observation?code=…</c>.</param>
    /// <param name="filters">Further conditions: <c>Type?query</c>, or a query alone for all types of the
    /// topic.</param>
    public static Answer<EventMatch> Parse(string criteria, IReadOnlyList<string> filters, CriterionParser parser)
    {
        if (criteria.Length > SubscriptionLimits.CriteriaCharactersMax
            || filters.Any(filter => filter.Length > SubscriptionLimits.CriteriaCharactersMax))
            return Wrong(
                $"Criteria and filters have at most {SubscriptionLimits.CriteriaCharactersMax} characters each.",
                "too-long");
        if (filters.Count > SubscriptionLimits.FiltersMax)
            return Wrong($"A subscription has at most {SubscriptionLimits.FiltersMax} filters.", "too-costly");
        var isCanonical = criteria.Contains("://", StringComparison.Ordinal)
            && !criteria.Contains('?', StringComparison.Ordinal);
        if (isCanonical && SubscriptionTopic.Find(criteria) is null)
            return Wrong("The criteria name no topic of this server; its CapabilityStatement lists them.", "not-found");
        var match = new EventMatch(parser.Custom);
        foreach (var trigger in SubscriptionTopic.Find(criteria)?.Triggers ?? [criteria])
        {
            if (match.AddType(trigger, parser) is { } refusal)
                return refusal;
        }
        foreach (var filter in filters)
        {
            if (match.AddFilter(filter, parser) is { } refusal)
                return refusal;
        }
        return match;
    }

    /// <summary>Appends the condition, in parentheses, over rows <c>s</c> of any type.</summary>
    public void AppendTo(SqlText sql, SearchContext context)
    {
        sql.Append("(");
        for (var i = 0; i < _types.Count; i++)
        {
            sql.Append(i == 0 ? "(s.type = @type" : " or (s.type = @type",
                Binding.Short("type", ResourceTypes.Number(_types[i].Type)));
            foreach (var criterion in _types[i].Criteria)
            {
                sql.Append(" and ");
                criterion.AppendTo(sql, context);
            }
            sql.Append(")");
        }
        sql.Append(")");
    }

    private Refusal? AddType(string trigger, CriterionParser parser)
    {
        var (type, query) = Split(trigger);
        if (type is null || ResourceTypes.Find(type) is null)
            return Wrong("The criteria name neither a topic nor a resource type of R4.", "invalid");
        _types.Add((type, []));
        return AddConditions(_types.Count - 1, query, parser);
    }

    private Refusal? AddFilter(string filter, CriterionParser parser)
    {
        var (type, query) = Split(filter);
        if (query.Length == 0)
            return Wrong("A filter is a query, such as Observation?patient=Patient/1.", "invalid");
        if (type is not null && !_types.Exists(one => one.Type == type))
            return Wrong("A filter names a type that the topic has no events of.", "invalid");
        for (var i = 0; i < _types.Count; i++)
        {
            if ((type is null || _types[i].Type == type) && AddConditions(i, query, parser) is { } refusal)
                return refusal;
        }
        return null;
    }

    private Refusal? AddConditions(int place, string query, CriterionParser parser)
    {
        foreach (var (name, value) in SearchQuery.Pairs(query))
        {
            // PostgreSQL has no text with a zero byte.
            if (name.Any(char.IsControl) || value.Any(char.IsControl))
                return Wrong("Criteria have no control characters.", "invalid");
            if (_types[place].Criteria.Count == SearchRequest.CriteriaMax)
                return Wrong($"A subscription has at most {SearchRequest.CriteriaMax} conditions for a type.",
                    "too-costly");
            // An event is about one version: what other resources say of it may change without one.
            if (SearchTerm.Parse(name, value) is not { Links.Count: 0, Parameter: not ListCriterion.Parameter } term)
                return Wrong("Conditions of a subscription are about the resource itself; chains and lists are none.",
                    "not-supported");
            var criterion = parser.Parse(_types[place].Type, term);
            if (criterion.IsRefused(out var refusal))
                return refusal with { Kind = RefusalKind.Unprocessable, Place = "Subscription.criteria" };
            _types[place].Criteria.Add(criterion.Value);
        }
        return null;
    }

    private static (string? Type, string Query) Split(string text)
    {
        var question = text.IndexOf('?', StringComparison.Ordinal);
        if (question >= 0)
            return (text[..question], text[(question + 1)..]);
        return text.Contains('=', StringComparison.Ordinal) ? (null, text) : (text, "");
    }

    private static Refusal Wrong(string reason, string code) =>
        new(RefusalKind.Unprocessable, reason, "Subscription.criteria", code);
}
