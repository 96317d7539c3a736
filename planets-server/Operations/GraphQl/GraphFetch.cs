using System.Globalization;
using Microsoft.AspNetCore.Http;
using Phr.Fhir.Graph;
using Phr.Planets.Access;
using Phr.Planets.Record.Writing;
using Phr.Planets.Search;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Operations.GraphQl;

/// <summary>Looks up what one query asks for: reads and searches as in REST, consent in their statements, and what is told of
/// them.</summary>
internal sealed class GraphFetch(GraphParts parts, HttpContext http, Visibility reading, Visibility searching)
{
    /// <summary>Reads under way together, which share round trips.</summary>
    private const int ReadsAtATime = 500;

    /// <summary>Searches under way together, each on a connection.</summary>
    private const int SearchesAtATime = 4;

    private readonly Dictionary<string, (HashSet<string> Named, List<long> Streams)> _touched = new(StringComparer.Ordinal);

    /// <summary>Answers a round of questions, as far as the run is within its limits; refused where a search is.</summary>
    public async Task<(Refusal Refusal, GraphPlace Place)?> Answer(GraphRun run, IReadOnlyList<GraphAsk> asked, CancellationToken ct)
    {
        foreach (var reads in asked.OfType<GraphAsk.Read>().Chunk(ReadsAtATime))
        {
            var found = await Task.WhenAll(reads.Where(read => read.Version is null).Select(async read => (read, await Read(read, ct))));
            foreach (var (read, body) in found)
                read.Answer(body);
            foreach (var read in reads.Where(read => read.Version is not null))
                read.Answer(await Read(read, ct));
        }
        foreach (var searches in asked.OfType<GraphAsk.Search>().Chunk(SearchesAtATime))
        {
            var pages = await Task.WhenAll(searches.Select(search => Search(search, ct)));
            foreach (var (search, page) in searches.Zip(pages))
            {
                if (page.IsRefused(out var refusal))
                    return (refusal, search.Place);
                search.Answer(page.Value);
            }
            if (run.IsBeyond)
                break;
        }
        return null;
    }

    /// <summary>JSON of a resource; null where there is nothing that the caller may see.</summary>
    public async Task<ReadOnlyMemory<byte>?> Read(string type, string id, string? version, CancellationToken ct)
    {
        var found = version is null
            ? await parts.Reads.Present(type, id, reading, ct)
            : int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? await parts.Reads.Version(type, id, number, reading, ct)
                : null;
        Touch(type, type == "Patient" ? [id] : [], found is { IsDeletion: false } ? [found.Stream] : []);
        return found?.Body;
    }

    /// <summary>Tells the access journal what was asked for, and as shown what was found, a kind of resource an entry.</summary>
    public Task Record(bool isShown, CancellationToken ct) => Task.WhenAll(_touched.Select(touched =>
    {
        var entry = Accesses.Of(http, "graphql", touched.Key, [.. touched.Value.Named], isShown ? touched.Value.Streams : []);
        // The id of the address is of its own type.
        return parts.Journal.Record(http.Request.RouteValues["type"] as string == touched.Key ? entry : entry with { Target = null }, ct);
    }));

    private Task<ReadOnlyMemory<byte>?> Read(GraphAsk.Read read, CancellationToken ct) => Read(read.Type.Name, read.Id, read.Version, ct);

    private async Task<Answer<GraphPage>> Search(GraphAsk.Search ask, CancellationToken ct)
    {
        var type = ask.Of.Type.Name;
        if (KeptElsewhere.IsOne(type))
            return new Refusal(RefusalKind.Invalid, $"{type} is searched in REST alone.", "http.query", "not-supported");
        if (http.Caller().Permissions.For(type, ScopeAccess.Search).IsNothing)
            return new Refusal(RefusalKind.Forbidden, $"The scopes of this token do not permit that on {type}.", null, "forbidden");
        if (ask.Of.Cursor is { } cursor)
            return await Further(cursor, ask, ct);
        var isWhole = ask.Of is { IsConnection: false, Count: null or > SearchRequest.CountMax };
        var most = SearchRequest.CountMax.ToString(CultureInfo.InvariantCulture);
        var request = await parts.Searches.Request(type, isWhole ? [.. ask.Query, new("_count", most)] : ask.Query, ct);
        if (request.IsRefused(out var refusal))
            return refusal;
        var page = await Page(request.Value, new PageStart(null, null), 0, ask, ct);
        return page is { Refusal: null, Value.Next: not null } && isWhole
            ? new Refusal(
                RefusalKind.Unprocessable, $"More than {most} resources match: narrow it, or use '{type}Connection'.", null, "too-costly")
            : page;
    }

    // Text of a cursor: matches before the page, a dot, and the link as a search in REST has it.
    private async Task<Answer<GraphPage>> Further(string cursor, GraphAsk.Search ask, CancellationToken ct)
    {
        var dot = cursor.IndexOf('.', StringComparison.Ordinal);
        if (dot < 1 || !long.TryParse(cursor.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            || parts.Links.Open(cursor[(dot + 1)..], http.Caller()) is not { } opened || opened.Type != ask.Of.Type.Name)
            return new Refusal(RefusalKind.Invalid, "This is not the cursor of a further page that you were given.", null, "invalid");
        var request = await parts.Searches.Request(ask.Of.Type.Name, SearchQuery.Pairs(opened.Query), ct);
        return request.IsRefused(out var refusal)
            ? refusal
            : await Page(request.Value, PageLinks.Start(opened, request.Value), offset, ask, ct);
    }

    private async Task<Answer<GraphPage>> Page(
        SearchRequest request, PageStart start, long offset, GraphAsk.Search ask, CancellationToken ct)
    {
        if (!PageLinks.Holds(request))
            return PageLinks.TooLong;
        var answer = await parts.Run.Page(request with { CountTotal = ask.Of.IsCounted }, searching, start, ct);
        if (answer.IsRefused(out var refusal))
            return refusal;
        var page = answer.Value;
        Touch(ask.Of.Type.Name, SearchAnswers.NamedPatients(request), [.. page.Matches.Select(row => row.Stream.Value)]);
        var found = new GraphPage([.. page.Matches.Select(row => row.Body)], page.Total, null, offset, request.Count);
        if (!page.HasMore)
            return found;
        var next = parts.Links.Next(request, page, http.Caller());
        return next.IsRefused(out refusal) ? refusal : found with { Next = $"{offset + page.Matches.Count}.{next.Value}" };
    }

    private void Touch(string type, IReadOnlyList<string> named, IReadOnlyList<long> streams)
    {
        lock (_touched)
        {
            if (!_touched.TryGetValue(type, out var touched))
                _touched[type] = touched = ([], []);
            touched.Named.UnionWith(named);
            touched.Streams.AddRange(streams);
        }
    }
}
