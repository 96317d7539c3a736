using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Phr.Platform.Hosting;

/// <summary>An error that goes to a caller, whatever format it is worded in.</summary>
/// <param name="Reason">One sentence without health content.</param>
/// <param name="Place">FHIRPath or JSON pointer of the fault, where it has one.</param>
/// <param name="Code">FHIR issue-type code, where one was chosen.</param>
public sealed record ErrorAnswer(int Status, string Reason, string? Place = null, string? Code = null)
{
    public static ErrorAnswer Of(Refusal refusal) => new(refusal.Status, refusal.Reason, refusal.Place, refusal.Code);
}

/// <summary>Writes an error as the whole response.</summary>
public delegate Task WriteError(HttpContext context, ErrorAnswer error, CancellationToken ct);

/// <summary>Errors as RFC 9457 <c>application/problem+json</c>.</summary>
public static class ProblemJson
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Task Write(HttpContext context, ErrorAnswer error, CancellationToken ct)
    {
        context.Response.StatusCode = error.Status;
        var body = new { title = error.Reason, status = error.Status, place = error.Place, code = error.Code };
        return context.Response.WriteAsJsonAsync(body, Format, "application/problem+json", ct);
    }

    /// <summary>A refusal as the result of a slice.</summary>
    public static IResult Result(Refusal refusal) => new Answer(ErrorAnswer.Of(refusal));

    private sealed record Answer(ErrorAnswer Error) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => Write(httpContext, Error, httpContext.RequestAborted);
    }
}
