using Phr.Platform;

namespace Phr.Consent.Accounts;

/// <summary>What the pages of a registration say.</summary>
internal static class RegistrationWords
{
    public static readonly Wording Title = new("登録", "Register");
    public static readonly Wording Closed = new("ここでは登録できません。医療機関にお尋ねください。", "Registration is closed here. Ask your clinic.");

    public static readonly Wording Person = new("アカウントをつくる", "Make an account");
    public static readonly Wording Name = new("氏名(姓と名の間は空ける)", "Name (family name first)");
    public static readonly Wording Kana = new("よみ(かな)", "Reading in kana");
    public static readonly Wording BirthDate = new("生年月日", "Birth date");
    public static readonly Wording Sex = new("性別", "Sex");
    public static readonly Wording Login = new("ログイン名", "Login name");
    public static readonly Wording Password = new("パスワード(12 文字以上)", "Password (12 characters or more)");
    public static readonly Wording Next = new("次へ", "Next");

    public static readonly Wording InsuredPerson = new(
        "被保険者番号(保険者番号:記号:番号:枝番。なくてもよい)", "Insured-person number (insurer:symbol:number:branch; optional)");

    public static readonly (string Value, Wording Label)[] Sexes =
    [
        ("female", new("女性", "Female")), ("male", new("男性", "Male")), ("other", new("その他", "Other")),
        ("unknown", new("答えない", "Not said")),
    ];

    public static readonly Wording Authenticator = new("認証アプリを用意する", "Set up your authenticator app");
    public static readonly Wording OpenHere = new("この端末のアプリで開く", "Open in an app on this device");
    public static readonly Wording Digits = new("アプリに出た 6 桁の数字", "The 6 digits that it shows");
    public static readonly Wording Make = new("アカウントをつくる", "Make the account");

    public static readonly Wording Scan = new(
        "認証アプリでこのコードを読み取るか、下の文字を入れてください。", "Scan this code with an authenticator app, or enter the letters below.");

    public static readonly Wording WrongDigits = new(
        "数字が違います。時計のずれも確かめてください。", "These digits are not right. Check your clock, too.");

    public static readonly Wording Done = new("アカウントができました", "Your account is ready");
    public static readonly Wording GoBack = new("アプリに戻って、サインインしてください。", "Go back to the app and sign in.");

    public static readonly Wording KeepCodes = new(
        "電話をなくしたときのために、次の回復用コードを紙に控えてください。どれも一度だけ使えます。ここにしか出ません。",
        "Write these recovery codes on paper, for when you lose your phone. Each works once. They are shown only here.");

    public static Wording Fault(Refusal fault) => (fault.Place, fault.Kind) switch
    {
        ("name", _) => new("氏名を入れてください。", "Enter your name."),
        ("kana", _) => new("よみをかなで入れてください。", "Enter the reading of your name in kana."),
        ("birthDate", _) => new("生年月日を確かめてください。", "Check the birth date."),
        ("sex", _) => new("性別を選んでください。", "Choose the sex."),
        ("insuredPerson", _) => new("被保険者番号を確かめてください。", "Check the insured-person number."),
        ("login", RefusalKind.Conflict) => new("このログイン名は使われています。", "This login name is taken."),
        ("login", _) => new("ログイン名は英数字と .-_@+ で 3~100 文字です。", LoginNames.Rule),
        _ => new("パスワードは 12 文字以上で、推測されにくいものにしてください。", fault.Reason),
    };
}
