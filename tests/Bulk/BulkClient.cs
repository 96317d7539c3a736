using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Phr.Tests.Record;

namespace Phr.Tests.Bulk;

/// <summary>A client of exports and imports that waits.</summary>
internal static class BulkClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Kicks an export off; it has to be accepted. Gives the address of its status.</summary>
    public static async Task<string> KickOff(
        this HttpClient http, string path, JsonObject? parameters = null, string prefer = "respond-async")
    {
        var (status, answer, response) = await http.Send(
            parameters is null ? HttpMethod.Get : HttpMethod.Post, path, parameters, ("Prefer", prefer),
            ("Accept", "application/fhir+json"));
        Assert.True(status == HttpStatusCode.Accepted, $"{(int)status} {answer.ToJsonString()}");
        return response.Content.Headers.ContentLocation!.ToString();
    }

    /// <summary>The manifest, once the job is done.</summary>
    public static async Task<JsonObject> Manifest(this HttpClient http, string status)
    {
        for (var until = DateTime.UtcNow + Patience; DateTime.UtcNow < until; await Task.Delay(20))
        {
            var (code, manifest, response) = await http.Send(HttpMethod.Get, status);
            if (code == HttpStatusCode.OK)
                return manifest;
            Assert.True(code == HttpStatusCode.Accepted, $"{(int)code} {manifest.ToJsonString()}");
            Assert.NotEmpty(response.Headers.GetValues("X-Progress"));
            Assert.NotNull(response.Headers.RetryAfter);
        }
        throw new TimeoutException("The job is not done.");
    }

    public static async Task<JsonObject> Export(
        this HttpClient http, string path, JsonObject? parameters = null, string prefer = "respond-async") =>
        await http.Manifest(await http.KickOff(path, parameters, prefer));

    /// <summary>All lines of the files of a kind.</summary>
    public static async Task<IReadOnlyList<JsonObject>> Lines(this HttpClient http, JsonObject manifest, string kind = "output")
    {
        var lines = new List<JsonObject>();
        foreach (var file in manifest[kind]!.AsArray())
        {
            var text = await http.GetStringAsync(file!["url"]!.GetValue<string>());
            var own = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
            Assert.Equal(file["count"]!.GetValue<long>(), own.Count);
            Assert.All(own, line => Assert.Equal(file["type"]!.GetValue<string>(), line["resourceType"]!.GetValue<string>()));
            lines.AddRange(own);
        }
        return lines;
    }

    public static IReadOnlyList<string> Ids(IEnumerable<JsonObject> lines) => [.. lines.Select(line => line["id"]!.GetValue<string>())];

    public static StringContent Ndjson(IEnumerable<JsonObject> lines) =>
        new(string.Join('\n', lines.Select(line => line.ToJsonString())), Encoding.UTF8, "application/fhir+ndjson");
}
