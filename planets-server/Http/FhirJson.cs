using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Phr.Fhir.Structure;
using Phr.Fhir.Writing;
using Phr.Platform;
using Phr.Platform.Hosting;

namespace Phr.Planets.Http;

/// <summary>Answers of the FHIR API: <c>application/fhir+json</c>, errors as OperationOutcome. R4 http.html.</summary>
public static class FhirJson
{
    public const string ContentType = "application/fhir+json; charset=utf-8";

    /// <summary>An error that no slice answered.</summary>
    public static Task WriteError(HttpContext context, ErrorAnswer error, CancellationToken ct) =>
        WriteOutcome(context, error.Status, [IssueOf(error)], ct);

    public static IResult Refused(Refusal refusal) => new Outcome(refusal.Status, [IssueOf(ErrorAnswer.Of(refusal))]);

    /// <summary>What reading a resource found wrong: 400 for bytes that are no resource, 422 for a resource that breaks rules.</summary>
    public static IResult Faulty(IReadOnlyList<Issue> issues, bool readable) => new Outcome(readable ? 422 : 400, issues);

    public static IResult Outcomes(int status, IReadOnlyList<Issue> issues) => new Outcome(status, issues);

    internal static Issue IssueOf(ErrorAnswer error) => new(
        IssueSeverity.Error, error.Code ?? CodeOf(error.Status), $"http-{error.Status}", error.Reason,
        JapaneseReasons.Of(error.Status), error.Place ?? "");

    private static async Task WriteOutcome(HttpContext context, int status, IReadOnlyList<Issue> issues, CancellationToken ct)
    {
        var body = new ArrayBufferWriter<byte>(1024);
        OperationOutcomeJson.Write(body, issues);
        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = body.WrittenCount;
        await context.Response.Body.WriteAsync(body.WrittenMemory, ct);
    }

    // FHIR issue-type, R4 valueset-issue-type.html.
    private static string CodeOf(int status) => status switch
    {
        400 => "invalid",
        401 => "login",
        403 => "forbidden",
        404 => "not-found",
        405 or 406 or 415 => "not-supported",
        409 or 412 => "conflict",
        410 => "deleted",
        413 => "too-long",
        422 => "processing",
        429 => "throttled",
        503 => "transient",
        507 => "no-store",
        _ => "exception",
    };

    private sealed record Outcome(int Status, IReadOnlyList<Issue> Issues) : IResult, IStatusCodeHttpResult
    {
        public int? StatusCode => Status;

        public Task ExecuteAsync(HttpContext httpContext) => WriteOutcome(httpContext, Status, Issues, httpContext.RequestAborted);
    }
}
