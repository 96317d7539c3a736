using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Phr.Planets.Access;
using Phr.Planets.Bulk.Export;
using Phr.Planets.Bulk.Files;
using Phr.Planets.Bulk.Jobs;
using Phr.Planets.Http;
using Phr.Planets.Operations;
using Phr.Planets.Record;
using Phr.Planets.Record.Writing;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Bulk.Import;

/// <summary>
/// <c>POST [base]/$import</c>: takes NDJSON into the record of its sender, under the ids that it has. The body is the lines themselves
/// (<c>application/fhir+ndjson</c>, also gzip), or a Parameters resource that names files of the import folder: <c>input</c> with parts
/// <c>type</c> and <c>url</c>, as the SMART Bulk Import draft has it.
/// </summary>
public static class StartImport
{
    /// <summary>Files that one import names.</summary>
    public const int InputsMax = 500;

    private static readonly string[] LineTypes = ["application/fhir+ndjson", "application/ndjson", "application/x-ndjson"];

    public static void Map(IEndpointRouteBuilder fhir) => fhir.MapPost("/$import", Handle).DisableRequestTimeout();

    private static async Task<IResult> Handle(HttpContext http, ImportStart start, CancellationToken ct)
    {
        if (http.Caller().Role is not (CallerRole.Hospital or CallerRole.Clinician or CallerRole.System or CallerRole.Service))
            return FhirJson.Refused(new Refusal(RefusalKind.Forbidden, "Only organisations import.", null, "forbidden"));
        var origin = RecordWriter.OriginOf(http.Caller());
        if (origin.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        if (http.Request.Preference("respond-async") is null)
            return FhirJson.Refused(
                new Refusal(RefusalKind.Invalid, "An import is asked for with 'Prefer: respond-async'.", "http.Prefer", "required"));
        return LineTypes.Contains(http.Request.ContentType?.Split(';')[0].Trim())
            ? await start.OfBody(http, ct)
            : await start.OfFiles(http, ct);
    }
}

/// <summary>From a request to a job.</summary>
public sealed class ImportStart(
    BulkJobs jobs, BulkFolder folder, BulkSignal signal, ImportInputs inputs, BulkOptions options, FhirEndpoint fhir, AccessJournal journal)
{
    /// <summary>Bytes of lines that are packed as one page.</summary>
    private const int PageBytes = 1 << 20;

    private static readonly Refusal Cancelled =
        new(RefusalKind.Conflict, "The import was cancelled while its lines came.", null, "conflict");

    public async Task<IResult> OfFiles(HttpContext http, CancellationToken ct)
    {
        var input = await OperationInput.Read(http.Request, ct);
        if (input.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        using var read = input.Value;
        var files = Files(input.Value);
        if (files.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var id = Guid.Parse(ResourceIds.Fresh());
        await Record(http, ct);
        return BulkStatus.Accepted(http, await jobs.Add(NewJob(id, http, "waiting"), files.Value, ct), signal, fhir);
    }

    /// <summary>Keeps the body, a page at a time, and leaves the rest to a worker.</summary>
    public async Task<IResult> OfBody(HttpContext http, CancellationToken ct)
    {
        var id = Guid.Parse(ResourceIds.Fresh());
        await Record(http, ct);
        var added = await jobs.Add(NewJob(id, http, "receiving"), [], ct);
        if (added.IsRefused(out _))
            return BulkStatus.Accepted(http, added, signal, fhir);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = options.ImportBytesMax;
        Answer<BulkFile>? kept = null;
        try
        {
            kept = await Keep(id, http.Request.Body, ct);
        }
        finally
        {
            // Also where the body broke off.
            if (kept is not { } whole || whole.IsRefused(out _))
                await jobs.Cancel(id, Requester.DigestOf(http.Caller()), CancellationToken.None);
        }
        if (kept.Value.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        return await jobs.Received(id, kept.Value.Value, ct)
            ? BulkStatus.Accepted(http, added, signal, fhir)
            : FhirJson.Refused(Cancelled);
    }

    // What it stores is in the log; that it was asked for, too, when that is nothing.
    private Task Record(HttpContext http, CancellationToken ct) =>
        journal.Record(Accesses.Of(http, "import", null, [], []) with { Outcome = "permitted" }, ct);

    private NewJob NewJob(Guid id, HttpContext http, string state)
    {
        var request = new ImportRequest($"{fhir.Url}$import", Requester.Of(http.Caller()));
        return new NewJob(
            id, BulkJob.Import, Requester.DigestOf(http.Caller()), folder.Seal(id, JsonSerializer.SerializeToUtf8Bytes(request)), state);
    }

    private async Task<Answer<BulkFile>> Keep(Guid job, Stream body, CancellationToken ct)
    {
        var file = new BulkFile(1, "input", ImportInputs.Body, 0, 0, 0);
        var page = new MemoryStream(PageBytes * 2);
        var bytes = 0L;
        await foreach (var line in LineReader.Lines(body, ct))
        {
            if (line is null)
                return new Refusal(
                    RefusalKind.TooLarge, $"Line {file.Lines + 1} has over {LineReader.LineBytesMax} bytes.", null, "too-long");
            if ((bytes += line.Length + 1) > options.ImportBytesMax)
                return ImportInputs.TooLarge(options.ImportBytesMax);
            page.Write(line);
            page.WriteByte((byte)'\n');
            file = file with { Lines = file.Lines + 1 };
            if (page.Length < PageBytes)
                continue;
            var put = await Put(job, file, page, ct);
            if (put.IsRefused(out _))
                return put;
            file = put.Value;
        }
        return page.Length > 0 ? await Put(job, file, page, ct) : file;
    }

    private async Task<Answer<BulkFile>> Put(Guid job, BulkFile file, MemoryStream page, CancellationToken ct)
    {
        if (!await jobs.Receives(job, ct))
            return Cancelled;
        var lines = BulkLines.Of(page.GetBuffer().AsSpan(0, (int)page.Length), file.Lines);
        var bytes = await folder.Append(job, file.Number, file.Bytes, lines, ct);
        page.SetLength(0);
        return file with { Bytes = bytes };
    }

    private Answer<IReadOnlyList<BulkFile>> Files(OperationInput input)
    {
        if (input.Unfit(["inputFormat", "inputSource"], "input") is { } unfit)
            return unfit;
        if (input.Find("inputFormat") is { } format && format.Text?.Contains("ndjson", StringComparison.Ordinal) != true)
            return format.Wrong("An import is of application/fhir+ndjson.");
        var named = input.Parameters.Where(parameter => parameter.Name == "input").ToList();
        if (named.Count is 0 or > StartImport.InputsMax)
        {
            return new Refusal(
                RefusalKind.Invalid, $"An import names 1 to {StartImport.InputsMax} files as 'input'.", "Parameters.parameter", "required");
        }
        var files = new List<BulkFile>();
        foreach (var parameter in named)
        {
            var url = parameter.Part("url");
            if (url is null)
                return parameter.Wrong("An input has a part 'url'.");
            var file = inputs.FileOf(url);
            if (file.IsRefused(out var refusal))
                return refusal with { Place = parameter.Place };
            files.Add(new BulkFile(files.Count + 1, "input", file.Value, 0, 0, 0));
        }
        return files;
    }
}
