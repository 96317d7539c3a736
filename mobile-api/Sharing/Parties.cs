using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Mobile.Forwarding;

namespace Phr.Mobile.Sharing;

/// <summary><c>GET /api/parties</c>: organisations and studies that a consent may name.</summary>
internal static class Parties
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/parties", Handle);

    private static Task<IResult> Handle(HttpContext context, Upstreams upstreams, CancellationToken ct) =>
        PassedOn.Get(upstreams.Consent, context, "parties", ct);
}
