using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Phr.Cli.Bench;

/// <summary>A standard client of the FHIR base with one token. What is not answered with success ends the bench.</summary>
internal sealed class FhirCaller : IDisposable
{
    private static readonly MediaTypeHeaderValue FhirJson = new("application/fhir+json");

    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 128 });
    private readonly string _fhir;

    public FhirCaller(Uri fhir, string token)
    {
        _fhir = fhir.AbsoluteUri.TrimEnd('/') + "/";
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _http.DefaultRequestHeaders.Accept.ParseAdd("application/fhir+json");
    }

    public async Task<byte[]> Get(string path, CancellationToken ct)
    {
        using var answer = await _http.GetAsync(Address(path), ct);
        return await Body(answer, ct);
    }

    public async Task<JsonObject> Json(string path, CancellationToken ct) => JsonNode.Parse(await Get(path, ct))!.AsObject();

    /// <returns>Id of what was made; empty for a Bundle.</returns>
    public async Task<string> Post(string path, byte[] body, CancellationToken ct)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = FhirJson } };
        using var answer = await _http.PostAsync(Address(path), content, ct);
        await Body(answer, ct);
        // [base]/[type]/[id]/_history/[version]
        return answer.Headers.Location is { } made ? made.Segments[^3].TrimEnd('/') : "";
    }

    /// <returns>Ids of what the entries of the Bundle are stored as.</returns>
    public async Task<IReadOnlyList<string>> PostBundle(byte[] bundle, CancellationToken ct)
    {
        using var content = new ByteArrayContent(bundle) { Headers = { ContentType = FhirJson } };
        using var answer = await _http.PostAsync(Address(""), content, ct);
        var entries = JsonNode.Parse(await Body(answer, ct))!["entry"]!.AsArray();
        // [type]/[id]/_history/[version], behind a base or not
        return [.. entries.Select(entry => entry!["response"]!["location"]!.GetValue<string>().Split('/')[^3])];
    }

    public Task<string> Create(JsonObject resource, CancellationToken ct) =>
        Post(resource["resourceType"]!.GetValue<string>(), LoadResources.Utf8(resource), ct);

    public void Dispose() => _http.Dispose();

    private string Address(string path) => path.StartsWith("http", StringComparison.Ordinal) ? path : _fhir + path;

    private static async Task<byte[]> Body(HttpResponseMessage answer, CancellationToken ct)
    {
        var body = await answer.Content.ReadAsByteArrayAsync(ct);
        return answer.IsSuccessStatusCode
            ? body
            : throw new CommandException($"the bench was answered {(int)answer.StatusCode}: {System.Text.Encoding.UTF8.GetString(body)[..Math.Min(400, body.Length)]}");
    }
}
