using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Phr.Mobile.Forwarding;
using Phr.Platform;
using Phr.Platform.Hosting;

namespace Phr.Mobile.Record;

/// <summary>
/// <c>POST /api/readings</c>: a batch of what the person's devices measured. With header <c>Idempotency-Key</c>, so that a batch whose
/// answer was lost is sent again without being stored twice.
/// </summary>
internal static partial class Readings
{
    /// <summary>Bytes of a batch; planets-server takes no larger one.</summary>
    public const int BodyBytesMax = 16 << 20;

    private const string KeyHeader = "Idempotency-Key";

    private static readonly Refusal NoKey = new(
        RefusalKind.Invalid, $"A batch comes with one {KeyHeader} of 1 to 128 visible ASCII characters.", KeyHeader);

    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/readings", Handle)
        .WithMetadata(new RequestSizeLimitAttribute(BodyBytesMax))
        .RequireRateLimiting(RateLimits.Uploads);

    private static async Task<IResult> Handle(HttpContext context, Upstreams upstreams, CancellationToken ct)
    {
        if (context.Request.Headers[KeyHeader] is not [{ } key] || !Key().IsMatch(key))
            return ProblemJson.Result(NoKey);
        var body = RequestBody.Json(context.Request);
        if (body.IsRefused(out var refusal))
            return ProblemJson.Result(refusal);
        using var request = new HttpRequestMessage(HttpMethod.Post, "people/me/readings") { Content = body.Value };
        request.Headers.TryAddWithoutValidation(KeyHeader, key);
        return PassedOn.Of(await upstreams.Planets.Send(context, request, ct));
    }

    [GeneratedRegex(@"^[!-~]{1,128}\z")]
    private static partial Regex Key();
}
