using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Mobile.Forwarding;

namespace Phr.Mobile.Sharing;

/// <summary><c>GET /api/me</c>: the sources of the person's record, linked ones and their own phone.</summary>
internal static class Me
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/me", Handle);

    private static Task<IResult> Handle(HttpContext context, Upstreams upstreams, CancellationToken ct) =>
        PassedOn.Get(upstreams.Planets, context, "people/me/sources", ct);
}
