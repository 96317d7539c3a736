using System.Text;
using Microsoft.AspNetCore.Http;

namespace Phr.Consent.Pages;

/// <summary>
/// A page as the browser gets it: no script, no content from elsewhere, not to be framed or kept. Made for a phone and for screen
/// readers.
/// </summary>
/// <param name="Title">Heading and title.</param>
public sealed record Page(Wording Title, Language Language, Html Content) : IResult
{
    public const string StyleSheet = "/sign-in.css";

    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>
    /// Where a form of this page may lead in the end. Browsers hold redirects after a form to form-action too (CSP level 3), so the app
    /// that the person goes back to has to be named.
    /// </summary>
    public string? LeadsTo { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'{Target()}; frame-ancestors 'none'; base-uri 'none'";
        response.Headers.CacheControl = "no-store";
        // Under no-referrer a browser sends its own forms with "Origin: null" (Fetch, "append a request Origin
        // header"), and OwnOrigin refuses them.
        response.Headers["Referrer-Policy"] = "same-origin";
        response.Headers.XContentTypeOptions = "nosniff";
        await response.WriteAsync(Markup().ToString(), Encoding.UTF8, httpContext.RequestAborted);
    }

    private Html Markup()
    {
        var title = Title.In(Language);
        return Html.Of(Language, $"""
            <!doctype html>
            <html lang="{(Language == Language.Ja ? "ja" : "en")}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{title}</title>
            <link rel="stylesheet" href="{StyleSheet}">
            </head>
            <body><main>
            <h1>{title}</h1>
            {Content}
            </main></body>
            </html>
            """);
    }

    // A custom scheme of a phone app has no origin; its scheme stands for it.
    private string Target() => Uri.TryCreate(LeadsTo, UriKind.Absolute, out var uri)
        ? " " + (uri.Scheme is "http" or "https" ? uri.GetLeftPart(UriPartial.Authority) : uri.Scheme + ":")
        : "";
}

/// <summary>Which of the two languages a person reads.</summary>
internal static class Reader
{
    /// <param name="locales">OpenID Connect ui_locales, where the app said it; it counts more than the browser's wish.</param>
    public static Language Language(HttpRequest request, string? locales = null)
    {
        var wishes = $"{locales?.Replace(' ', ',')},{request.Headers.AcceptLanguage}".Split(',', StringSplitOptions.RemoveEmptyEntries);
        foreach (var wish in wishes.Select(w => w.TrimStart()))
        {
            if (wish.StartsWith("ja", StringComparison.OrdinalIgnoreCase))
                return Consent.Language.Ja;
            if (wish.StartsWith("en", StringComparison.OrdinalIgnoreCase))
                return Consent.Language.En;
        }
        return Consent.Language.Ja;
    }
}
