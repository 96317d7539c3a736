using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Phr.Platform;

namespace Phr.Planets.Http;

/// <summary>What a request outside the FHIR API brings.</summary>
public static class JsonRequest
{
    /// <summary>Nesting of a request's own JSON; deeper is refused.</summary>
    private const int DepthMax = 16;

    private static readonly JsonDocumentOptions Bounded = new() { MaxDepth = DepthMax };

    /// <summary>The body as it was sent, whole. Refused: not JSON by its content type, or over the limit, which
    /// ends the reading.</summary>
    public static async Task<Answer<ReadOnlyMemory<byte>>> JsonBytes(this HttpRequest request, int bytesMax, CancellationToken ct)
    {
        if (request.ContentType?.Split(';')[0].Trim() is not ("application/json" or "text/json"))
            return new Refusal(RefusalKind.UnsupportedMediaType, "The body has to be application/json.");
        return await request.Body(bytesMax, ct) is { } bytes
            ? bytes
            : new Refusal(RefusalKind.TooLarge, $"The body may have {bytesMax} bytes.");
    }

    /// <summary>The body as a JSON object.</summary>
    public static async Task<Answer<JsonElement>> JsonObject(this HttpRequest request, int bytesMax, CancellationToken ct)
    {
        var bytes = await request.JsonBytes(bytesMax, ct);
        if (bytes.IsRefused(out var refusal))
            return refusal;
        try
        {
            using var document = SoundJson.Parse(bytes.Value, Bounded);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : new Refusal(RefusalKind.Invalid, "The body has to be a JSON object.", "");
        }
        catch (JsonException malformed)
        {
            return new Refusal(
                RefusalKind.Invalid, $"The body is not JSON: line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1}.",
                malformed.Path);
        }
    }
}
