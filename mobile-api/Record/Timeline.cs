using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Routing;
using Phr.Mobile.Forwarding;
using Phr.Platform;
using Phr.Platform.Hosting;

namespace Phr.Mobile.Record;

/// <summary>
/// <c>GET /api/timeline?type=&amp;source=&amp;from=&amp;to=&amp;count=&amp;cursor=</c>: what the person's record holds, newest clinical
/// date first, a page at a time. The next page begins at <c>next</c>.
/// </summary>
internal static class Timeline
{
    /// <summary>Characters of one value of the query; a cursor has about 200.</summary>
    public const int ValueCharsMax = 2048;

    private static readonly string[] Parameters = ["type", "source", "from", "to", "count", "cursor"];

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/timeline", Handle);

    private static async Task<IResult> Handle(HttpContext context, Upstreams upstreams, CancellationToken ct)
    {
        var query = new QueryBuilder();
        foreach (var (name, values) in context.Request.Query)
        {
            if (!Parameters.Contains(name))
                return Refuse("The timeline takes no such parameter.", name);
            if (values is not [{ Length: > 0 and <= ValueCharsMax } value])
                return Refuse($"A parameter is given once, with 1 to {ValueCharsMax} characters.", name);
            query.Add(name, value);
        }
        return await PassedOn.Get(upstreams.Planets, context, $"people/me/timeline{query}", ct);
    }

    private static IResult Refuse(string reason, string place) =>
        ProblemJson.Result(new Refusal(RefusalKind.Invalid, reason, place));
}
