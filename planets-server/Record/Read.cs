using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Search;
using Phr.Planets.Search.Criteria;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Record;

/// <summary><c>GET [base]/[type]/[id]</c>. R4 http.html#read; with <c>If-None-Match</c> and <c>If-Modified-Since</c>
/// conditionally (#cread).</summary>
public static class Read
{
    public static void Map(IEndpointRouteBuilder fhir) => fhir.MapGet("/{type:resource}/{id}", Handle);

    private static async Task<IResult> Handle(
        string type, string id, HttpContext http, RecordReads reads, CriterionParser parser, AccessJournal journal, CancellationToken ct)
    {
        if (http.Request.Formats(hasBody: false) is { } format)
            return FhirJson.Refused(format);
        var visibility = http.Visibility(ScopeAccess.Read, parser.Keys);
        if (visibility.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        var asOf = Instant(http.Request, parser);
        if (asOf.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var shape = Shape(type, http.Request);
        if (shape.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var found = asOf.Value is { } instant
            ? await reads.AsOf(type, id, instant, visibility.Value, ct)
            : await reads.Present(type, id, visibility.Value, ct);
        await journal.Record(Accesses.Of(http, "read", type, Named(type, id), found is { IsDeletion: false } ? [found.Stream] : []), ct);
        return Answer(found is { Body: { } body } ? found with { Body = shape.Value.Of(body, type) } : found, type, http.Request);
    }

    private static Answer<AsOf?> Instant(HttpRequest request, CriterionParser parser)
    {
        if (!request.Query.TryGetValue(AsOf.Parameter, out var value))
            return (AsOf?)null;
        var asOf = AsOf.Parse(value.ToString(), parser.Zone, parser.Clock);
        return asOf.IsRefused(out var refusal) ? refusal : (AsOf?)asOf.Value;
    }

    // R4 http.html#general-parameters: of reads, too.
    private static Answer<AnswerShape> Shape(string type, HttpRequest request)
    {
        if (request.Query.TryGetValue("_elements", out var elements))
            return AnswerShape.Elements(elements.ToString(), [type]);
        return request.Query.TryGetValue("_summary", out var summary) ? AnswerShape.Summary(summary.ToString()) : AnswerShape.Whole;
    }

    /// <summary>A Patient asked for by id is a person asked for, whatever came of it.</summary>
    internal static IReadOnlyList<string> Named(string type, string id) => type == "Patient" ? [id] : [];

    // What the reader may not see and what is not there get the same answer.
    internal static IResult Answer(VersionFound? found, string type, HttpRequest request) => found switch
    {
        null => FhirJson.Refused(new Refusal(RefusalKind.NotFound, $"No such {type} is here for you.", null, "not-found")),
        { Body: null } => FhirJson.Refused(new Refusal(RefusalKind.Gone, $"This {type} was deleted.", null, "deleted")),
        _ when IsUnchanged(found, request) => new NotModified(found),
        { Body: { } body } => new FoundResult(found, body),
    };

    private static bool IsUnchanged(VersionFound found, HttpRequest request)
    {
        if (request.Headers.IfNoneMatch.ToString() is { Length: > 0 } tag)
            return ETags.Match(tag)?.Holds(found.Version) == true;
        return request.Headers.IfModifiedSince.ToString() is { Length: > 0 } since
            && DateTimeOffset.TryParse(since, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            && found.LastUpdated < instant.AddSeconds(1);
    }

    private sealed record FoundResult(VersionFound Found, ReadOnlyMemory<byte> Body) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            WriteHeaders(httpContext.Response, Found);
            httpContext.Response.ContentType = FhirJson.ContentType;
            httpContext.Response.ContentLength = Body.Length;
            await httpContext.Response.Body.WriteAsync(Body, httpContext.RequestAborted);
        }
    }

    private sealed record NotModified(VersionFound Found) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            WriteHeaders(httpContext.Response, Found);
            httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
    }

    private static void WriteHeaders(HttpResponse response, VersionFound found)
    {
        response.Headers.ETag = ETags.Of(found.Version);
        response.Headers.LastModified = found.LastUpdated.ToUniversalTime().ToString("R", CultureInfo.InvariantCulture);
    }
}
