using Npgsql;
using Phr.Planets.Access;
using Phr.Planets.Record.State;
using Phr.Planets.Search.Criteria;
using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Search;

/// <summary>One page of a search.</summary>
/// <param name="Matches">In order.</param>
/// <param name="Included">Beside the matches; none of them a match.</param>
/// <param name="Total">Where it was asked for, or is plain from the page.</param>
/// <param name="AsOf">Position at which further pages are read.</param>
public sealed record SearchPage(
    IReadOnlyList<FoundRow> Matches, IReadOnlyList<FoundRow> Included, long? Total, bool HasMore, long AsOf)
{
    /// <summary>Whether more would have been included than a page holds.</summary>
    public bool IsCut { get; init; }

    /// <summary>Where the next page begins; null where there is none.</summary>
    public PageStart? Next => HasMore ? new PageStart(AsOf, new RowKey(Matches[^1].Keys, Matches[^1].Position)) : null;
}

/// <summary>Runs searches.</summary>
public sealed class SearchRun(NpgsqlDataSource database, RowReader rows, InclusionRun inclusions, Indexer indexer)
{
    public async Task<Answer<SearchPage>> Page(SearchRequest request, Visibility visibility, PageStart start, CancellationToken ct)
    {
        visibility = visibility with { HoldsPast = start.AsOf is not null };
        var context = new SearchContext(start.AsOf is null ? RecordTables.Now : RecordTables.Past, visibility);
        await using var connection = await database.OpenConnectionAsync(ct);
        var (matches, head) = ((List<FoundRow>)[], 0L);
        if (request.Count > 0 && request.NamesOneAlone && visibility.Reader is RecordReader.Care)
        {
            // Most name the Patient of their own. Whether they may see another's is a third of the statement, and asked where nothing is found.
            var ofOwn = context with { Visibility = visibility with { NamesOwnOnly = true } };
            (matches, head) = await Rows(connection, SearchStatement.Page(request, ofOwn, start), ct);
        }
        if (request.Count > 0 && matches.Count == 0)
            (matches, head) = await Rows(connection, SearchStatement.Page(request, context, start), ct);
        if (request.IsSortedOpened && matches.Count > OpenedSort.MatchesMax)
            return OpenedSort.TooMany;
        if (request.IsSortedOpened)
            matches = OpenedSort.Page(matches, request, start.After, indexer);
        var hasMore = matches.Count > request.Count;
        if (hasMore)
            matches.RemoveAt(matches.Count - 1);
        long? total = start.After is null && !hasMore && request.Count > 0 ? matches.Count : null;
        if (request.CountTotal)
            total ??= await Total(connection, request, context, start, ct);
        var (included, isCut) = request.Inclusions.Count == 0 ? ([], false)
            : await inclusions.Of(connection, matches, request, context, start.AsOf, ct);
        return new SearchPage(matches, included, total, hasMore, start.AsOf ?? head) { IsCut = isCut };
    }

    // The head comes from the statement of the rows, so from one snapshot: a version replaced in between is on this page or on a later one,
    // never on both.
    private async Task<(List<FoundRow> Rows, long Head)> Rows(NpgsqlConnection connection, SqlText sql, CancellationToken ct)
    {
        await using var command = sql.ToCommand(connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await rows.ReadPage(reader, ct);
    }

    private static async Task<long> Total(
        NpgsqlConnection connection, SearchRequest request, SearchContext context, PageStart start, CancellationToken ct)
    {
        await using var command = SearchStatement.Count(request, context, start).ToCommand(connection);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
