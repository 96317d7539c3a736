using System.Net;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Phr.Cli.Tokens;
using Phr.Consent.Provider;
using Phr.Platform.Identity;

namespace Phr.Tests.Identity.EndToEnd;

[Collection(IdentityCollection.Name)]
public sealed class InteractionsTest(IdentityStack stack)
{
    private const string Verifier = "a-verifier-of-forty-three-characters-or-more-it-is";

    [Fact]
    public async Task A_sign_in_that_was_begun_in_another_browser_cannot_be_seen_or_answered()
    {
        var (app, person) = (await stack.App(), await stack.Patient());
        using var attacker = await AtSignIn(app);
        using var victim = new Browser();

        await victim.Open(attacker.Address, app.RedirectUri, default);
        Assert.Equal(HttpStatusCode.Forbidden, victim.Status);
        Assert.DoesNotContain("password", victim.Page, StringComparison.Ordinal);
        await SignInFlow.SignIn(victim, app, person.Credentials, TimeProvider.System, default);

        Assert.Equal(HttpStatusCode.Forbidden, victim.Status);
        await attacker.Open(attacker.Address, app.RedirectUri, default);
        Assert.Contains("password", attacker.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_finishes_the_interaction_it_was_signed_for_and_once()
    {
        var (app, person) = (await stack.App(), await stack.Patient());
        using var first = await AtSignIn(app);
        using var second = await AtSignIn(app);

        Assert.Equal(HttpStatusCode.Forbidden, await Finish(second, Uid(second), Result(Uid(first), person.Id)));
        using var cookieless = new Browser();
        Assert.Equal(HttpStatusCode.Forbidden, await Finish(cookieless, Uid(first), Result(Uid(first), person.Id)));

        var result = Result(Uid(first), person.Id);
        var uid = Uid(first);
        Assert.Equal(HttpStatusCode.OK, await Finish(first, uid, result));
        Assert.Contains("アプリに認めること", first.Page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, await Finish(first, uid, result));
    }

    [Theory]
    [InlineData("another key")]
    [InlineData("another type")]
    [InlineData("another audience")]
    [InlineData("expired")]
    [InlineData("long lived")]
    [InlineData("without jti")]
    [InlineData("not signed")]
    public async Task A_result_that_consent_service_did_not_sign_for_now_finishes_nothing(string wrong)
    {
        var (app, person) = (await stack.App(), await stack.Patient());
        using var browser = await AtSignIn(app);
        var uid = Uid(browser);
        using var hospital = await stack.Hospital("hospital-forger");
        var result = wrong switch
        {
            "another key" => Result(uid, person.Id, key: hospital),
            "another type" => Result(uid, person.Id, type: "JWT"),
            "another audience" => Result(uid, person.Id, audience: stack.Settings.Urls.Fhir.AbsoluteUri),
            "expired" => Result(uid, person.Id, issued: TimeSpan.FromSeconds(-120), lifetime: TimeSpan.FromSeconds(30)),
            "long lived" => Result(uid, person.Id, issued: TimeSpan.FromSeconds(-120), lifetime: TimeSpan.FromHours(1)),
            "without jti" => Result(uid, person.Id, jti: false),
            _ => "e30.e30.",
        };

        Assert.Equal(HttpStatusCode.Forbidden, await Finish(browser, uid, result));
    }

    [Fact]
    public async Task Approval_by_one_person_does_not_finish_an_interaction_of_another()
    {
        var (app, person, other) = (await stack.App(), await stack.Patient(), await stack.Patient());
        using var browser = await AtSignIn(app);
        await SignInFlow.SignIn(browser, app, person.Credentials, TimeProvider.System, default);

        Assert.Equal(HttpStatusCode.Forbidden, await Finish(browser, Uid(browser), Result(Uid(browser), other.Id, scope: "patient/*.rs")));
    }

    [Fact]
    public async Task A_form_on_another_site_cannot_answer()
    {
        var app = await stack.App();
        var cookies = new CookieContainer();
        using var http = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies });
        using var page = await http.GetAsync(SignInFlow.AuthorizationRequest(app, "openid patient/*.rs", Verifier, null));
        using var form = new FormUrlEncodedContent([new("login", "x")]);
        using var request = new HttpRequestMessage(HttpMethod.Post, page.RequestMessage!.RequestUri) { Content = form };
        request.Headers.Add("Origin", "https://evil.example");

        using var answer = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("/oidc/../internal/interactions/x")]
    [InlineData("/oidc/%2e%2e/internal/interactions/x")]
    [InlineData("/internal/interactions/x")]
    public async Task What_the_provider_tells_consent_service_it_tells_nobody_else(string path)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(stack.Consent, path));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("ja,en;q=0.8", "lang=\"ja\"", "サインインする")]
    [InlineData("en-GB", "lang=\"en\"", "Sign in")]
    public async Task The_page_is_plain_markup_in_the_persons_language_and_runs_no_script(string language, string mark, string words)
    {
        var app = await stack.App();
        using var http = new HttpClient();
        http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);

        using var response = await http.GetAsync(SignInFlow.AuthorizationRequest(app, "openid patient/*.rs", Verifier, null));

        var page = await response.Content.ReadAsStringAsync();
        Assert.Contains(mark, page, StringComparison.Ordinal);
        Assert.Contains(words, page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("style=", page, StringComparison.OrdinalIgnoreCase);
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Equal(
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' http://127.0.0.1; frame-ancestors 'none'; "
            + "base-uri 'none'", policy);
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        using var style = await http.GetAsync(new Uri(stack.Consent, "sign-in.css"));
        Assert.Equal("text/css", style.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task What_a_person_typed_comes_back_as_text_and_never_as_markup()
    {
        var app = await stack.App();
        using var browser = new Browser();
        var request = SignInFlow.AuthorizationRequest(app, "openid patient/*.rs", Verifier, null);
        await browser.Open(new Uri($"{request}&login_hint=%22%3E%3Cscript%3E"), app.RedirectUri, default);

        Assert.Contains("&quot;&gt;&lt;script&gt;", browser.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", browser.Page, StringComparison.Ordinal);
    }

    private async Task<Browser> AtSignIn(App app)
    {
        var browser = new Browser();
        await browser.Open(SignInFlow.AuthorizationRequest(app, "openid patient/*.rs", Verifier, null), app.RedirectUri, default);
        Assert.Contains("password", browser.Page, StringComparison.Ordinal);
        return browser;
    }

    private static string Uid(Browser browser) => browser.Address.Segments[3].TrimEnd('/');

    private async Task<HttpStatusCode> Finish(Browser browser, string uid, string result)
    {
        var address = new Uri($"{stack.Settings.Urls.Issuer}/interaction/{uid}/finish?result={result}");
        await browser.Open(address, "http://127.0.0.1/callback", default);
        return browser.Status;
    }

    private string Result(
        string uid, Guid account, ClientKey? key = null, string type = "interaction-result+jwt", string? audience = null,
        TimeSpan issued = default, TimeSpan? lifetime = null, bool jti = true, string? scope = null)
    {
        using var own = ClientKey.Load(PlatformClients.KeyFile(stack.Folder, "consent"));
        var claims = new Dictionary<string, object> { ["sub"] = account.ToString(), ["uid"] = uid };
        if (jti)
            claims["jti"] = Guid.NewGuid().ToString();
        if (scope is not null)
            claims["scope"] = scope;
        var from = DateTime.UtcNow + issued;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = "consent", Audience = audience ?? stack.Settings.Urls.Issuer.AbsoluteUri, TokenType = type, Claims = claims,
            IssuedAt = from, Expires = from + (lifetime ?? TimeSpan.FromSeconds(30)), SigningCredentials = (key ?? own).Credentials,
        });
    }
}
