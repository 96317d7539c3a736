using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Phr.Planets.Http;

/// <summary>An answer that is kept until it is whole, to be told in another form.</summary>
internal static class HeldAnswer
{
    /// <summary>Answers a request into <paramref name="buffer"/>; status and headers are the response's own.</summary>
    public static async Task Take(HttpContext http, RequestDelegate next, MemoryStream buffer)
    {
        var answer = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(buffer));
        try
        {
            await next(http);
        }
        finally
        {
            http.Features.Set(answer);
        }
    }

    /// <summary>Gives it as it is.</summary>
    public static async Task Give(HttpContext http, ReadOnlyMemory<byte> body)
    {
        // Writing nothing would begin an answer that the outer edge gives a body to.
        if (!body.IsEmpty)
            await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }
}
