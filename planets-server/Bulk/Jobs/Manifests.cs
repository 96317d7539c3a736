using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Phr.Fhir.Views;
using Phr.Planets.Bulk.Export;
using Phr.Planets.Bulk.Files;
using Phr.Planets.Bulk.Import;
using Phr.Planets.Http;

namespace Phr.Planets.Bulk.Jobs;

/// <summary>What a job that is done has to say. SMART Bulk Data Access 2.0, "Response - Complete Status".</summary>
public sealed class Manifests(BulkFolder folder, FhirEndpoint fhir)
{
    /// <summary>Extension of an import's manifest: how many lines became resources, further versions, were known or refused.</summary>
    public const string ImportCounts = "https://phr.example/fhir/bulk-import-counts";

    public byte[] Of(BulkJob job)
    {
        var request = folder.Open(job.Id, job.Request.Span);
        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["transactionTime"] = job.TransactionTime.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["request"] = JsonNode.Parse(request)![nameof(ExportRequest.Url)]!.DeepClone(),
            ["requiresAccessToken"] = true,
            ["output"] = Files(job, "output", IsCsv(job, request) ? "csv" : "ndjson"),
            ["deleted"] = Files(job, "deleted", "ndjson"),
            ["error"] = Files(job, "error", "ndjson"),
            ["extension"] = job.Kind == BulkJob.Import ? new JsonObject { [ImportCounts] = Counts(job) } : new JsonObject(),
        });
    }

    private static JsonObject Counts(BulkJob job)
    {
        var progress = JsonSerializer.Deserialize<ImportProgress>(job.Progress)!;
        return new JsonObject
        {
            ["stored"] = progress.Stored, ["updated"] = progress.Updated, ["known"] = progress.Known, ["refused"] = progress.Refused,
        };
    }

    // Resources are NDJSON, rows what was asked for.
    private static bool IsCsv(BulkJob job, byte[] request) => job.Kind == BulkJob.Export
        && JsonSerializer.Deserialize<ExportRequest>(request) is { Views: [{ Format: ViewFormat.Csv }, ..] };

    private JsonArray Files(BulkJob job, string kind, string ending) =>
        new([.. job.Files.Where(file => file.Kind == kind && file.Lines > 0).Select(file => new JsonObject
        {
            ["type"] = file.Type, ["url"] = $"{fhir.Url}$bulk/{job.Id}/{file.Number}.{ending}", ["count"] = file.Lines,
        })]);
}
