using System.Net;
using Npgsql;
using Phr.Cli.Tokens;
using Phr.Consent.Accounts;

namespace Phr.Tests.Identity.EndToEnd;

[Collection(IdentityCollection.Name)]
public sealed class SignInTest(IdentityStack stack)
{
    private const string Verifier = "a-verifier-of-forty-three-characters-or-more-it-is";

    [Fact]
    public async Task After_five_failures_the_account_is_locked_also_for_its_owner_and_opens_again_by_itself()
    {
        var person = await stack.Patient();
        for (var i = 0; i < 5; i++)
            Assert.False(await SignIn(person.Credentials with { Password = "a wrong password" }));

        Assert.False(await SignIn(person.Credentials));
        await Age(person, minutes: 14);
        Assert.False(await SignIn(person.Credentials));
        await Age(person, minutes: 2);
        Assert.True(await SignIn(person.Credentials));
    }

    [Fact]
    public async Task A_fourth_failure_locks_nothing_and_a_success_makes_them_forgotten()
    {
        var person = await stack.Patient();
        for (var i = 0; i < 4; i++)
            Assert.False(await SignIn(person.Credentials with { Password = "a wrong password" }));
        Assert.True(await SignIn(person.Credentials));
        Assert.Equal(0, await Scalar("select access_failed_count from consent.account where id = $1", person.Id));
    }

    [Fact]
    public async Task Guesses_at_the_same_moment_are_counted_one_by_one()
    {
        var person = await stack.Patient();
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => SignIn(person.Credentials with { Password = $"wrong password {i}" })));

        Assert.Equal(5, await Scalar("select access_failed_count from consent.account where id = $1", person.Id));
        Assert.False(await SignIn(person.Credentials));
    }

    [Fact]
    public async Task A_code_of_the_authenticator_is_taken_once()
    {
        var person = await stack.Patient();
        Assert.True(await SignIn(person.Credentials));
        Assert.False(await SignIn(person.Credentials));
    }

    [Fact]
    public async Task A_recovery_code_stands_in_for_the_authenticator_once()
    {
        var person = await stack.Patient();
        Assert.True(await SignIn(person.Credentials, person.RecoveryCodes[0].ToLowerInvariant()));
        Assert.False(await SignIn(person.Credentials, person.RecoveryCodes[0]));
        Assert.True(await SignIn(person.Credentials, person.RecoveryCodes[1]));
        Assert.Equal(10, person.RecoveryCodes.Distinct().Count());
    }

    [Fact]
    public async Task Neither_the_password_nor_the_code_alone_opens_an_account()
    {
        var person = await stack.Patient();
        Assert.False(await SignIn(person.Credentials, "000000"));
        Assert.False(await SignIn(person.Credentials with { Password = "another password" }));
        Assert.False(await SignIn(person.Credentials, ""));
    }

    [Fact]
    public async Task Every_failure_looks_the_same()
    {
        var (known, locked) = (await stack.Patient(), await stack.Patient());
        for (var i = 0; i < 5; i++)
            await SignIn(locked.Credentials with { Password = "a wrong password" });

        string[] pages =
        [
            await Page(known.Credentials with { Password = "a wrong password" }),
            await Page(known.Credentials, "000000"),
            await Page(known.Credentials with { Login = "nobody-has-this-name" }),
            await Page(locked.Credentials),
        ];
        Assert.Single(pages.Distinct());
    }

    [Fact]
    public async Task A_secret_of_an_authenticator_is_not_readable_in_the_database()
    {
        var person = await stack.Patient();
        var stored = (byte[])(await Scalar("select totp_secret from consent.account where id = $1", person.Id))!;
        Assert.Equal(-1, stored.AsSpan().IndexOf(Totp.FromBase32(person.Credentials.TotpSecret)));
    }

    [Fact]
    public async Task An_account_waits_for_its_record_and_then_works()
    {
        stack.Planets.Open = false;
        Person person;
        try
        {
            person = await stack.Patient();
            Assert.Null(person.Patient);
            Assert.Contains("準備", await Page(person.Credentials), StringComparison.Ordinal);
        }
        finally
        {
            stack.Planets.Open = true;
        }
        Assert.True(await SignIn(person.Credentials, person.RecoveryCodes[0]));
        Assert.NotNull(await Scalar("select patient from consent.account where id = $1", person.Id));
    }

    [Fact]
    public async Task The_persons_own_Patient_is_made_once_in_the_shape_of_JP_Core()
    {
        var person = await stack.Patient("１３８０５７：あい：１２－３：");
        var patient = stack.Planets.ByIdentifier[$"identifier=https://phr.example/fhir/sid/account|{person.Id}"];

        Assert.Equal(person.Patient, (string?)patient["id"]);
        Assert.Equal(("female", "1964-02-29"), ((string?)patient["gender"], (string?)patient["birthDate"]));
        Assert.Equal(["清水", "シミズ"], patient["name"]!.AsArray().Select(name => (string?)name!["family"]));
        Assert.Equal(["IDE", "SYL"], patient["name"]!.AsArray().Select(name => (string?)name!["extension"]![0]!["valueCode"]));
        Assert.Equal("00138057:あい:１２－３:", (string?)patient["identifier"]![1]!["value"]);
    }

    [Fact]
    public async Task A_number_that_nobody_verified_is_not_in_the_Patient()
    {
        var person = await stack.Patient("１３８０５７：あい：１２－３：", verified: false);

        var patient = stack.Planets.ByIdentifier[$"identifier=https://phr.example/fhir/sid/account|{person.Id}"];

        Assert.Single(patient["identifier"]!.AsArray());
    }

    private async Task<bool> SignIn(Credentials who, string? code = null) =>
        (await Attempt(who, code)).Page.Contains("アプリに認めること", StringComparison.Ordinal);

    private async Task<string> Page(Credentials who, string? code = null) => (await Attempt(who, code)).Page;

    private async Task<Browser> Attempt(Credentials who, string? code)
    {
        var app = new App("sign-in-test", "http://127.0.0.1/callback", stack.Settings.Urls.Issuer, stack.Settings.Urls.Fhir);
        await s_registered.Value(stack);
        using var browser = new Browser();
        await browser.Open(SignInFlow.AuthorizationRequest(app, "openid patient/*.rs", Verifier, null), app.RedirectUri, default);
        await browser.Submit(
            new Dictionary<string, string>
            {
                ["login"] = who.Login, ["password"] = who.Password,
                ["code"] = code ?? Totp.Code(Totp.FromBase32(who.TotpSecret), DateTimeOffset.UtcNow),
            }, app.RedirectUri, default);
        return browser;
    }

    private static readonly Lazy<Func<IdentityStack, Task>> s_registered = new(() =>
    {
        Task? once = null;
        return stack => once ??= stack.RegisterApp("sign-in-test", "openid patient/*.rs");
    });

    private Task Age(Person person, int minutes) =>
        Scalar("update consent.account set lockout_end = lockout_end - make_interval(mins => $2) where id = $1", person.Id, minutes);

    private async Task<object?> Scalar(string sql, params object[] values)
    {
        await using var command = stack.Database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return await command.ExecuteScalarAsync();
    }
}
