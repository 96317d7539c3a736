using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Phr.Consent.Accounts;
using Phr.Consent.Pages;

namespace Phr.Consent.SignIn;

/// <summary>Login name, password and one-time code on one page: one answer, which does not tell which of them was wrong.</summary>
internal static class SignInPage
{
    /// <summary>Characters of a field. More are not looked at.</summary>
    private const int FieldCharactersMax = 256;

    private static readonly Wording Title = new("サインイン", "Sign in");
    private static readonly Wording Login = new("ログイン名", "Login name");
    private static readonly Wording Password = new("パスワード", "Password");
    private static readonly Wording Code = new("認証アプリの 6 桁の数字", "6 digits from your authenticator app");
    private static readonly Wording Hint = new("使えないときは、回復用コードを入れてください。", "If you cannot use it, enter a recovery code.");
    private static readonly Wording Button = new("サインインする", "Sign in");

    private static readonly Wording Failed = new(
        "サインインできませんでした。ログイン名・パスワード・数字を確かめてください。何度も違うと、しばらく使えなくなります。",
        "That did not work. Check login name, password and digits. After several failures the account is locked for a while.");

    private static readonly Wording PendingTitle = new("準備中です", "Being prepared");

    private static readonly Wording Pending = new(
        "あなたの記録を準備しています。少し待って、もう一度お試しください。", "Your record is being prepared. Wait a little and try again.");

    public static Page Show(Interaction interaction, Language language, bool failed) => new(Title, language, Html.Of(language, $"""
        <p>{interaction.Client.Wording}</p>
        {(failed ? Html.Of(language, $"<p class=\"wrong\" role=\"alert\">{Failed}</p>") : Html.Empty)}
        <form method="post" autocomplete="on">
        <label for="login">{Login}</label>
        <input id="login" name="login" type="text" autocomplete="username" autocapitalize="none" required maxlength="100"
          value="{interaction.LoginHint}">
        <label for="password">{Password}</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required maxlength="128">
        <label for="code">{Code}</label>
        <input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" required maxlength="40"
          aria-describedby="code-hint">
        <p class="hint" id="code-hint">{Hint}</p>
        <button type="submit">{Button}</button>
        </form>
        """))
    {
        Status = failed ? StatusCodes.Status401Unauthorized : StatusCodes.Status200OK,
        LeadsTo = interaction.RedirectUri,
    };

    public static async Task<IResult> Answer(
        Interaction interaction, IFormCollection form, Language language, IServiceProvider services, CancellationToken ct)
    {
        string[] fields = [form["login"].ToString(), form["password"].ToString(), form["code"].ToString()];
        if (fields.Any(field => field.Length is 0 or > FieldCharactersMax))
            return Show(interaction, language, failed: true);
        var signedIn = await services.GetRequiredService<SignInAttempt>().Judge(fields[0], fields[1], fields[2], ct);
        if (signedIn is null)
            return Show(interaction, language, failed: true);
        var ready = signedIn.Account.Role != AccountRole.Patient
            || await services.GetRequiredService<OwnPatients>().Ensure(signedIn.Account.Id, ct) is not null;
        return ready
            ? services.GetRequiredService<InteractionResult>().SignedIn(interaction.Uid, signedIn.Account.Id, signedIn.Methods)
            : new Page(PendingTitle, language, Html.Of(language, $"<p>{Pending}</p>")) { Status = StatusCodes.Status503ServiceUnavailable };
    }
}
