using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Phr.Fhir;
using Phr.Fhir.Structure;
using Phr.Fhir.Writing;
using Phr.Fhir.Xml;
using Phr.Platform.Hosting;

namespace Phr.Planets.Http;

/// <summary>Answers in XML where the caller asks for that: what a slice answers in JSON is told in XML, Bundles and errors too. R4
/// http.html#mime-type.</summary>
public static class XmlAnswer
{
    /// <summary>Bytes of an answer to who asks for XML; more is refused (406).</summary>
    public static readonly int BytesMax = ParseLimits.Default.BytesMax;

    private static readonly Issue NotTold = new(
        IssueSeverity.Error, "not-supported", "http-406", "This answer cannot be told in XML; ask for JSON, or for less.",
        "この応答は XML で表せません。JSON を指定するか、範囲を狭めてください。", "");

    /// <summary>Whether <c>_format</c>, or without it <c>Accept</c>, asks for XML.</summary>
    public static bool IsAsked(HttpRequest request)
    {
        var format = MediaTypes.AskedFormat(request);
        if (format.Length > 0)
            return format == "xml" || XmlBody.IsXml(format);
        var types = MediaTypes.Accepted(request);
        // Browsers name XML too, and mean a page. Of types that are wanted alike the first one counts.
        return !types.Any(type => type.MediaType == "text/html")
            && types.Where(MediaTypes.IsGiven).OrderByDescending(type => type.Quality ?? 1)
                .FirstOrDefault(type => MediaTypes.TakesXml(type) || MediaTypes.TakesJson(type)) is { } wanted
            && MediaTypes.TakesXml(wanted);
    }

    /// <summary>As middleware, around all others.</summary>
    public static async Task Take(HttpContext http, RequestDelegate next)
    {
        if (!http.Request.Path.StartsWithSegments("/fhir") || !IsAsked(http.Request))
        {
            await next(http);
            return;
        }
        using var buffer = new BoundedBody(BytesMax);
        await HeldAnswer.Take(http, next, buffer);
        await Tell(http, buffer);
    }

    /// <summary>An error that no slice answered.</summary>
    public static Task WriteError(HttpContext http, ErrorAnswer error, CancellationToken ct)
    {
        using var xml = new MemoryStream();
        TellIssue(FhirJson.IssueOf(error), xml);
        http.Response.StatusCode = error.Status;
        return Write(http.Response, xml.ToArray(), ct);
    }

    private static async Task Tell(HttpContext http, BoundedBody buffer)
    {
        var response = http.Response;
        var json = buffer.WrittenMemory;
        var isTold = response.ContentType?.StartsWith("application/fhir+json", StringComparison.Ordinal) == true && !json.IsEmpty;
        if (!isTold && !buffer.IsOver)
        {
            await HeldAnswer.Give(http, json);
            return;
        }
        using var xml = new MemoryStream(json.Length * 3 / 2);
        if (buffer.IsOver || !TryTell(json, xml))
        {
            response.StatusCode = StatusCodes.Status406NotAcceptable;
            xml.SetLength(0);
            TellIssue(NotTold, xml);
        }
        await Write(response, xml.GetBuffer().AsMemory(0, (int)xml.Length), http.RequestAborted);
    }

    private static async Task Write(HttpResponse response, ReadOnlyMemory<byte> xml, CancellationToken ct)
    {
        response.ContentType = FhirXml.ContentType;
        response.ContentLength = xml.Length;
        response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        await response.Body.WriteAsync(xml, ct);
    }

    private static void TellIssue(Issue issue, MemoryStream xml)
    {
        var outcome = new ArrayBufferWriter<byte>(1024);
        OperationOutcomeJson.Write(outcome, [issue]);
        TryTell(outcome.WrittenMemory, xml);
    }

    private static bool TryTell(ReadOnlyMemory<byte> json, MemoryStream xml)
    {
        using var document = FhirDocument.ParseLenient(json).Document;
        return document is not null && FhirXml.TryWrite(document.Root, xml);
    }
}
