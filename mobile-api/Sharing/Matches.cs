using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Mobile.Forwarding;

namespace Phr.Mobile.Sharing;

/// <summary><c>GET /api/matches</c>: records of other sources that seem to be this person's, for the person to confirm.</summary>
internal static class Matches
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/matches", Handle);

    private static Task<IResult> Handle(HttpContext context, Upstreams upstreams, CancellationToken ct) =>
        PassedOn.Get(upstreams.Planets, context, "people/me/matches", ct);
}
