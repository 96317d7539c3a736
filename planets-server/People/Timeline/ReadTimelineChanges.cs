using System.Globalization;
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
/// <c>GET /people/me/timeline/changes?after=P</c>: what changed since a position that an earlier answer gave. Where whole sources came or went, or more changed
/// than is told one by one, <c>reset</c> is true and the items are the timeline's first page: what the phone keeps is to be forgotten.
/// </summary>
internal static class ReadTimelineChanges
{
    private const string After = "after";

    private static readonly Refusal NotAPosition = new(
        RefusalKind.Invalid, "The changes are those after a position that an earlier answer gave.", After, "invalid");

    public static void Map(IEndpointRouteBuilder me) => me.MapGet("/timeline/changes", Handle);

    private static async Task<IResult> Handle(
        HttpContext http, OwnPeople people, TimelineRun run, TokenKeys keys, AccessJournal journal, CancellationToken ct)
    {
        var own = await people.Of(http.Caller(), ct);
        if (own.IsRefused(out var refusal))
            return ProblemJson.Result(refusal);
        var visibility = http.Visibility(ScopeAccess.Search, keys);
        if (visibility.IsRefused(out refusal))
            return ProblemJson.Result(refusal);
        if (!long.TryParse(http.Request.Query[After].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var after))
            return ProblemJson.Result(NotAPosition);
        var (linksChanged, head) = await run.LinksChangedSince(own.Value, after, ct);
        if (after > head)
            return ProblemJson.Result(NotAPosition);
        var (patient, reset) = (own.Value.Patient, linksChanged);
        var removed = reset ? [] : await run.Removed(patient, after, visibility.Value, ct);
        var changed = reset ? null : await run.Changed(patient, after, visibility.Value, ct);
        if (changed is not { HasMore: false } || changed.Rows.Count + removed.Count > TimelineRun.ChangesMax)
        {
            (reset, removed) = (true, []);
            changed = await run.Page(patient, TimelineQuery.Parse("").Value, TimelineStart.Newest, visibility.Value, ct);
        }
        if (changed.Rows.Count > 0)
            await journal.Record(Accesses.Of(http, "timeline", null, [], [.. changed.Rows.Select(row => row.Found.Stream.Value)]), ct);
        return Results.Json(new
        {
            reset,
            items = changed.Rows.Select(TimelineJson.Of).ToList(),
            removed = removed.Select(gone => new { gone.Type, gone.Id }),
            // Read before the entries: what comes in between is told again the next time.
            position = head,
        });
    }
}
