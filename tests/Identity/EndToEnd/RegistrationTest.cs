using System.Net;
using System.Text.RegularExpressions;
using Phr.Cli.Tokens;
using Phr.Consent.Accounts;

namespace Phr.Tests.Identity.EndToEnd;

[Collection(IdentityCollection.Name)]
public sealed partial class RegistrationTest(IdentityStack stack)
{
    private readonly HttpClient _http = new() { BaseAddress = stack.Consent };

    [Fact]
    public async Task A_person_registers_shows_that_the_authenticator_works_and_signs_in()
    {
        var login = $"taro-{Guid.NewGuid():N}";
        var (state, secret) = await Enrol(login);

        using var wrong = await Post("register/confirm", new() { ["state"] = state, ["code"] = "000000" });
        Assert.Contains(secret, await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var done = await Confirm(state, secret);

        var page = await done.Content.ReadAsStringAsync();
        Assert.Equal(10, RecoveryCode().Count(page));
        var tokens = await SignInFlow.Run(
            await stack.App(), new Credentials(login, People.Password, secret), People.PhoneScope, TimeProvider.System, default);
        Assert.NotNull(tokens.Patient);
    }

    [Fact]
    public async Task A_registration_that_is_not_finished_leaves_nothing()
    {
        var login = $"jiro-{Guid.NewGuid():N}";
        await Enrol(login);
        await using var count = stack.Database.CreateCommand($"select count(*) from consent.account where user_name = '{login}'");
        Assert.Equal(0L, await count.ExecuteScalarAsync());
    }

    [Theory]
    [InlineData("name", "")]
    [InlineData("kana", "山田")]
    [InlineData("birthDate", "2999-01-01")]
    [InlineData("birthDate", "29 February")]
    [InlineData("sex", "x")]
    [InlineData("insuredPerson", "12")]
    [InlineData("login", "a b")]
    [InlineData("login", "ab")]
    [InlineData("password", "short")]
    [InlineData("password", "passwordpassword")]
    [InlineData("password", "aaaaaaaaaaaaaaaa")]
    public async Task A_fault_in_a_field_is_said_and_what_was_typed_stays(string field, string value)
    {
        var form = Form("hanako");
        form[field] = value;

        using var answer = await Post("register", form);

        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
        Assert.Contains("value=\"山田 太郎\"", field == "name" ? "value=\"山田 太郎\"" : page, StringComparison.Ordinal);
        Assert.DoesNotContain(form["password"], field == "password" ? "" : page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_login_name_is_taken_once_whatever_its_case()
    {
        var person = await stack.Patient();
        var (state, secret) = await Enrol(person.Credentials.Login.ToUpperInvariant());
        using var answer = await Confirm(state, secret);
        Assert.Contains("このログイン名は使われています", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_that_is_not_ours_begins_anew()
    {
        foreach (var state in new[] { "", "AAAA", "not base64!", new string('A', 400) })
        {
            using var answer = await Post("register/confirm", new() { ["state"] = state, ["code"] = "123456" });
            Assert.Contains("action=\"/register\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    private async Task<(string State, string Secret)> Enrol(string login)
    {
        using var page = await Post("register", Form(login));
        var text = await page.Content.ReadAsStringAsync();
        Assert.Contains("<svg", text, StringComparison.Ordinal);
        return (State().Match(text).Groups[1].Value, Secret().Match(text).Groups[1].Value);
    }

    private Task<HttpResponseMessage> Confirm(string state, string secret) => Post("register/confirm", new()
    {
        ["state"] = state, ["code"] = Totp.Code(Totp.FromBase32(secret), DateTimeOffset.UtcNow),
    });

    private static Dictionary<string, string> Form(string login) => new()
    {
        ["name"] = "山田 太郎", ["kana"] = "やまだ たろう", ["birthDate"] = "1990-12-31", ["sex"] = "male", ["insuredPerson"] = "",
        ["login"] = login, ["password"] = People.Password,
    };

    private Task<HttpResponseMessage> Post(string path, Dictionary<string, string> form) =>
        _http.PostAsync(new Uri(path, UriKind.Relative), new FormUrlEncodedContent(form));

    [GeneratedRegex("name=\"state\" value=\"([^\"]+)\"")]
    private static partial Regex State();

    [GeneratedRegex("<code>([A-Z2-7]{32})</code>")]
    private static partial Regex Secret();

    [GeneratedRegex("<li>[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}</li>")]
    private static partial Regex RecoveryCode();
}
