using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Planets.Access;
using Phr.Planets.Bulk.Export;
using Phr.Planets.Bulk.Files;
using Phr.Planets.Http;
using Phr.Planets.Search;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Bulk.Jobs;

/// <summary>
/// <c>[base]/$bulk/[job]</c>: how an export or import stands, its manifest when it is done, its end; and
/// <c>[base]/$bulk/[job]/[number].ndjson</c> its files. To anybody but its requester there is no such job. SMART Bulk Data Access 2.0,
/// "Bulk Data Status Request", "Delete", "Output File".
/// </summary>
public static class BulkStatus
{
    private const string LinesType = "application/fhir+ndjson";
    private const int RetrySeconds = 2;
    private const int ThrottledSeconds = 60;

    private static readonly Refusal NoJob = new(RefusalKind.NotFound, "You have no such export or import.", null, "not-found");

    private static readonly Refusal Failed = new(
        RefusalKind.Unavailable, "The platform failed at this; the operator's log has the cause. Ask for it again.", null, "exception");

    private static readonly Refusal Erased = new(
        RefusalKind.Gone, "Something that this export holds was erased since it was asked for. Its files are given out no more. "
            + "Ask for the export again.");

    public static void Map(IEndpointRouteBuilder fhir)
    {
        fhir.MapGet("/$bulk/{id:guid}", Get);
        fhir.MapDelete("/$bulk/{id:guid}", Delete);
        foreach (var ending in (string[])["ndjson", "csv"])
        {
            fhir.MapGet($"/$bulk/{{id:guid}}/{{number:int}}.{ending}", (
                Guid id, int number, HttpContext http, BulkFileParts parts, CancellationToken ct) =>
                GetFile(id, number, http, parts, ct)).DisableRequestTimeout();
        }
    }

    /// <summary>The answer to a kick-off.</summary>
    public static IResult Accepted(HttpContext http, Answer<Guid> added, BulkSignal signal, FhirEndpoint fhir)
    {
        if (added.IsRefused(out var refusal))
        {
            http.Response.Headers.RetryAfter = ThrottledSeconds.ToString(CultureInfo.InvariantCulture);
            return FhirJson.Refused(refusal);
        }
        signal.Send();
        http.Response.Headers.ContentLocation = $"{fhir.Url}$bulk/{added.Value}";
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> Get(Guid id, HttpContext http, BulkJobs jobs, Manifests manifests, CancellationToken ct)
    {
        if (await jobs.Find(id, Requester.DigestOf(http.Caller()), ct) is not { } job)
            return FhirJson.Refused(NoJob);
        switch (job.State)
        {
            case "done":
                http.Response.Headers.Expires = job.Expires!.Value.ToUniversalTime().ToString("R", CultureInfo.InvariantCulture);
                return Results.Bytes(manifests.Of(job), "application/json");
            case "failed":
                return FhirJson.Refused(Failed);
            case "erased":
                return FhirJson.Refused(Erased);
            default:
                var lines = job.Files.Where(file => file.Kind is "output" or "error").Sum(file => file.Lines);
                http.Response.Headers["X-Progress"] = $"{job.State}, {lines.ToString(CultureInfo.InvariantCulture)} lines so far";
                http.Response.Headers.RetryAfter = RetrySeconds.ToString(CultureInfo.InvariantCulture);
                return Results.StatusCode(StatusCodes.Status202Accepted);
        }
    }

    private static async Task<IResult> Delete(Guid id, HttpContext http, BulkJobs jobs, CancellationToken ct) =>
        await jobs.Cancel(id, Requester.DigestOf(http.Caller()), ct)
            ? Results.StatusCode(StatusCodes.Status202Accepted)
            : FhirJson.Refused(NoJob);

    private static async Task<IResult> GetFile(
        Guid id, int number, HttpContext http, BulkFileParts parts, CancellationToken ct)
    {
        var (jobs, folder, journal) = (parts.Jobs, parts.Folder, parts.Journal);
        var visibility = http.Visibility(ScopeAccess.Read, parts.Keys);
        if (visibility.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        var job = await jobs.Find(id, Requester.DigestOf(http.Caller()), ct);
        if (job is { State: "erased" })
            return FhirJson.Refused(Erased);
        if (job is not { State: "done" } || job.Files.FirstOrDefault(file => file.Number == number && file.Kind != "input") is not { } found
            || !folder.Has(id, number, found.Bytes))
        {
            return FhirJson.Refused(NoJob with { Reason = "You have no such file." });
        }
        // Whose entries it holds was recorded when it was written; now they go out.
        await journal.Record(Accesses.Of(http, "export-file", null, [], []) with { Outcome = "permitted" }, ct);
        var takesPacked = http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        // The manifest gives each address the ending of what the file is; what was asked for stays sealed.
        var isCsv = found.Kind == "output" && http.Request.Path.Value!.EndsWith(".csv", StringComparison.Ordinal);
        http.Response.ContentType = isCsv ? "text/csv; charset=utf-8; header=present" : LinesType;
        if (takesPacked)
            http.Response.Headers.ContentEncoding = "gzip";
        await foreach (var (page, _) in folder.Read(id, number, 0, found.Bytes, ct))
        {
            // What an import has to say is about what its caller sent.
            var given = job.Kind == BulkJob.Export ? await parts.Lines.Of(page, visibility.Value, ct) : page;
            await http.Response.Body.WriteAsync(takesPacked ? given.Packed : given.Unpack(), ct);
        }
        return Results.Empty;
    }
}

/// <summary>What files of jobs are given with.</summary>
public sealed record BulkFileParts(BulkJobs Jobs, BulkFolder Folder, PermittedLines Lines, TokenKeys Keys, AccessJournal Journal);
