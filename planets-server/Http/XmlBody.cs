using Microsoft.AspNetCore.Http;
using Phr.Fhir.Xml;

namespace Phr.Planets.Http;

/// <summary>A resource that is sent in XML, which becomes JSON before any slice sees it. R4 http.html#mime-type.</summary>
public static class XmlBody
{
    public static bool IsXml(string? contentType) => contentType?.Split(';')[0].Trim().ToLowerInvariant()
        is "application/fhir+xml" or "application/xml" or "text/xml" or "application/xml+fhir";

    /// <summary>As middleware, behind those that decide who may send anything.</summary>
    public static async Task Take(HttpContext http, RequestDelegate next)
    {
        var request = http.Request;
        if (request.Path.StartsWithSegments("/fhir") && IsXml(request.ContentType) && MediaTypes.IsRead(request.ContentType)
            && await request.Body(http.RequestAborted) is { IsEmpty: false } xml)
        {
            var (json, fault) = FhirXml.ToJson(xml);
            if (fault is not null)
            {
                await FhirJson.Faulty([fault], readable: false).ExecuteAsync(http);
                return;
            }
            request.Body = new MemoryStream(json.ToArray(), writable: false);
            request.ContentLength = json.Length;
            request.ContentType = "application/fhir+json";
        }
        await next(http);
    }
}
