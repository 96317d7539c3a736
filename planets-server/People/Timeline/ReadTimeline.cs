using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Search;
using Phr.Platform;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Planets.People.Timeline;

/// <summary>
/// <c>GET /people/me/timeline</c>: entries of all the person's sources, newest clinical date first. Pages are of one position of the log, so
/// none is shown twice and none left out while others write; consent is asked again for each.
/// </summary>
internal static class ReadTimeline
{
    private const string Cursor = "cursor";

    private static readonly Refusal NotACursor = new(
        RefusalKind.Invalid, "This is not the cursor of a further page that you were given.", Cursor, "invalid");

    public static void Map(IEndpointRouteBuilder me) => me.MapGet("/timeline", Handle);

    private static async Task<IResult> Handle(
        HttpContext http, OwnPeople people, TimelineRun run, TokenKeys keys, PageLinks links, AccessJournal journal, CancellationToken ct)
    {
        var own = await people.Of(http.Caller(), ct);
        if (own.IsRefused(out var refusal))
            return ProblemJson.Result(refusal);
        var visibility = http.Visibility(ScopeAccess.Search, keys);
        if (visibility.IsRefused(out refusal))
            return ProblemJson.Result(refusal);
        var (text, start) = (Filters(http.Request), TimelineStart.Newest);
        if (http.Request.Query.TryGetValue(Cursor, out var cursor))
        {
            if (TimelineStart.Open(cursor.ToString(), links, http.Caller()) is not { } opened)
                return ProblemJson.Result(NotACursor);
            // The filters of the first page hold.
            (start, text) = opened;
        }
        var query = TimelineQuery.Parse(text);
        if (query.IsRefused(out refusal))
            return ProblemJson.Result(refusal);
        var page = await run.Page(own.Value.Patient, query.Value, start, visibility.Value, ct);
        if (page.Rows.Count > 0)
            await journal.Record(Accesses.Of(http, "timeline", null, [], [.. page.Rows.Select(row => row.Found.Stream.Value)]), ct);
        return Results.Json(new
        {
            items = page.Rows.Select(TimelineJson.Of).ToList(),
            next = page.HasMore ? TimelineStart.Seal(page, start.AsOf, text, links, http.Caller()) : null,
            position = start.AsOf ?? page.Head,
        });
    }

    private static string Filters(HttpRequest request) =>
        string.Join('&', (request.QueryString.Value ?? "").TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(part => !part.StartsWith(Cursor + "=", StringComparison.Ordinal)));
}
