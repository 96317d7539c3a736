using Phr.Planets.Access;
using Phr.Planets.Record.State;
using Phr.Planets.Search;
using Phr.Planets.Search.Criteria;
using Phr.Planets.Search.Custom;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Record.Writing;

/// <summary>
/// The search that decides what a conditional write does (R4 http.html#ccreate, #cond-update, #cdelete). It looks at what the caller's own
/// source wrote and the token may search, and at nothing else: so its outcome tells nothing of what others hold.
/// </summary>
/// <param name="Scopes">Of the caller's token.</param>
public sealed record WriteCondition(SearchRequest Search, ScopeSet Scopes)
{
    public string Type => Search.Type;

    /// <summary>Where a conditional reference in a Bundle says it first.</summary>
    public string? Place { get; init; }

    /// <summary>Which have to hold all that is committed before it is decided.</summary>
    public IReadOnlyCollection<FollowedIndex> Indexes { get; init; } = [];

    /// <param name="query">A search without its question mark; unknown parameters are refused also where searches are lenient.</param>
    public static Answer<WriteCondition> Read(string type, string query, Caller caller, CriterionParser parser)
    {
        var custom = parser.Custom.Anew();
        var search = SearchQuery.Parse(type, query, parser with { Custom = custom });
        if (search.IsRefused(out var refusal))
            return refusal;
        if (search.Value.Criteria.Count == 0)
            return new Refusal(RefusalKind.Invalid, "The condition holds no criterion.", null, "invalid");
        return caller.Permissions.For(type, ScopeAccess.Search).IsNothing
            ? new Refusal(RefusalKind.Forbidden, $"The scopes of this token do not permit to search {type}, which a condition does.",
                null, "forbidden")
            : new WriteCondition(search.Value, caller.Permissions) { Indexes = custom.Used };
    }

    /// <summary>A criterion that names keys of which one has to be there; null where there is none.</summary>
    public TokenCriterion? ByKey => Search.Criteria.OfType<TokenCriterion>().FirstOrDefault(criterion => !criterion.Negated);

    /// <summary>Whether a resource that is not stored yet cannot be compared by its keys alone.</summary>
    public bool NeedsMoreThanKeys => Search.Criteria.Any(criterion => criterion.HoldsFor([]) is null);

    /// <summary>Whether a resource that is not stored yet satisfies it; null where its keys do not tell.</summary>
    public bool? HoldsFor(IndexedResource resource, TokenKeys keys)
    {
        if (resource.Type != ResourceTypes.Number(Type) || !Scopes.Permit(Type, ScopeAccess.Search, resource.Tokens, keys))
            return false;
        bool? all = true;
        foreach (var criterion in Search.Criteria)
        {
            var holds = criterion.HoldsFor(resource.Tokens);
            if (holds == false)
                return false;
            all &= holds;
        }
        return all;
    }
}
