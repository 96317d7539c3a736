using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Phr.Platform;

namespace Phr.Consent.Consents;

/// <summary>The body of a request as JSON whose texts are text. The endpoint bounds its bytes.</summary>
internal static class RequestJson
{
    /// <exception cref="JsonException">As <see cref="SoundJson.Parse"/>.</exception>
    public static async Task<JsonDocument> Sound(this HttpRequest request, JsonDocumentOptions options, CancellationToken ct)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, ct);
        return SoundJson.Parse(body.ToArray(), options);
    }
}
