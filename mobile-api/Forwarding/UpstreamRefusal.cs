using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Phr.Platform;

namespace Phr.Mobile.Forwarding;

/// <summary>
/// A refusal of another service in this one's terms: problem+json (RFC 9457), or FHIR's OperationOutcome, of which the first issue
/// counts.
/// </summary>
internal static class UpstreamRefusal
{
    /// <summary>Bytes of an error that are read; a transaction's outcome may be long, its first issue stands at the front.</summary>
    public const int BytesMax = 256 * 1024;

    /// <param name="response">Status 400 to 499.</param>
    public static async Task<Refusal> Read(HttpResponseMessage response, CancellationToken ct)
    {
        var kind = Kind(response.StatusCode);
        var body = await Body(response.Content, ct);
        if (body?["issue"] is JsonArray and [JsonObject issue, ..])
            return new Refusal(kind, Reason(issue), Text((issue["expression"] as JsonArray)?.FirstOrDefault()), Text(issue["code"]));
        return new Refusal(kind, Text(body?["title"]) ?? "The request was refused.", Text(body?["place"]), Text(body?["code"]));
    }

    private static async Task<JsonObject?> Body(HttpContent content, CancellationToken ct)
    {
        try
        {
            await content.LoadIntoBufferAsync(BytesMax, ct);
            await using var stream = await content.ReadAsStreamAsync(ct);
            return await JsonNode.ParseAsync(stream, cancellationToken: ct) as JsonObject;
        }
        catch (Exception unreadable) when (unreadable is JsonException or HttpRequestException or IOException)
        {
            return null;
        }
    }

    private static string Reason(JsonObject issue) =>
        Text(issue["diagnostics"]) ?? Text(issue["details"]?["text"]) ?? "The request was refused.";

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static RefusalKind Kind(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => RefusalKind.Unauthenticated,
        HttpStatusCode.Forbidden => RefusalKind.Forbidden,
        HttpStatusCode.NotFound => RefusalKind.NotFound,
        HttpStatusCode.NotAcceptable => RefusalKind.NotAcceptable,
        HttpStatusCode.Conflict => RefusalKind.Conflict,
        HttpStatusCode.Gone => RefusalKind.Gone,
        HttpStatusCode.PreconditionFailed => RefusalKind.PreconditionFailed,
        HttpStatusCode.RequestEntityTooLarge => RefusalKind.TooLarge,
        HttpStatusCode.UnsupportedMediaType => RefusalKind.UnsupportedMediaType,
        HttpStatusCode.UnprocessableEntity => RefusalKind.Unprocessable,
        HttpStatusCode.TooManyRequests => RefusalKind.TooMany,
        _ => RefusalKind.Invalid,
    };
}
