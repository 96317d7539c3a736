using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Phr.Consent.SignIn;

/// <summary>
/// <c>/oidc/*</c>: passes requests on to the provider, so that it and the pages share an origin and its cookies. Protocol messages are
/// small and answers are made at once, so both are passed as they come.
/// </summary>
/// <param name="provider">Client based at the provider's own address; it follows no redirect and keeps no cookie.</param>
internal sealed class ProviderForwarder(HttpMessageInvoker provider, Uri address)
{
    /// <summary>Bytes of a request body: a token request with a large assertion has 10 KiB.</summary>
    public const long BodyBytesMax = 64 * 1024;

    // RFC 9110 section 7.6.1: these belong to one connection.
    private static readonly HashSet<string> OfOneConnection = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Host",
    };

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/oidc/token/{**rest}", Handle).RequireRateLimiting(RateLimits.Token);
        routes.Map("/oidc/{**rest}", Handle);
    }

    private static Task Handle(HttpContext context, ProviderForwarder forwarder, CancellationToken ct) => forwarder.Forward(context, ct);

    private async Task Forward(HttpContext context, CancellationToken ct)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = BodyBytesMax;
        using var request = Request(context.Request);
        HttpResponseMessage response;
        try
        {
            response = await provider.SendAsync(request, ct);
        }
        catch (HttpRequestException e) when (e.InnerException is BadHttpRequestException bad)
        {
            context.Response.StatusCode = bad.StatusCode;   // The caller's body is too large or broke off.
            return;
        }
        catch (HttpRequestException)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }
        using (response)
        {
            context.Response.StatusCode = (int)response.StatusCode;
            foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
            {
                if (!OfOneConnection.Contains(name))
                    context.Response.Headers[name] = values.ToArray();
            }
            await response.Content.CopyToAsync(context.Response.Body, ct);
        }
    }

    // Whoever forwards says where from; what a caller claims about that is not passed on.
    private static bool SaysWhereFrom(string header) =>
        header.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)
        || header.Equals("Forwarded", StringComparison.OrdinalIgnoreCase);

    private HttpRequestMessage Request(HttpRequest from)
    {
        var target = new Uri(address, from.Path.ToUriComponent() + from.QueryString.ToUriComponent());
        var request = new HttpRequestMessage(new HttpMethod(from.Method), target);
        if (from.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
            request.Content = new StreamContent(from.Body);
        foreach (var (name, values) in from.Headers)
        {
            if (OfOneConnection.Contains(name) || SaysWhereFrom(name))
                continue;
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }
        return request;
    }
}
