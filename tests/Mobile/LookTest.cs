namespace Phr.Tests.Mobile;

/// <summary>Every screen in both languages, both colour schemes and on a narrow phone: legible, named, and inside the page.</summary>
[Collection("mobile")]
public sealed class LookTest(Chromium chromium, MobileHost mobile) : IClassFixture<Chromium>, IClassFixture<MobileHost>
{
    private static readonly string[] Screens = ["risk", "timeline", "sharing"];

    [SkippableTheory]
    [InlineData("ja", false, 390)]
    [InlineData("ja", true, 390)]
    [InlineData("en", false, 390)]
    [InlineData("en", true, 390)]
    [InlineData("ja", false, 360)]
    [InlineData("en", false, 320)]
    [InlineData("ja", false, 1280)]
    public async Task Every_screen_is_legible_named_and_no_wider_than_the_phone(string language, bool dark, int width)
    {
        mobile.Platform.Record.Consents.Clear();
        await using var phone = await PhonePage.SignedIn(chromium, mobile, language, dark, switchedOn: true, width);
        using var http = mobile.Phone();
        var refused = await http.PostAsync("consents/refusals",
            new StringContent("""{"organisation":"hospital-b","label":"PSY"}""", null, "application/json"));
        refused.EnsureSuccessStatusCode();
        foreach (var screen in Screens)
        {
            await phone.Go(screen);
            await phone.Page.WaitForLoadStateAsync(Microsoft.Playwright.LoadState.NetworkIdle);
            foreach (var changes in await phone.Page.Locator(".changes > summary").AllAsync())
                await changes.ClickAsync();
            Assert.Empty(await Audit.Faults(phone.Page));
            if (width is 390)
                await Pictures.Take(phone.Page, screen, language, dark);
        }
    }

    [SkippableFact]
    public async Task Sheets_are_legible_and_named_too()
    {
        await using var phone = await PhonePage.SignedIn(chromium, mobile, width: 360);
        await phone.Go("timeline");
        await phone.Page.Locator(".act").ClickAsync();
        Assert.Empty(await Audit.Faults(phone.Page));
        await Pictures.Take(phone.Page, "reading", "ja", dark: false);
        await phone.Page.Keyboard.PressAsync("Escape");
        await phone.Page.Locator(".item").First.ClickAsync();
        await phone.Page.Locator(".raw").WaitForAsync();
        Assert.Empty(await Audit.Faults(phone.Page));
        await Pictures.Take(phone.Page, "entry", "ja", dark: false);
        await phone.Page.Keyboard.PressAsync("Escape");
        await phone.Go("sharing");
        await phone.Page.Locator("#refusals ~ .wide").ClickAsync();
        Assert.Empty(await Audit.Faults(phone.Page));
        await Pictures.Take(phone.Page, "refusal", "ja", dark: false);
    }

    [SkippableFact]
    public async Task The_language_changes_at_once_and_is_kept()
    {
        await using var phone = await PhonePage.SignedIn(chromium, mobile);

        await phone.Page.Locator(".language").ClickAsync();
        await Microsoft.Playwright.Assertions.Expect(phone.Screen("risk")).ToHaveTextAsync("What may lie ahead");
        await phone.Page.ReloadAsync();

        await Microsoft.Playwright.Assertions.Expect(phone.Screen("risk")).ToHaveTextAsync("What may lie ahead");
        Assert.Equal("en", await phone.Page.GetAttributeAsync("html", "lang"));
    }

    [SkippableFact]
    public async Task The_browser_asks_the_platform_alone_and_no_address_tells_of_health()
    {
        await using var phone = await PhonePage.SignedIn(chromium, mobile, switchedOn: true);
        foreach (var screen in Screens)
            await phone.Go(screen);

        var origins = phone.Addresses.Select(address => address.GetLeftPart(UriPartial.Authority)).Distinct();
        var own = new[] { mobile.Address, mobile.Platform.Address }.Select(address => address.GetLeftPart(UriPartial.Authority));
        Assert.Equal(own.Order(), origins.Order());
        string[] telling = ["diabetes", "kidney", "PSY", "HbA1c", Uri.EscapeDataString("糖尿病")];
        Assert.DoesNotContain(phone.Addresses,
            address => telling.Any(word => address.PathAndQuery.Contains(word, StringComparison.OrdinalIgnoreCase)));
        Assert.Equal($"{mobile.Address}#sharing", phone.Page.Url);
    }

    [Fact]
    public async Task The_page_runs_nothing_of_others_and_is_framed_by_nobody()
    {
        using var http = new HttpClient();
        foreach (var path in new[] { "/", "/app/signed-in", "/app/start.js" })
        {
            var answer = await http.GetAsync(new Uri(mobile.Address, path));
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.NotNull(answer.Headers.ETag);
        }
    }

    [Fact]
    public async Task Both_languages_have_the_same_texts()
    {
        using var http = new HttpClient();
        async Task<string[]> Keys(string language) =>
        [
            .. (await http.GetStringAsync(new Uri(mobile.Address, $"/app/words/{language}.js"))).Split('\n')
                .Where(line => line.StartsWith("  '", StringComparison.Ordinal)).Select(line => line.Split('\'')[1]),
        ];

        var japanese = await Keys("ja");
        Assert.True(japanese.Length > 150 && japanese.Distinct().Count() == japanese.Length);
        Assert.Equal(japanese, await Keys("en"));
    }
}
