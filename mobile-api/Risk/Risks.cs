using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Mobile.Forwarding;
using Phr.Platform;
using Phr.Platform.Hosting;

namespace Phr.Mobile.Risk;

/// <summary>
/// <c>GET /api/risks?atLeast=P</c>: how probable the outcomes are that the person asked about, and why. With <c>atLeast</c> the answer
/// waits, for 5 seconds at most, until the model has seen the record up to position P.
/// </summary>
internal static class Risks
{
    private static readonly Refusal NoPosition = new(RefusalKind.Invalid, "A position is a number, 0 or more.", "atLeast");

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/risks", Handle);

    private static async Task<IResult> Handle(long? atLeast, HttpContext context, Upstreams upstreams, CancellationToken ct) =>
        atLeast is < 0
            ? ProblemJson.Result(NoPosition)
            : await PassedOn.Get(upstreams.Model, context, atLeast is { } p ? $"people/me/risks?atLeast={p}" : "people/me/risks", ct);
}
