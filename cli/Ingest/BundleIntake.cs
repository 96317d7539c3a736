using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Phr.Planets.Intake.Offers;

namespace Phr.Cli.Ingest;

/// <summary>FHIR documents on their way to <c>POST /intake/bundles</c>: a Bundle goes as it is, resources go in
/// Bundles made for them.</summary>
internal sealed class BundleIntake(Delivery delivery, Uri address, IngestTotal total)
{
    /// <summary>Resources of a Bundle that is made of lines.</summary>
    private const int LinesOfBundle = 500;

    private static readonly byte[] Head = """{"resourceType":"Bundle","type":"collection","entry":["""u8.ToArray();

    public Task SendBundle(SourceDocument document, CancellationToken ct) => Send(
        document.Where, () => new StreamContent(File.OpenRead(document.Path)), ct);

    public async Task SendResource(SourceDocument document, CancellationToken ct)
    {
        var bundle = Wrap([await File.ReadAllBytesAsync(document.Path, ct)]);
        await Send(document.Where, () => new ByteArrayContent(bundle), ct);
    }

    public async Task SendLines(SourceDocument document, CancellationToken ct)
    {
        var (waiting, first, number) = (new List<byte[]>(LinesOfBundle), 1, 0);
        await foreach (var line in File.ReadLinesAsync(document.Path, ct))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            if (waiting.Count == 0)
                first = number;
            if (Fault(line) is { } fault)
            {
                total.Refuse($"{document.Where}:{number}", "unknown", fault);
                continue;
            }
            waiting.Add(Encoding.UTF8.GetBytes(line));
            if (waiting.Count == LinesOfBundle)
                await Take();
        }
        if (waiting.Count > 0)
            await Take();

        async Task Take()
        {
            var bundle = Wrap(waiting);
            waiting.Clear();
            await Send($"{document.Where}:{first}", () => new ByteArrayContent(bundle), ct);
        }
    }

    // One line that is no JSON must not take its neighbours along.
    private static string? Fault(string line)
    {
        try
        {
            using var parsed = JsonDocument.Parse(line);
            return parsed.RootElement.ValueKind == JsonValueKind.Object ? null : "The line is no JSON object.";
        }
        catch (JsonException malformed)
        {
            return $"The line is not JSON from byte {malformed.BytePositionInLine + 1} on.";
        }
    }

    private static byte[] Wrap(IReadOnlyList<byte[]> resources)
    {
        using var bundle = new MemoryStream(Head.Length + resources.Sum(resource => resource.Length + 16));
        bundle.Write(Head);
        for (var i = 0; i < resources.Count; i++)
        {
            bundle.Write(i == 0 ? """{"resource":"""u8 : """,{"resource":"""u8);
            bundle.Write(WithoutMark(resources[i]));
            bundle.Write("}"u8);
        }
        bundle.Write("]}"u8);
        return bundle.ToArray();
    }

    private static ReadOnlySpan<byte> WithoutMark(byte[] text) =>
        text.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? text.AsSpan(Encoding.UTF8.Preamble.Length) : text;

    private async Task Send(string where, Func<HttpContent> content, CancellationToken ct)
    {
        using var answer = await delivery.Send(() => Request(content()), ct);
        if (answer.IsSuccessStatusCode)
            total.Add(where, (await answer.Content.ReadFromJsonAsync<IngestReport>(ct))!);
        else
            total.Refuse(where, "Bundle", await Delivery.Reason(answer, ct));
    }

    private HttpRequestMessage Request(HttpContent content)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue("application/fhir+json");
        return new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
    }
}
