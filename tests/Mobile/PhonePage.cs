using System.Collections.Concurrent;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Phr.Tests.Mobile;

/// <summary>
/// A person who has signed in to the page in a browser of their own. Closing it fails the test when the browser had
/// complaints.
/// </summary>
internal sealed class PhonePage : IAsyncDisposable
{
    // Asked for on purpose by tests of failure; Chromium reports each as an error.
    private const string FailedRequest = "Failed to load resource";

    private readonly List<string> _complaints = [];

    private PhonePage(IPage page)
    {
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !message.Text.StartsWith(FailedRequest, StringComparison.Ordinal))
                _complaints.Add(message.Text);
        };
        page.PageError += (_, fault) => _complaints.Add(fault);
        page.Request += (_, request) => Addresses.Enqueue(new Uri(request.Url));
    }

    public IPage Page { get; }

    /// <summary>Every address that the browser asked.</summary>
    public ConcurrentQueue<Uri> Addresses { get; } = [];

    public static async Task<PhonePage> SignedIn(
        Chromium chromium, MobileHost mobile, string language = "ja", bool dark = false, bool switchedOn = false, int width = 390)
    {
        var phone = new PhonePage(await chromium.Open(language, dark, width));
        if (switchedOn)
            await SwitchOn(mobile);
        await phone.Page.GotoAsync(mobile.Address.AbsoluteUri);
        await Pictures.Take(phone.Page, "welcome", language, dark);
        await phone.Page.Locator(".welcome .primary").ClickAsync();
        await Expect(phone.Page.Locator("[data-screen=risk] h1")).ToBeVisibleAsync();
        return phone;
    }

    public ILocator Screen(string name) => Page.Locator($"[data-screen={name}] h1");

    public async Task Go(string screen, bool isThere = true)
    {
        await Page.Locator($"#tabs a[href='#{screen}']").ClickAsync();
        if (isThere)
            await Expect(Screen(screen)).ToBeVisibleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Page.Context.CloseAsync();
        Assert.Empty(_complaints);
    }

    private static async Task SwitchOn(MobileHost mobile)
    {
        using var http = mobile.Phone();
        foreach (var outcome in new[] { "type-2-diabetes", "cardiovascular-event", "kidney-decline" })
        {
            var answer = await http.PutAsync($"switches/{outcome}", new StringContent("""{"on":true}""", null, "application/json"));
            answer.EnsureSuccessStatusCode();
        }
    }
}
