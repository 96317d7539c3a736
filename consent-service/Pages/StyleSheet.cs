using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Phr.Consent.Pages;

/// <summary><c>/sign-in.css</c>: the one style sheet of all pages, the provider's own included.</summary>
internal static class StyleSheet
{
    private static readonly byte[] Text = Load();

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(Page.StyleSheet, (HttpResponse response) =>
    {
        response.Headers.CacheControl = "public, max-age=3600";
        return Results.Bytes(Text, "text/css; charset=utf-8");
    });

    private static byte[] Load()
    {
        using var stream = typeof(StyleSheet).Assembly.GetManifestResourceStream("Pages/sign-in.css")
            ?? throw new InvalidOperationException("Phr.Consent embeds no Pages/sign-in.css.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
