using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Phr.Platform;
using Phr.Platform.Hosting;

namespace Phr.Mobile.Forwarding;

/// <summary>Another service's answer as this one's own: status, media type and body, as it comes.</summary>
internal sealed class PassedOn(HttpResponseMessage response) : IResult
{
    /// <summary>Sends a request and passes on what comes back, or says why nothing does.</summary>
    public static async Task<IResult> From(
        Upstream service, HttpContext context, HttpMethod method, string path, HttpContent? body, CancellationToken ct) =>
        Of(await service.Send(context, method, path, body, ct));

    public static Task<IResult> Get(Upstream service, HttpContext context, string path, CancellationToken ct) =>
        From(service, context, HttpMethod.Get, path, body: null, ct);

    public static IResult Of(Answer<HttpResponseMessage> answer) =>
        answer.IsRefused(out var refusal) ? ProblemJson.Result(refusal) : new PassedOn(answer.Value);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var passed = response;
        var own = httpContext.Response;
        own.StatusCode = (int)passed.StatusCode;
        own.ContentType = passed.Content.Headers.ContentType?.ToString();
        own.ContentLength = passed.Content.Headers.ContentLength;
        if (passed.Headers.ETag is { } version)
            own.Headers[HeaderNames.ETag] = version.ToString();
        await passed.Content.CopyToAsync(own.Body, httpContext.RequestAborted);
    }
}
