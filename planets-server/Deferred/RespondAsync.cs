using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Phr.Fhir.Writing;
using Phr.Planets.Bundles;
using Phr.Planets.Http;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Deferred;

/// <summary>
/// <c>Prefer: respond-async</c> (RFC 7240, R4 http.html#ops): the request is accepted, and <c>GET
/// [base]/_async/[id]</c> tells how it stands and, in
/// the end, gives the answer as the entry of a batch-response (R5 async-bundle.html). <c>DELETE</c> of the address gives it up.
/// </summary>
public static class RespondAsync
{
    private static readonly Refusal Nothing = new(
        RefusalKind.NotFound, "There is no such request of yours, or its answer was kept no longer.", null, "not-found");

    private static readonly Refusal Erased = new(
        RefusalKind.Gone, "Something was erased since this was asked. The answer may hold it and is given out no more. Ask again.");

    /// <summary>Callers of this endpoint may ask not to wait.</summary>
    public static T MayBeDeferred<T>(this T endpoint) where T : IEndpointConventionBuilder => endpoint.WithMetadata(Deferrable.Yes);

    /// <summary>Takes requests that are not waited for out of the pipeline.</summary>
    public static Task Take(HttpContext http, RequestDelegate next)
    {
        var isAsked = HttpMethods.IsGet(http.Request.Method) && http.GetEndpoint()?.Metadata.GetMetadata<Deferrable>() is not null
            && http.Request.Preference("respond-async") is not null;
        return isAsked ? Accept(http) : next(http);
    }

    public static void Map(IEndpointRouteBuilder fhir)
    {
        fhir.MapGet("/_async/{id}", Get);
        fhir.MapDelete("/_async/{id}", (string id, HttpContext http, DeferredAnswers answers) =>
        {
            if (answers.Find(id, http.Caller()) is not { } found)
                return FhirJson.Refused(Nothing);
            answers.Drop(found);
            return Results.StatusCode(StatusCodes.Status202Accepted);
        });
    }

    private static async Task<IResult> Get(
        string id, HttpContext http, DeferredAnswers answers, LatestErasure erasure, CancellationToken ct)
    {
        if (answers.Find(id, http.Caller()) is not { } found)
            return FhirJson.Refused(Nothing);
        if (await erasure.Position(ct) == found.Request.ErasedBefore)
            return found.Answer is { } answer ? Bundle(answer) : new InProgress();
        answers.Drop(found);
        return FhirJson.Refused(Erased);
    }

    private static async Task Accept(HttpContext http)
    {
        var target = http.Request.Path.Value!["/fhir/".Length..] + http.Request.QueryString.Value;
        var services = http.RequestServices;
        var request = new DeferredRequest(
            RequestSource.Of(http.Request), target, await services.GetRequiredService<LatestErasure>().Position(http.RequestAborted));
        var added = services.GetRequiredService<DeferredAnswers>().Add(http.Caller(), request);
        if (added.IsRefused(out var refusal))
        {
            await FhirJson.Refused(refusal).ExecuteAsync(http);
            return;
        }
        http.Response.StatusCode = StatusCodes.Status202Accepted;
        http.Response.Headers.ContentLocation = $"{services.GetRequiredService<FhirEndpoint>().Url}_async/{added.Value.Id}";
        http.Response.Headers["Preference-Applied"] = "respond-async";
    }

    private static BundleResult Bundle(InnerAnswer answer)
    {
        var response = new BundleResponse(
            EntryAnswers.Status(answer.Status), null, answer.Headers.ETag.ToString() is { Length: > 0 } tag ? tag : null);
        (BundleEntry, ReadOnlyMemory<byte>) entry = answer.Status < 400
            ? (new BundleEntry(Response: response), answer.Body)
            : (new BundleEntry(Response: response with { Outcome = answer.Body }), default);
        return new BundleResult(new BundleHead("batch-response"), [entry]);
    }

    private sealed record Deferrable
    {
        public static readonly Deferrable Yes = new();
    }

    private sealed record InProgress : IResult
    {
        private const int RetrySeconds = 1;

        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status202Accepted;
            httpContext.Response.Headers["X-Progress"] = "in progress";
            httpContext.Response.Headers.RetryAfter = RetrySeconds.ToString(CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        }
    }
}
