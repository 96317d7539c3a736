using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Phr.Platform.Hosting;

/// <summary>HEAD wherever GET is (RFC 9110 §9.3.2): slices see a GET, and the server, which knows what was asked, sends no body.</summary>
public static class HeadRequests
{
    /// <summary>Belongs in front of routing.</summary>
    public static IApplicationBuilder UseHeadRequests(this IApplicationBuilder app) => app.Use(Take);

    private static async Task Take(HttpContext http, RequestDelegate next)
    {
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await next(http);
            return;
        }
        http.Request.Method = HttpMethods.Get;
        try
        {
            await next(http);
        }
        finally
        {
            http.Request.Method = HttpMethods.Head;
        }
    }
}
