using System.Buffers;
using Microsoft.AspNetCore.Http;
using Phr.EventLog;
using Phr.Fhir.Structure;
using Phr.Fhir.Writing;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Search.Criteria;
using Phr.Planets.Search.Custom;
using Phr.Planets.Validation;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Search;

/// <summary>From a query to a searchset Bundle.</summary>
public sealed class SearchAnswers(SearchRun run, CriterionParser parser, PageLinks links, AccessJournal journal,
    FhirEndpoint fhir, Reader log, ServerRulebook rulebook, CustomParameters own, CustomReadiness readiness)
{
    private static readonly (BundleEntry, ReadOnlyMemory<byte>)[] NoEntries = [];

    public async Task<IResult> First(
        SearchSpace space, IReadOnlyList<KeyValuePair<string, string>> query, HttpContext http, CancellationToken ct)
    {
        await Terminology(query, ct);
        var (read, request, custom) = await Read(space, query, http.Request.Preference("handling") == "lenient", ct);
        if (request.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        if (!PageLinks.Holds(request.Value))
            return FhirJson.Refused(PageLinks.TooLong);
        if (await readiness.Wait(custom.Used, ct) is { } unready)
            return Unready(unready, http);
        var position = request.Value.AsOf is { } asOf ? await asOf.Position(log, ct) : (long?)null;
        var answer = await Answer(request.Value, new PageStart(position, null), request.Value.Self, http, ct);
        return read.LeavesOut && answer is BundleResult found
            ? found with { Entries = found.Entries.Append((new BundleEntry(SearchMode: "outcome"), read.Outcome())) }
            : answer;
    }

    public async Task<IResult> Next(SearchSpace space, string cursorText, HttpContext http, CancellationToken ct)
    {
        // The same words for a broken cursor and for somebody else's.
        if (links.Open(cursorText, http.Caller()) is not { } cursor || cursor.Type != space.Path)
            return FhirJson.Refused(
                new Refusal(RefusalKind.Invalid, "This is not the link to a further page that you were given.", null, "invalid"));
        var (_, request, custom) = await Read(space, SearchQuery.Pairs(cursor.Query), isLenient: false, ct);
        if (request.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        return await readiness.Wait(custom.Used, ct) is { } unready
            ? Unready(unready, http)
            : await Answer(request.Value, PageLinks.Start(cursor, request.Value), $"{PageLinks.Parameter}={cursorText}", http, ct);
    }

    /// <summary>A search of one type as it is understood at this moment, once its indexes have come to the present.</summary>
    public async Task<Answer<SearchRequest>> Request(
        string type, IReadOnlyList<KeyValuePair<string, string>> query, CancellationToken ct)
    {
        await Terminology(query, ct);
        var (_, request, custom) = await Read(SearchSpace.Type(type), query, isLenient: false, ct);
        return (request.Refusal ?? await readiness.Wait(custom.Used, ct)) is { } refusal ? refusal : request;
    }

    // It follows the record; who asks by its codes waits for it.
    private async ValueTask Terminology(IReadOnlyList<KeyValuePair<string, string>> query, CancellationToken ct)
    {
        if (query.Any(pair => pair.Key == SearchDraft.FilterParameter || pair.Key.Contains(':', StringComparison.Ordinal)))
            await rulebook.Current(ct);
    }

    // Who names a parameter of the site's own, or one that is not known, is answered by what is defined at this moment.
    private async ValueTask<SearchReading> Read(
        SearchSpace space, IReadOnlyList<KeyValuePair<string, string>> query, bool isLenient, CancellationToken ct)
    {
        var known = await own.Current(ct);
        var first = Read(known);
        if (first.Custom.Used.Count == 0 && first.Known.Ignored.Count == 0 && first.Request.Refusal is not { Code: "not-supported" })
            return first;
        var fresh = await own.Fresh(ct);
        return ReferenceEquals(fresh, known) ? first : Read(fresh);

        SearchReading Read(CustomSet set)
        {
            var lookup = new CustomLookup(set);
            var reader = parser with { Custom = lookup };
            var read = LenientQuery.Of(space, query, reader, isLenient);
            return new SearchReading(read, SearchRequest.Parse(space, read.Known, reader), lookup);
        }
    }

    private sealed record SearchReading(LenientQuery Known, Answer<SearchRequest> Request, CustomLookup Custom);

    private static IResult Unready(Refusal refusal, HttpContext http)
    {
        http.Response.Headers.RetryAfter = CustomReadiness.RetrySeconds;
        return FhirJson.Refused(refusal);
    }

    private async Task<IResult> Answer(SearchRequest request, PageStart start, string self, HttpContext http, CancellationToken ct)
    {
        var visibility = http.Visibility(ScopeAccess.Search, parser.Keys);
        if (visibility.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        var answer = await run.Page(request, visibility.Value, start, ct);
        if (answer.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var page = answer.Value;
        var all = Links(request, page, self, http.Caller());
        if (all.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var shown = page.Matches.Concat(page.Included).Select(row => row.Stream.Value).ToArray();
        await journal.Record(Accesses.Of(http, request.Space.Types.Count == 1 ? "search-type"
            : "search-system", request.Space.Types.Count == 1 ? request.Type : null, NamedPatients(request), shown), ct);
        return new BundleResult(
            new BundleHead("searchset", page.Total) { Links = all.Value },
            [.. page.Matches.Select(row => Entry(row, "match", request.Shape)), .. page.Included
                .Select(row => Entry(row, "include", request.Shape)), .. page.IsCut ? [Cut()] : NoEntries]);
    }

    private Answer<List<KeyValuePair<string, string>>> Links(SearchRequest request, SearchPage page, string self, Caller caller)
    {
        var all = new List<KeyValuePair<string, string>> { new("self", $"{fhir.Url}{request.Space.Path}?{self}") };
        if (!page.HasMore)
            return all;
        var next = links.Next(request, page, caller);
        if (next.IsRefused(out var refusal))
            return refusal;
        all.Add(new("next", $"{fhir.Url}{request.Space.Path}?{PageLinks.Parameter}={next.Value}"));
        return all;
    }

    // R4 search.html#mode: an outcome says what the search itself has to say.
    private static (BundleEntry, ReadOnlyMemory<byte>) Cut()
    {
        var outcome = new ArrayBufferWriter<byte>(1024);
        OperationOutcomeJson.Write(outcome,
        [
            new Issue(
                IssueSeverity.Warning, "incomplete", "inclusions",
                $"A page includes at most {InclusionRun.IncludedMax} resources, in {InclusionRun.RoundsMax} rounds and of "
                    + $"{InclusionRun.LookUpsMax} references looked up; there are more.",
                $"1ページに含めるのは {InclusionRun.RoundsMax} 段、参照 {InclusionRun.LookUpsMax} 件の検索、{InclusionRun.IncludedMax} 件までです。"
                    + "ほかにもあります。", ""),
        ]);
        return (new BundleEntry(SearchMode: "outcome"), outcome.WrittenMemory);
    }

    private (BundleEntry, ReadOnlyMemory<byte>) Entry(FoundRow row, string mode, AnswerShape shape) =>
        (new BundleEntry($"{fhir.Url}{row.Type}/{row.Id}", mode), shape.Of(row.Body, row.Type));

    /// <summary>Ids of the Patients that a search asks for, whatever comes of it.</summary>
    internal static IReadOnlyList<string> NamedPatients(SearchRequest request) =>
    [
        .. request.Criteria.SelectMany(criterion => criterion.Named),
        .. request.Space.Types is ["Patient"] ? request.Criteria.OfType<IdCriterion>().SelectMany(id => id.Ids) : [],
    ];
}
