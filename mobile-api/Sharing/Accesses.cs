using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Mobile.Forwarding;
using Phr.Platform;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Mobile.Sharing;

/// <summary>
/// <c>GET /api/accesses?count=&amp;before=</c>: who saw or changed the person's record, or tried to, newest first. The next page is before
/// <c>next</c>.
/// </summary>
internal static class Accesses
{
    /// <summary>Accesses of a page; consent-service gives no more.</summary>
    public const int CountMax = 200;

    private const int CountDefault = 50;

    private static readonly Refusal NoRecord = new(RefusalKind.Conflict, "The account has no record of its own yet. Try again later.");
    private static readonly Refusal WrongCount = new(RefusalKind.Invalid, $"A page has 1 to {CountMax} accesses.", "count");

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/accesses", Handle);

    private static async Task<IResult> Handle(int? count, long? before, HttpContext context, Upstreams upstreams, CancellationToken ct)
    {
        if (context.Caller().Patient is not { } patient)
            return ProblemJson.Result(NoRecord);
        if (count is < 1 or > CountMax)
            return ProblemJson.Result(WrongCount);
        var page = $"?count={count ?? CountDefault}{(before is { } number ? $"&before={number}" : "")}";
        return await PassedOn.Get(upstreams.Consent, context, $"internal/people/{patient}/accesses{page}", ct);
    }
}
