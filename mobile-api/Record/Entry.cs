using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Mobile.Forwarding;
using Phr.Platform.Hosting;

namespace Phr.Mobile.Record;

/// <summary><c>GET /api/entries/{type}/{id}</c>: one entry as it was recorded, a FHIR R4 resource.</summary>
internal static class Entry
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/entries/{type}/{id}", Handle);

    private static async Task<IResult> Handle(string type, string id, HttpContext context, Upstreams upstreams, CancellationToken ct) =>
        (Identifiers.TypeFault(type) ?? Identifiers.Fault(id, "id")) is { } fault
            ? ProblemJson.Result(fault)
            : await PassedOn.Get(upstreams.Planets, context, $"fhir/{type}/{id}", ct);
}
