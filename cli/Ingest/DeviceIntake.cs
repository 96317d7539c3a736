using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Phr.Planets.Intake.Devices;
using Phr.Planets.Intake.Offers;
using Phr.Planets.Series.Uploads;

namespace Phr.Cli.Ingest;

/// <summary>
/// Exports of devices on their way to <c>POST /people/me/readings</c>, as the phone sends them. A file that tells
/// several people apart gives each a connection of their own in the record of the one who sends it.
/// </summary>
/// <param name="zone">IANA zone of times that tell no offset.</param>
internal sealed class DeviceIntake(Delivery delivery, Uri address, IngestTotal total, RawIntake raw, string zone)
{
    // An answer that was given once is given again to the same key: a further run has keys of its own, so that it hears what it stored.
    private readonly string _run = Path.GetRandomFileName();
    private int _batches;

    public async Task Send(SourceDocument document, DeviceFormat format, CancellationToken ct)
    {
        var file = new DeviceFile(document.Where, () => File.OpenRead(document.Path));
        var kept = new List<DeviceEntry.Kept>();
        var entries = Sorted(format.Read(file, DevicePolicy.Default), document.Where, format.Name, kept);
        var stem = Path.GetFileNameWithoutExtension(document.Where);
        foreach (var batch in DeviceBatches.Of(entries, Connection(stem), zone))
        {
            var own = batch.Person is null ? batch.Batch : batch.Batch with { Connection = Connection($"{batch.Batch.Connection}:{batch.Person}") };
            await Send(document.Where, batch with { Batch = own }, ct);
        }
        if (kept.Count > 0)
            await raw.Keep(document.Where, format.Name, kept, ct);
    }

    // Readings go on; what is refused is counted, what is kept is set aside.
    private IEnumerable<DeviceEntry> Sorted(IEnumerable<DeviceEntry> entries, string where, string type, List<DeviceEntry.Kept> kept)
    {
        foreach (var entry in entries)
        {
            switch (entry)
            {
                case DeviceEntry.Readings readings:
                    yield return readings;
                    break;
                case DeviceEntry.Refused refused:
                    var count = new IngestCount(refused.Count, 0, 0, 0, refused.Count);
                    total.Add(where, type, count, new IngestRefusal(refused.Place, refused.Reason.En));
                    break;
                case DeviceEntry.Kept one:
                    kept.Add(one);
                    break;
            }
        }
    }

    private async Task Send(string where, DeviceBatch batch, CancellationToken ct)
    {
        var body = BatchWriter.Write(batch.Batch);
        var key = $"{_run}-{Interlocked.Increment(ref _batches)}";
        using var answer = await delivery.Send(() => Request(body, key), ct);
        if (!answer.IsSuccessStatusCode)
        {
            var why = await Delivery.Reason(answer, ct);
            var values = batch.Batch.Entries.OfType<UploadEntry.Item>().Sum(item => item.Components is null ? item.Samples.Count : 1);
            total.Add(where, "reading", new IngestCount(values, 0, 0, 0, values), new IngestRefusal(batch.Places[0], why));
            return;
        }
        var results = (await answer.Content.ReadFromJsonAsync<JsonObject>(ct))!["results"]!.AsArray();
        foreach (var result in results.OfType<JsonObject>())
            Count(where, batch, result);
    }

    private void Count(string where, DeviceBatch batch, JsonObject result)
    {
        var index = (int)result["index"]!;
        var samples = result["samples"]!;
        var (sent, stored, refused) = ((int)samples["in"]!, (int)samples["stored"]!, (int)samples["refused"]!);
        var metric = (batch.Batch.Entries[index] as UploadEntry.Item)?.Metric ?? "reading";
        var why = refused == 0 ? "" : (string?)result["remarks"]?[0]?["en"] ?? "The server refused it.";
        var count = new IngestCount(sent, stored, sent - stored - refused, 0, refused);
        total.Add(where, metric, count, new IngestRefusal(batch.Places[index], why));
    }

    private HttpRequestMessage Request(ReadOnlyMemory<byte> body, string key)
    {
        var content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        return new HttpRequestMessage(HttpMethod.Post, address) { Content = content, Headers = { { "Idempotency-Key", key } } };
    }

    private static string Connection(string name)
    {
        var fit = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '-' ? c : '-'));
        return fit.Length <= Batch.ConnectionLengthMax ? fit : fit[^Batch.ConnectionLengthMax..];
    }
}
