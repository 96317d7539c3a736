using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Phr.Fhir;
using Phr.Platform;

namespace Phr.Planets.Http;

/// <summary><c>_pretty=true</c>: answers in JSON with a line for each element, for a person to read. R4 http.html#pretty.</summary>
public static class PrettyAnswer
{
    /// <summary>Bytes of an answer that is told so; more is refused (413).</summary>
    public static readonly int BytesMax = ParseLimits.Default.BytesMax;

    private const int DepthMax = 1_000;

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = DepthMax };

    private static readonly JsonWriterOptions Lines = new()
    {
        Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = DepthMax,
    };

    private static readonly Refusal TooLong = new(
        RefusalKind.TooLarge, $"An answer of more than {BytesMax} bytes is told without _pretty.", "http._pretty", "too-costly");

    /// <summary>As middleware, around all that answer in JSON.</summary>
    public static async Task Take(HttpContext http, RequestDelegate next)
    {
        if (!IsAsked(http.Request))
        {
            await next(http);
            return;
        }
        using var held = new BoundedBody(BytesMax);
        await HeldAnswer.Take(http, next, held);
        if (held.IsOver)
        {
            http.Response.ContentLength = null;
            await FhirJson.Refused(TooLong).ExecuteAsync(http);
        }
        else if (http.Response.ContentType == FhirJson.ContentType && held.Length > 0)
            await Tell(http.Response, held.WrittenMemory, http.RequestAborted);
        else
            await HeldAnswer.Give(http, held.WrittenMemory);
    }

    private static bool IsAsked(HttpRequest request) =>
        request.QueryString.Value?.Contains("_pretty=true", StringComparison.Ordinal) == true && request.Query["_pretty"] == "true"
        && request.Path.StartsWithSegments("/fhir") && !XmlAnswer.IsAsked(request);

    private static async Task Tell(HttpResponse response, ReadOnlyMemory<byte> json, CancellationToken ct)
    {
        var lines = new ArrayBufferWriter<byte>(json.Length * 3 / 2);
        using (var document = JsonDocument.Parse(json, Deep))
        using (var writer = new Utf8JsonWriter(lines, Lines))
            document.WriteTo(writer);
        response.ContentLength = lines.WrittenCount;
        await response.Body.WriteAsync(lines.WrittenMemory, ct);
    }
}
