using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace Phr.Planets.Http;

/// <summary>What a request that the server made of itself was answered.</summary>
/// <param name="Headers">Of the answer: ETag, Last-Modified, Location.</param>
public sealed record InnerAnswer(int Status, IHeaderDictionary Headers, ReadOnlyMemory<byte> Body);

/// <summary>Who a request comes from and where to, apart from the connection that brought it.</summary>
/// <param name="Prefer">How its caller wants things handled.</param>
public sealed record RequestSource(string Scheme, HostString Host, StringValues Authorization, StringValues Prefer)
{
    public static RequestSource Of(HttpRequest request) =>
        new(request.Scheme, request.Host, request.Headers.Authorization, request.Headers["Prefer"]);
}

/// <summary>A request that the server makes of itself.</summary>
/// <param name="Target">Address relative to the FHIR base, with its query.</param>
public sealed record InnerRequest(string Method, string Target)
{
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Empty for none.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    public string ContentType { get; init; } = FhirJson.ContentType;

    /// <summary>What its answer may take up; null for any number of bytes. The body of one that is over is empty.</summary>
    public AnswerBudget.Share? Share { get; init; }
}

/// <summary>
/// Runs requests of this service's own API without a connection: entries of a batch and deferred requests. They take the same way as any
/// request, token and consent included.
/// </summary>
public sealed class InnerRequests(IServiceScopeFactory scopes)
{
    /// <summary>From routing on; set once while the service starts.</summary>
    public RequestDelegate Pipeline { private get; set; } = _ => throw new InvalidOperationException("The service has not started.");

    /// <summary>Runs a request for its caller.</summary>
    public async Task<InnerAnswer> Run(RequestSource source, InnerRequest request, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        using var body = new BoundedBody(request.Share);
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider, RequestAborted = ct };
        http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body));
        var target = request.Target;
        var question = target.IndexOf('?', StringComparison.Ordinal);
        http.Request.Method = request.Method;
        http.Request.Scheme = source.Scheme;
        http.Request.Host = source.Host;
        http.Request.Path = "/fhir/" + Uri.UnescapeDataString(question < 0 ? target : target[..question]);
        http.Request.QueryString = question < 0 ? QueryString.Empty : new QueryString(target[question..]);
        http.Request.Headers.Authorization = source.Authorization;
        http.Request.Headers["Prefer"] = source.Prefer;
        foreach (var (name, value) in request.Headers)
            http.Request.Headers[name] = value;
        http.Request.Body = new MemoryStream(request.Body.ToArray(), writable: false);
        http.Request.ContentLength = request.Body.Length;
        if (!request.Body.IsEmpty)
            http.Request.ContentType = request.ContentType;
        await Pipeline(http);
        await http.Response.BodyWriter.FlushAsync(CancellationToken.None);
        if (!HttpMethods.IsHead(request.Method))
            return new InnerAnswer(http.Response.StatusCode, http.Response.Headers, body.ToArray());
        request.Share?.Release();
        return new InnerAnswer(http.Response.StatusCode, http.Response.Headers, default);
    }
}
