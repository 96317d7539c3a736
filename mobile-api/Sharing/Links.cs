using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Mobile.Forwarding;
using Phr.Platform.Hosting;

namespace Phr.Mobile.Sharing;

/// <summary>
/// <c>POST /api/links {"patients":[…]}</c>: "these are me". <c>DELETE /api/links/{consent}</c> takes it back completely.
/// </summary>
internal static class Links
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/links", Link).WithMetadata(RequestBody.Small);
        api.MapDelete("/links/{consent}", Unlink);
    }

    private static async Task<IResult> Link(HttpContext context, Upstreams upstreams, CancellationToken ct)
    {
        var body = RequestBody.Json(context.Request);
        return body.IsRefused(out var refusal)
            ? ProblemJson.Result(refusal)
            : await PassedOn.From(upstreams.Planets, context, HttpMethod.Post, "people/me/links", body.Value, ct);
    }

    private static async Task<IResult> Unlink(string consent, HttpContext context, Upstreams upstreams, CancellationToken ct) =>
        Identifiers.Fault(consent, "consent") is { } fault
            ? ProblemJson.Result(fault)
            : await PassedOn.From(upstreams.Planets, context, HttpMethod.Delete, $"people/me/links/{consent}", body: null, ct);
}
