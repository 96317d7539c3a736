using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Phr.Fhir;

namespace Phr.Planets.Http;

/// <summary>
/// A Binary sent and given as what it holds, a picture as a picture: slices see the resource. R4 binary.html#rest. Who does not ask for a
/// type, or for one of FHIR's, is given the resource.
/// </summary>
public static class BinaryContent
{
    private const string SecurityContext = "X-Security-Context";

    /// <summary>As middleware, behind those that decide who may send anything.</summary>
    public static async Task Take(HttpContext http, RequestDelegate next)
    {
        var request = http.Request;
        if (!request.Path.StartsWithSegments("/fhir/Binary", out var rest) || rest.Value!.Contains('$', StringComparison.Ordinal))
            await next(http);
        else if (HttpMethods.IsGet(request.Method) && IsContentAsked(request))
            await Give(http, next);
        else
        {
            var isWritten = HttpMethods.IsPost(request.Method) && !rest.HasValue || HttpMethods.IsPut(request.Method);
            if (isWritten && MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && MediaTypes.IsOfContent(type))
                await Wrap(request, rest.Value.Trim('/'), http.RequestAborted);
            await next(http);
        }
    }

    private static bool IsContentAsked(HttpRequest request)
    {
        var types = MediaTypes.Accepted(request);
        return types.Count > 0 && !request.Query.ContainsKey("_format")
            && types.All(type => MediaTypes.IsOfContent(type) && !MediaTypes.TakesJson(type));
    }

    private static async Task Wrap(HttpRequest request, string id, CancellationToken ct)
    {
        var content = await request.Body(ct);
        var resource = Of(request.ContentType!, content.Span, json =>
        {
            if (id.Length > 0)
                json.WriteString("id", id);
            if (request.Headers[SecurityContext].ToString() is { Length: > 0 } context)
            {
                json.WriteStartObject("securityContext");
                json.WriteString("reference", context);
                json.WriteEndObject();
            }
        });
        request.Body = new MemoryStream(resource, writable: false);
        request.ContentLength = resource.Length;
        request.ContentType = FhirJson.ContentType;
    }

    /// <summary>Content as a Binary.</summary>
    /// <param name="writeRest">What stands beside its type and data.</param>
    internal static byte[] Of(string type, ReadOnlySpan<byte> content, Action<Utf8JsonWriter>? writeRest = null)
    {
        var resource = new ArrayBufferWriter<byte>(content.Length * 4 / 3 + 256);
        using (var json = new Utf8JsonWriter(resource))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "Binary");
            json.WriteString("contentType", type);
            writeRest?.Invoke(json);
            if (!content.IsEmpty)
                json.WriteBase64String("data", content);
            json.WriteEndObject();
        }
        return resource.WrittenSpan.ToArray();
    }

    private static async Task Give(HttpContext http, RequestDelegate next)
    {
        var wanted = MediaTypes.Accepted(http.Request);
        http.Request.Headers.Accept = FhirJson.ContentType;
        using var buffer = new MemoryStream();
        await HeldAnswer.Take(http, next, buffer);
        await Tell(http, buffer.GetBuffer().AsMemory(0, (int)buffer.Length), wanted);
    }

    private static async Task Tell(HttpContext http, ReadOnlyMemory<byte> json, IList<MediaTypeHeaderValue> wanted)
    {
        var response = http.Response;
        if (response.StatusCode != StatusCodes.Status200OK)
        {
            await HeldAnswer.Give(http, json);
            return;
        }
        using var document = FhirDocument.ParseLenient(json).Document;
        if (document is not { Root: { Type.Name: "Binary" } binary }
            || !MediaTypeHeaderValue.TryParse(binary.Child("contentType").Text, out var type) || !wanted.Any(one => type.IsSubsetOf(one)))
        {
            await FhirJson.Refused(FhirRequest.NotAcceptable).ExecuteAsync(http);
            return;
        }
        var content = binary.Child("data") is { Exists: true, Text: { } data } ? Convert.FromBase64String(data) : [];
        response.ContentType = type.ToString();
        response.ContentLength = content.Length;
        // Whatever it is, a browser shows it to nobody as a page of this origin.
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentDisposition = "attachment";
        response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        await response.Body.WriteAsync(content, http.RequestAborted);
    }
}
