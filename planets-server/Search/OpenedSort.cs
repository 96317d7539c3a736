using Phr.Planets.Record.State;
using Phr.Platform;

namespace Phr.Planets.Search;

/// <summary>
/// Order by what the index holds as keyed hashes alone (codes, references, uris; ADR 004): the bodies of all matches are opened and put in
/// order here. So there may not be many.
/// </summary>
internal static class OpenedSort
{
    /// <summary>Matches of a search that is sorted so.</summary>
    public const int MatchesMax = 5_000;

    public static Refusal TooMany => new(
        RefusalKind.Invalid, $"By this parameter at most {MatchesMax} matches can be sorted: narrow the search.", "http._sort",
            "too-costly");

    /// <summary>Rows after a place in the order of a request, one more than a page if there is one.</summary>
    public static List<FoundRow> Page(IEnumerable<FoundRow> all, SearchRequest request, RowKey? after, Indexer indexer)
    {
        var order = Comparer<(IReadOnlyList<object?> Keys, long Position)>.Create((a, b) => Compare(a, b, request.Sort));
        return [.. all.Select(row => row with { Keys = Keys(row, request.Sort, indexer) })
            .Where(row => after is null || order.Compare((row.Keys, row.Position), (after.Values, after.Position)) > 0)
            .OrderBy(row => (row.Keys, row.Position), order)
            .Take(request.Count + 1)];
    }

    private static object?[] Keys(FoundRow row, IReadOnlyList<SortKey> sort, Indexer indexer) =>
        [.. sort.Select((key, i) => key is SortKey.Opened opened ? indexer.SortText(row.Body, opened.Code, opened.Descending, opened.Own)
            : row.Keys[i])];

    private static int Compare(
        (IReadOnlyList<object?> Keys, long Position) a, (IReadOnlyList<object?> Keys, long Position) b, IReadOnlyList<SortKey> sort)
    {
        for (var i = 0; i < sort.Count; i++)
        {
            var order = Compare(a.Keys[i], b.Keys[i], sort[i].Descending);
            if (order != 0)
                return order;
        }
        return sort[^1].Descending ? b.Position.CompareTo(a.Position) : a.Position.CompareTo(b.Position);
    }

    // Rows without a value come last, in either direction.
    private static int Compare(object? a, object? b, bool descending) => (a, b) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        (string x, string y) => descending ? string.CompareOrdinal(y, x) : string.CompareOrdinal(x, y),
        _ => descending ? Comparer<object>.Default.Compare(b, a) : Comparer<object>.Default.Compare(a, b),
    };
}
