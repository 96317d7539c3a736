using Phr.Planets.Search.Criteria;
using Phr.Platform;

namespace Phr.Planets.Search;

/// <summary>A search, read from its query (R4 search.html) and looked up in the definitions.</summary>
/// <param name="Space">Where it looks.</param>
/// <param name="Criteria">All have to hold.</param>
/// <param name="Sort">Keys in order; the position of the version breaks ties.</param>
/// <param name="Count">Matches of one page; 0 asks for the count alone.</param>
/// <param name="CountTotal">Whether the caller wants the number of all matches.</param>
/// <param name="Self">What the server understood, as a query.</param>
public sealed record SearchRequest(
    SearchSpace Space, IReadOnlyList<Criterion> Criteria, IReadOnlyList<SortKey> Sort, int Count, bool CountTotal,
    IReadOnlyList<Inclusion> Inclusions, string Self)
{
    /// <summary>The one type, of a search of one.</summary>
    public string Type => Space.Types[0];

    public AnswerShape Shape { get; init; } = AnswerShape.Whole;

    /// <summary>The moment as which the record is searched; null for now.</summary>
    public AsOf? AsOf { get; init; }

    /// <summary>Whether all that is found is about one Patient that is named, and no other is: then whatever is found tells that they count.
    /// </summary>
    public bool NamesOneAlone => Criteria.Any(one => one is PersonCriterion { Patients.Length: 1, Others.Length: 0 })
        && Criteria.SelectMany(one => one.Named).Distinct().Count() == 1;

    /// <summary>Whether the bodies decide the order.</summary>
    public bool IsSortedOpened => Sort.Any(key => key is SortKey.Opened);

    public const int CountDefault = 50;

    public const int CountMax = 1_000;

    public const int CriteriaMax = 50;

    public const int SortKeysMax = 5;

    public const int InclusionsMax = 20;

    /// <summary>Reads a decoded query of one type, in order.</summary>
    public static Answer<SearchRequest> Parse(string type, IReadOnlyList<KeyValuePair<string, string>> query, CriterionParser parser) =>
        Parse(SearchSpace.Type(type), query, parser);

    /// <summary>Reads a decoded query, in order.</summary>
    public static Answer<SearchRequest> Parse(SearchSpace space, IReadOnlyList<KeyValuePair<string, string>> query, CriterionParser parser)
    {
        foreach (var (name, value) in query)
        {
            if (name != "_type" || !space.TakesTypes)
                continue;
            var narrowed = space.Of(value);
            if (narrowed.IsRefused(out var wrong))
                return wrong;
            space = narrowed.Value;
        }
        var draft = new SearchDraft(space, parser);
        foreach (var (name, value) in query)
        {
            // PostgreSQL has no text with a zero byte.
            if (name.Contains('\0', StringComparison.Ordinal) || value.Contains('\0', StringComparison.Ordinal))
                return new Refusal(RefusalKind.Invalid, "A query has no zero bytes.", null, "invalid");
            if (draft.Take(name, value) is { } refusal)
                return refusal;
        }
        return draft.Complete();
    }
}
