using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Mobile.Forwarding;
using Phr.Platform;
using Phr.Platform.Hosting;

namespace Phr.Mobile.Risk;

/// <summary>
/// <c>GET /api/risks?atLeast=P&amp;horizonYears=Y</c>: how probable the outcomes are that the person asked about, and why. With
/// <c>atLeast</c> the answer waits, for 5 seconds at most, until the model has seen the record up to position P; model-service says which
/// horizons it knows.
/// </summary>
internal static class Risks
{
    private static readonly Refusal NoPosition = new(RefusalKind.Invalid, "A position is a number, 0 or more.", "atLeast");

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/risks", Handle);

    private static async Task<IResult> Handle(
        long? atLeast, string? horizonYears, HttpContext context, Upstreams upstreams, CancellationToken ct)
    {
        if (atLeast is < 0)
            return ProblemJson.Result(NoPosition);
        string?[] asked =
        [
            atLeast is { } position ? $"atLeast={position}" : null,
            horizonYears is null ? null : $"horizonYears={Uri.EscapeDataString(horizonYears)}",
        ];
        var query = string.Join('&', asked.OfType<string>());
        return await PassedOn.Get(upstreams.Model, context, query.Length > 0 ? $"people/me/risks?{query}" : "people/me/risks", ct);
    }
}
