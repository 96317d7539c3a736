using Microsoft.Playwright;

namespace Phr.Tests.Mobile;

/// <summary>Screenshots for people to look at, where <c>PHR_SCREENSHOTS</c> names a folder.</summary>
internal static class Pictures
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("PHR_SCREENSHOTS");

    public static async Task Take(IPage page, string name, string language, bool dark)
    {
        if (Folder is null)
            return;
        var file = Path.Combine(Folder, $"{name}-{language}-{(dark ? "dark" : "light")}");
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = file + ".png" });
        // The bar that stays at the foot would stand in the middle of a long picture.
        await page.AddStyleTagInert("nav.tabs { position: static } .filters { position: static !important }");
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = file + "-full.png", FullPage = true });
        await page.AddStyleTagInert("");
    }

    // The page's policy takes no inline style; a constructed style sheet is none.
    private static Task AddStyleTagInert(this IPage page, string style) => page.EvaluateAsync(
        "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet]; }", style);
}
