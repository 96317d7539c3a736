using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Phr.Cli.Tokens;

namespace Phr.Tests.Identity.EndToEnd;

[Collection(IdentityCollection.Name)]
public sealed class CodeFlowTest(IdentityStack stack)
{
    private const string Verifier = "a-verifier-of-forty-three-characters-or-more-it-is";

    [Fact]
    public async Task A_patient_signs_in_on_the_phone_and_the_token_says_whose_record_it_is()
    {
        var person = await stack.Patient("12345:あいう:187:5");
        var app = await stack.App();

        var tokens = await SignInFlow.Run(app, person.Credentials, People.PhoneScope, TimeProvider.System, default);

        Assert.Equal(person.Patient, tokens.Patient);
        Assert.Equal(People.PhoneScope.Split(' ').Order(), tokens.Scope.Split(' ').Order());
        Assert.NotNull(tokens.RefreshToken);
        var token = new JsonWebToken(tokens.AccessToken);
        Assert.Equal(("ES256", "at+jwt", stack.Settings.Urls.Issuer.AbsoluteUri), (token.Alg, token.Typ, token.Issuer));
        Assert.Equal(300, (token.ValidTo - token.IssuedAt).TotalSeconds);
        var who = await stack.Who(tokens.AccessToken);
        Assert.Equal(
            (person.Id.ToString(), app.ClientId, "Patient", person.Patient),
            ((string?)who["subject"], (string?)who["client"], (string?)who["role"], (string?)who["patient"]));
        Assert.Equal($"{stack.Settings.Urls.Fhir}/Patient/{person.Patient}", (string?)who["fhirUser"]);
        Assert.Equal((string?)who["fhirUser"], new JsonWebToken(tokens.IdToken).GetPayloadValue<string>("fhirUser"));
    }

    [Fact]
    public async Task A_clinician_acts_for_an_organisation_and_has_no_patient_context()
    {
        var doctor = await stack.Clinician("hospital-code-flow");
        var app = await stack.App();

        var tokens = await SignInFlow.Run(
            app, doctor.Credentials, "openid launch/patient patient/*.rs user/*.rs", TimeProvider.System, default);

        Assert.Equal("openid user/*.rs", tokens.Scope);
        Assert.Null(tokens.Patient);
        var who = await stack.Who(tokens.AccessToken);
        Assert.Equal(("Clinician", "hospital-code-flow"), ((string?)who["role"], (string?)who["organisation"]));
    }

    [Fact]
    public async Task A_scope_that_is_unknown_or_not_allowed_is_left_out()
    {
        var person = await stack.Patient();
        var app = await stack.App("openid patient/*.rs");
        const string granular = "patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|vital-signs";

        var tokens = await SignInFlow.Run(
            app, person.Credentials, $"openid patient/Foo.rs patient/Observation.rs?_tag=x patient/Condition.c {granular} system/*.rs",
            TimeProvider.System, default);

        Assert.Equal($"openid {granular}", tokens.Scope);
        Assert.Equal(["openid", granular], (await stack.Who(tokens.AccessToken))["scopes"]!.AsArray().Select(word => (string)word!));
        Assert.Null(tokens.RefreshToken);
    }

    [Theory]
    [InlineData("patient/Foo.rs", "invalid_scope")]
    [InlineData("patient/Observation.rs?code:text=x", "invalid_scope")]
    [InlineData("offline_access launch/patient", "invalid_scope")]
    [InlineData("system/*.rs", "invalid_scope")]
    public async Task A_request_of_which_no_scope_is_left_ends_without_a_code(string scope, string error)
    {
        var app = await stack.App();
        using var browser = new Browser();

        await browser.Open(SignInFlow.AuthorizationRequest(app, scope, Verifier, prompt: null), app.RedirectUri, default);

        Assert.Contains($"error={error}", browser.Address.Query, StringComparison.Ordinal);
        Assert.DoesNotContain("code=", browser.Address.Query.Replace("error_code", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aud", "https://other.example/fhir", "invalid_target")]
    [InlineData("aud", null, "invalid_target")]
    [InlineData("code_challenge", null, "invalid_request")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("response_type", "token", "unsupported_response_type")]
    public async Task A_request_that_is_not_SMART_is_refused(string parameter, string? value, string error)
    {
        var app = await stack.App();
        var request = SignInFlow.AuthorizationRequest(app, "openid patient/*.rs", Verifier, prompt: null);
        var query = System.Web.HttpUtility.ParseQueryString(request.Query);
        query[parameter] = value;
        if (value is null)
            query.Remove(parameter);
        using var browser = new Browser();

        await browser.Open(new UriBuilder(request) { Query = query.ToString() }.Uri, app.RedirectUri, default);

        Assert.Contains($"error={error}", browser.Address.Query + browser.Address.Fragment, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_to_where_the_app_is_not_registered_stays_here()
    {
        var app = await stack.App();
        using var browser = new Browser();
        var evil = app with { RedirectUri = "https://evil.example/" };
        await browser.Open(SignInFlow.AuthorizationRequest(evil, "openid", Verifier, null), evil.RedirectUri, default);

        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.StartsWith(stack.Consent.AbsoluteUri, browser.Address.AbsoluteUri, StringComparison.Ordinal);
        Assert.Contains("サインインできません", browser.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_is_good_once_and_its_second_use_ends_what_the_first_one_got()
    {
        var (app, code) = await Code();
        var tokens = await SignInFlow.Exchange(app, code, Verifier, default);

        Assert.Contains("invalid_grant", await Refused(app, Exchange(app, code)), StringComparison.Ordinal);
        Assert.Contains("invalid_grant", await Refused(app, Refresh(tokens)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_exchanges_of_one_code_at_the_same_moment_one_succeeds()
    {
        var (app, code) = await Code();
        var form = Exchange(app, code);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => stack.Ask(app, form)));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_code_is_worth_nothing_without_the_verifier()
    {
        var (app, code) = await Code();
        var form = Exchange(app, code);
        form.Remove("code_verifier");
        Assert.Contains("invalid_grant", await Refused(app, form), StringComparison.Ordinal);
        form["code_verifier"] = "another-verifier-of-forty-three-characters-or-more";
        Assert.Contains("invalid_grant", await Refused(app, form), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refresh_token_is_exchanged_for_the_next_one_and_an_old_one_ends_them_all()
    {
        var (app, code) = await Code();
        var first = await SignInFlow.Exchange(app, code, Verifier, default);

        var second = (await stack.Ask(app, Refresh(first))).Body.Deserialize();
        Assert.NotEqual(first.RefreshToken, second.RefreshToken);
        Assert.Equal((first.Scope, first.Patient), (second.Scope, second.Patient));
        Assert.Contains("invalid_grant", await Refused(app, Refresh(first)), StringComparison.Ordinal);
        Assert.Contains("invalid_grant", await Refused(app, Refresh(second)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refresh_may_ask_for_less_and_not_for_more()
    {
        var (app, code) = await Code("patient/*.rs offline_access");
        var tokens = await SignInFlow.Exchange(app, code, Verifier, default);

        var more = await Refused(app, Refresh(tokens, "patient/*.rs patient/*.cruds"));
        Assert.Contains("invalid_scope", more, StringComparison.Ordinal);
        var less = (await stack.Ask(app, Refresh(tokens, "patient/*.rs"))).Body.Deserialize();
        Assert.Equal("patient/*.rs", less.Scope);
    }

    [Fact]
    public async Task A_disabled_account_gets_no_new_token()
    {
        var person = await stack.Patient();
        var app = await stack.App();
        var tokens = await SignInFlow.Run(app, person.Credentials, People.PhoneScope, TimeProvider.System, default);

        using var word = await stack.Operator.PutAsJsonAsync($"internal/accounts/{person.Id}/disabled", "true");
        using var text = await stack.Operator.PutAsync($"internal/accounts/{person.Id}/disabled", new StringContent("true"));
        using var made = await stack.Operator.PostAsync("internal/accounts", new StringContent("{}"));
        using var disabled = await stack.Operator.PutAsJsonAsync($"internal/accounts/{person.Id}/disabled", true);

        Assert.Equal(HttpStatusCode.BadRequest, word.StatusCode);
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, HttpStatusCode.UnsupportedMediaType), (text.StatusCode, made.StatusCode));
        Assert.Equal(HttpStatusCode.NoContent, disabled.StatusCode);
        Assert.Contains("invalid_grant", await Refused(app, Refresh(tokens)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disabled_client_gets_no_new_token()
    {
        var (app, code) = await Code();
        var tokens = await SignInFlow.Exchange(app, code, Verifier, default);
        using var disabled = await stack.Operator.PutAsJsonAsync($"internal/clients/{app.ClientId}", new
        {
            nameJa = "x", nameEn = "x", scopes = "openid", redirectUris = new[] { app.RedirectUri }, disabled = true,
        });
        Assert.Contains("invalid_client", await Refused(app, Refresh(tokens)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_person_unticks_the_app_does_not_get()
    {
        var person = await stack.Patient();
        var app = await stack.App();
        using var browser = await AtApproval(person, app, "openid offline_access patient/Observation.rs patient/Condition.rs");

        await browser.Submit([new("scope", "patient/Observation.rs"), new("answer", "allow")], app.RedirectUri, default);

        var tokens = await SignInFlow.Exchange(app, SignInFlow.Code(browser, app), Verifier, default);
        Assert.Equal("openid patient/Observation.rs", tokens.Scope);
        Assert.Null(tokens.RefreshToken);
    }

    [Theory]
    [InlineData("deny", "patient/Observation.rs")]
    [InlineData("allow", "nothing of what was asked")]
    [InlineData("allow", "patient/*.cruds")]
    public async Task Who_allows_nothing_is_sent_back_with_access_denied(string answer, string ticked)
    {
        var person = await stack.Patient();
        var app = await stack.App();
        using var browser = await AtApproval(person, app, "patient/Observation.rs");

        await browser.Submit([new("scope", ticked), new("answer", answer)], app.RedirectUri, default);

        Assert.Contains("error=access_denied", browser.Address.Query, StringComparison.Ordinal);
    }

    private async Task<Browser> AtApproval(Person person, App app, string scope)
    {
        var browser = new Browser();
        await browser.Open(SignInFlow.AuthorizationRequest(app, scope, Verifier, prompt: null), app.RedirectUri, default);
        await SignInFlow.SignIn(browser, app, person.Credentials, TimeProvider.System, default);
        Assert.Contains("アプリに認めること", browser.Page, StringComparison.Ordinal);
        return browser;
    }

    private async Task<(App App, string Code)> Code(string scope = People.PhoneScope)
    {
        var app = await stack.App();
        using var browser = await AtApproval(await stack.Patient(), app, scope);
        await SignInFlow.Approve(browser, app, default);
        return (app, SignInFlow.Code(browser, app));
    }

    private async Task<string> Refused(App app, Dictionary<string, string> form)
    {
        var (status, body) = await stack.Ask(app, form);
        Assert.InRange((int)status, 400, 401);
        return body;
    }

    private static Dictionary<string, string> Exchange(App app, string code) => new()
    {
        ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = app.RedirectUri, ["code_verifier"] = Verifier,
    };

    private static Dictionary<string, string> Refresh(Tokens tokens, string? scope = null)
    {
        Dictionary<string, string> form = new() { ["grant_type"] = "refresh_token", ["refresh_token"] = tokens.RefreshToken! };
        if (scope is not null)
            form["scope"] = scope;
        return form;
    }
}
