using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Phr.Planets.Bulk.Export;
using Phr.Planets.Bulk.Files;
using Phr.Planets.Http;

namespace Phr.Planets.Bulk.Jobs;

/// <summary>What a job that is done has to say. SMART Bulk Data Access 2.0, "Response - Complete Status".</summary>
public sealed class Manifests(BulkFolder folder, FhirEndpoint fhir)
{
    public byte[] Of(BulkJob job) => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["transactionTime"] = job.TransactionTime.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        ["request"] = JsonSerializer.Deserialize<ExportRequest>(folder.Open(job.Id, job.Request.Span))!.Url,
        ["requiresAccessToken"] = true,
        ["output"] = Files(job, "output"),
        ["deleted"] = Files(job, "deleted"),
        ["error"] = Files(job, "error"),
    });

    private JsonArray Files(BulkJob job, string kind) =>
        new([.. job.Files.Where(file => file.Kind == kind && file.Lines > 0).Select(file => new JsonObject
    {
        ["type"] = file.Type, ["url"] = $"{fhir.Url}$bulk/{job.Id}/{file.Number}.ndjson", ["count"] = file.Lines,
    })]);
}
