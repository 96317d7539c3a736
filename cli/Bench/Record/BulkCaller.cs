using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Phr.Cli.Bench.Record;

/// <summary>A client of <c>$import</c> and <c>$export</c> that waits for the job, and looks at the server's memory meanwhile.</summary>
internal sealed class BulkCaller : IDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(25);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(10) };
    private readonly string _fhir;
    private readonly Func<long> _residentBytes;

    public BulkCaller(Uri fhir, string token, Func<long> residentBytes)
    {
        _fhir = fhir.AbsoluteUri.TrimEnd('/') + "/";
        _residentBytes = residentBytes;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _http.DefaultRequestHeaders.Add("Prefer", "respond-async");
    }

    /// <summary>The most memory that was seen since it was set back.</summary>
    public long PeakBytes { get; private set; }

    /// <summary>How long it took to fetch the files of the last export: consent is asked again at that moment.</summary>
    public TimeSpan FetchTime { get; private set; }

    public void ForgetPeak() => PeakBytes = _residentBytes();

    /// <summary>Takes lines in.</summary>
    /// <returns>How many became resources.</returns>
    public async Task<long> Import(byte[] lines, CancellationToken ct)
    {
        using var content = new ByteArrayContent(lines) { Headers = { ContentType = new MediaTypeHeaderValue("application/fhir+ndjson") } };
        using var accepted = await _http.PostAsync(_fhir + "$import", content, ct);
        var manifest = await Manifest(accepted, ct);
        var counts = manifest["extension"]!.AsObject().Single().Value!;
        return counts["stored"]!.GetValue<long>();
    }

    /// <summary>Gives all resources of some types out and fetches every file.</summary>
    /// <returns>Resources, and bytes of the files unpacked.</returns>
    public async Task<(long Resources, long Bytes)> Export(string types, CancellationToken ct)
    {
        using var accepted = await _http.GetAsync($"{_fhir}$export?_type={types}", ct);
        var manifest = await Manifest(accepted, ct);
        var (resources, bytes, clock) = (0L, 0L, Stopwatch.StartNew());
        foreach (var file in manifest["output"]!.AsArray())
        {
            resources += file!["count"]!.GetValue<long>();
            await using var lines = await _http.GetStreamAsync(file["url"]!.GetValue<string>(), ct);
            var part = new byte[1 << 16];
            for (int read; (read = await lines.ReadAsync(part, ct)) > 0; bytes += read)
                PeakBytes = Math.Max(PeakBytes, _residentBytes());
        }
        FetchTime = clock.Elapsed;
        return (resources, bytes);
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonObject> Manifest(HttpResponseMessage accepted, CancellationToken ct)
    {
        await Check(accepted, HttpStatusCode.Accepted, ct);
        var status = accepted.Content.Headers.ContentLocation!.ToString();
        while (true)
        {
            using var answer = await _http.GetAsync(status, ct);
            PeakBytes = Math.Max(PeakBytes, _residentBytes());
            if (answer.StatusCode != HttpStatusCode.Accepted)
            {
                await Check(answer, HttpStatusCode.OK, ct);
                return JsonNode.Parse(await answer.Content.ReadAsStringAsync(ct))!.AsObject();
            }
            await Task.Delay(LookAgain, ct);
        }
    }

    private static async Task Check(HttpResponseMessage answer, HttpStatusCode expected, CancellationToken ct)
    {
        if (answer.StatusCode != expected)
            throw new CommandException($"the bench was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(ct)}");
    }
}
