using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Phr.Mobile.Page;

/// <summary>
/// <c>GET /api/openapi.json</c>: what this API takes and answers, OpenAPI 3.1. Kept by hand; a test holds it to the routes.
/// </summary>
internal static class OpenApiDocument
{
    private static readonly byte[] Text = Load();

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/openapi.json", () => Results.Bytes(Text, "application/json"));

    private static byte[] Load()
    {
        using var stream = typeof(OpenApiDocument).Assembly.GetManifestResourceStream("openapi.json")
            ?? throw new InvalidOperationException("Phr.Mobile embeds no openapi.json.");
        var text = new byte[stream.Length];
        stream.ReadExactly(text);
        return text;
    }
}
