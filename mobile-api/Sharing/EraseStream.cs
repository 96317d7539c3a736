using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Mobile.Forwarding;
using Phr.Platform.Hosting;

namespace Phr.Mobile.Sharing;

/// <summary>
/// <c>POST /api/streams/{patient}/erase {"reason"}</c>: one source's account of the person becomes unreadable for ever. Answers the
/// certificate of erasure, or 409 where the source has a duty to keep it.
/// </summary>
internal static class EraseStream
{
    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/streams/{patient}/erase", Handle).WithMetadata(RequestBody.Small);

    private static async Task<IResult> Handle(string patient, HttpContext context, Upstreams upstreams, CancellationToken ct)
    {
        if (Identifiers.Fault(patient, "patient") is { } fault)
            return ProblemJson.Result(fault);
        var body = RequestBody.Json(context.Request);
        return body.IsRefused(out var refusal)
            ? ProblemJson.Result(refusal)
            : await PassedOn.From(upstreams.Planets, context, HttpMethod.Post, $"people/me/streams/{patient}/erase", body.Value, ct);
    }
}
