using Microsoft.Playwright;

namespace Phr.Tests.Mobile;

/// <summary>Debian's Chromium on this machine, driven by Playwright; null where it is not installed.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser"];

    private const int TimeoutMs = 60_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (Places.FirstOrDefault(File.Exists) is not { } program)
            return;
        // A machine that runs other tests beside is slow at times.
        Assertions.SetDefaultExpectTimeout(TimeoutMs);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = program, Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
        });
    }

    /// <summary>A phone of 390 by 844 points, or narrower, in a person's language and colours.</summary>
    internal async Task<IPage> Open(string language = "ja", bool dark = false, int width = 390)
    {
        Skip.If(_browser is null, "Chromium is not installed; ./phr test installs it.");
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            Locale = language == "ja" ? "ja-JP" : "en-GB", TimezoneId = "Asia/Tokyo",
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new ViewportSize { Width = width, Height = 844 }, DeviceScaleFactor = 2, ReducedMotion = ReducedMotion.Reduce,
        });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(TimeoutMs);
        return page;
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
