using Phr.Planets.Search.Criteria;
using Phr.Platform;

namespace Phr.Planets.Search;

/// <summary>A search of one type, read from its query (R4 search.html) and looked up in the definitions.</summary>
/// <param name="Criteria">All have to hold.</param>
/// <param name="Sort">Keys in order; the position of the version breaks ties.</param>
/// <param name="Count">Matches of one page; 0 asks for the count alone.</param>
/// <param name="CountTotal">Whether the caller wants the number of all matches.</param>
/// <param name="Self">What the server understood, as a query.</param>
public sealed record SearchRequest(
    string Type, IReadOnlyList<Criterion> Criteria, IReadOnlyList<SortKey> Sort, int Count, bool CountTotal,
    IReadOnlyList<Inclusion> Inclusions, string Self)
{
    public const int CountDefault = 50;

    public const int CountMax = 1_000;

    public const int CriteriaMax = 50;

    public const int SortKeysMax = 5;

    public const int InclusionsMax = 20;

    /// <summary>Reads a decoded query, in order.</summary>
    public static Answer<SearchRequest> Parse(string type, IReadOnlyList<KeyValuePair<string, string>> query, CriterionParser parser)
    {
        var draft = new SearchDraft(type, parser);
        foreach (var (name, value) in query)
        {
            if (draft.Take(name, value) is { } refusal)
                return refusal;
        }
        return draft.Complete();
    }
}
