using Phr.Cli.Tokens;
using Phr.Consent.Accounts;
using Phr.Tests.Mobile;

namespace Phr.Tests.Identity.EndToEnd;

/// <summary>
/// The sign-in pages in a real browser: its referrer policy, cookies and content policy decide what it sends and where it may go on to.
/// </summary>
[Collection(IdentityCollection.Name)]
public sealed class BrowserSignInTest(IdentityStack stack, Chromium chromium) : IClassFixture<Chromium>
{
    private const string AppId = "browser-test";
    private const string Scope = "openid patient/*.rs";
    private const string Verifier = "a-verifier-of-forty-three-characters-or-more-it-is";

    [SkippableFact]
    public async Task A_person_signs_in_approves_and_is_sent_back_to_the_app_with_a_code()
    {
        var page = await chromium.Open();
        var person = await stack.Patient();
        await stack.RegisterApp(AppId, Scope);
        var app = new App(AppId, SignInFlow.NowhereUri, stack.Settings.Urls.Issuer, stack.Settings.Urls.Fhir);
        await page.RouteAsync(SignInFlow.NowhereUri + "**", route => route.FulfillAsync(new() { Body = "the app" }));

        await page.GotoAsync(SignInFlow.AuthorizationRequest(app, Scope, Verifier, prompt: "consent").AbsoluteUri);
        await page.Locator("[name=login]").FillAsync(person.Credentials.Login);
        await page.Locator("[name=password]").FillAsync(person.Credentials.Password);
        await page.Locator("[name=code]").FillAsync(Totp.Code(Totp.FromBase32(person.Credentials.TotpSecret), DateTimeOffset.UtcNow));
        await page.Locator("button[type=submit]").First.ClickAsync();
        await page.Locator("button[value=allow]").ClickAsync();

        await page.WaitForURLAsync(SignInFlow.NowhereUri + "?**");
        Assert.Contains("code=", page.Url, StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }
}
