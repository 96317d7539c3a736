using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Mobile.Forwarding;
using Phr.Platform;
using Phr.Platform.Hosting;

namespace Phr.Mobile.Record;

/// <summary><c>GET /api/timeline/changes?after=P</c>: what came, changed or went since position P.</summary>
internal static class TimelineChanges
{
    private static readonly Refusal NoPosition = new(RefusalKind.Invalid, "Changes are asked for after a position: 0 or more.", "after");

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/timeline/changes", Handle);

    private static async Task<IResult> Handle(long? after, HttpContext context, Upstreams upstreams, CancellationToken ct) =>
        after is >= 0
            ? await PassedOn.Get(upstreams.Planets, context, $"people/me/timeline/changes?after={after}", ct)
            : ProblemJson.Result(NoPosition);
}
