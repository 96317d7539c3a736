using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Phr.Platform;

namespace Phr.Mobile.Forwarding;

/// <summary>A caller's body on its way through.</summary>
internal static class RequestBody
{
    /// <summary>Bytes of a body that a person's hand fills.</summary>
    public const int SmallBytesMax = 64 * 1024;

    /// <summary>Metadata of a route: larger bodies are refused with 413.</summary>
    public static readonly RequestSizeLimitAttribute Small = new(SmallBytesMax);

    /// <summary>The body as the other service is to get it; a refusal where it is no JSON.</summary>
    public static Answer<HttpContent> Json(HttpRequest request)
    {
        if (!request.HasJsonContentType())
            return new Refusal(RefusalKind.UnsupportedMediaType, "The body is application/json.");
        var content = new StreamContent(request.Body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.ContentType!);
        content.Headers.ContentLength = request.ContentLength;
        return content;
    }
}
