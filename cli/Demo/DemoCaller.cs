using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Phr.Cli.Ingest;

namespace Phr.Cli.Demo;

/// <summary>One of the demonstration's people or systems, over HTTP, with the token that they got by the real way in.</summary>
/// <param name="who">For example <c>hospital:a</c>.</param>
internal sealed class DemoCaller(string who, string token, HttpClient http)
{
    private readonly Delivery _delivery = new(http, token);

    public Task<JsonObject> Get(string address, CancellationToken ct) => Json(new Ask(HttpMethod.Get, address), ct);

    public Task<JsonObject> Post(string address, JsonNode body, CancellationToken ct) => Json(new Ask(HttpMethod.Post, address, Body(body)), ct);

    public Task<JsonObject> Put(string address, JsonNode body, CancellationToken ct) => Json(new Ask(HttpMethod.Put, address, Body(body)), ct);

    public Task<JsonObject> Post(string address, byte[] body, string mediaType, CancellationToken ct) =>
        Json(new Ask(HttpMethod.Post, address, new Content(body, mediaType)), ct);

    /// <param name="key">Of this upload: repeated, it is not stored twice.</param>
    public Task<JsonObject> Upload(string address, byte[] batch, string key, CancellationToken ct) =>
        Json(new Ask(HttpMethod.Post, address, new Content(batch, "application/json"), key), ct);

    public async Task Delete(string address, CancellationToken ct) => await Text(new Ask(HttpMethod.Delete, address), ct);

    /// <returns>The body of the answer.</returns>
    /// <exception cref="CommandException">The answer was no success; the text says what it was.</exception>
    public Task<string> Text(string address, CancellationToken ct) => Text(new Ask(HttpMethod.Get, address), ct);

    private static Content Body(JsonNode body) => new(Encoding.UTF8.GetBytes(body.ToJsonString()), "application/json");

    private async Task<JsonObject> Json(Ask ask, CancellationToken ct) =>
        JsonNode.Parse(await Text(ask, ct)) as JsonObject
        ?? throw new CommandException($"{who}: {ask.Method} {new Uri(ask.Address).AbsolutePath} did not answer with a JSON object.");

    private async Task<string> Text(Ask ask, CancellationToken ct)
    {
        using var answer = await _delivery.Send(() => Request(ask), ct);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync(ct) : throw new CommandException(
            $"{who}: {ask.Method} {new Uri(ask.Address).AbsolutePath} was answered {(int)answer.StatusCode}: {await Delivery.Reason(answer, ct)}");
    }

    private static HttpRequestMessage Request(Ask ask)
    {
        var request = new HttpRequestMessage(ask.Method, ask.Address);
        if (ask.IdempotencyKey is { } key)
            request.Headers.Add("Idempotency-Key", key);
        if (ask.Body is { } body)
            request.Content = new ByteArrayContent(body.Bytes) { Headers = { ContentType = new MediaTypeHeaderValue(body.MediaType) } };
        return request;
    }

    private sealed record Content(byte[] Bytes, string MediaType);

    private sealed record Ask(HttpMethod Method, string Address, Content? Body = null, string? IdempotencyKey = null);
}
