using Microsoft.AspNetCore.Http;
using Phr.Consent.Pages;
using Phr.Platform;
using QRCoder;

namespace Phr.Consent.Accounts;

/// <summary>The three pages of a registration.</summary>
internal static class RegistrationForms
{
    private static readonly IFormCollection Nothing = FormCollection.Empty;

    public static Page Person(Language language, IFormCollection given, Refusal? fault)
    {
        Html Text(string name, Wording label, string autocomplete) => Field(language, name, label, "text", autocomplete, given[name]!);
        return new Page(RegistrationWords.Person, language, Html.Of(language, $"""
            {(fault is null ? Html.Empty : Alert(language, RegistrationWords.Fault(fault)))}
            <form method="post" action="/register">
            {Text("name", RegistrationWords.Name, "name")}
            {Text("kana", RegistrationWords.Kana, "off")}
            {Field(language, "birthDate", RegistrationWords.BirthDate, "date", "bday", given["birthDate"]!)}
            {Sexes(language, given["sex"]!)}
            {Text("insuredPerson", RegistrationWords.InsuredPerson, "off")}
            {Text("login", RegistrationWords.Login, "username")}
            {Field(language, "password", RegistrationWords.Password, "password", "new-password", "")}
            <button type="submit">{RegistrationWords.Next}</button>
            </form>
            """))
        {
            Status = fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
    }

    public static Page Person(Language language) => Person(language, Nothing, fault: null);

    public static Page Authenticator(Language language, AccountDraft draft, string state, bool failed)
    {
        var uri = Totp.EnrolmentUri(Totp.FromBase32(draft.TotpSecret!), "Phr", draft.Login).AbsoluteUri;
        return new Page(RegistrationWords.Authenticator, language, Html.Of(language, $"""
            {(failed ? Alert(language, RegistrationWords.WrongDigits) : Html.Empty)}
            <p>{RegistrationWords.Scan}</p>
            {QrCode(uri)}
            <p><code>{draft.TotpSecret}</code></p>
            <p><a href="{uri}">{RegistrationWords.OpenHere}</a></p>
            <form method="post" action="/register/confirm">
            <input type="hidden" name="state" value="{state}">
            <label for="code">{RegistrationWords.Digits}</label>
            <input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" required maxlength="6">
            <button type="submit">{RegistrationWords.Make}</button>
            </form>
            """));
    }

    public static Page Done(Language language, IReadOnlyList<string> recoveryCodes) => new(
        RegistrationWords.Done, language, Html.Of(language, $"""
            <p>{RegistrationWords.KeepCodes}</p>
            <ul class="codes">{Html.Join(recoveryCodes.Select(code => Html.Of(language, $"<li>{code}</li>")))}</ul>
            <p>{RegistrationWords.GoBack}</p>
            """));

    private static Html Alert(Language language, Wording text) => Html.Of(language, $"<p class=\"wrong\" role=\"alert\">{text}</p>");

    // Only the insured-person number may be left out.
    private static Html Field(Language language, string name, Wording label, string type, string autocomplete, string? given)
    {
        var required = name == "insuredPerson" ? Html.Empty : Html.Of(language, $" required");
        return Html.Of(language, $"""
            <label for="{name}">{label}</label>
            <input id="{name}" name="{name}" type="{type}" autocomplete="{autocomplete}" maxlength="128" value="{given}"{required}>
            """);
    }

    private static Html Sexes(Language language, string? given)
    {
        var options = RegistrationWords.Sexes.Select(sex =>
        {
            var chosen = sex.Value == given ? Html.Of(language, $" selected") : Html.Empty;
            return Html.Of(language, $"<option value=\"{sex.Value}\"{chosen}>{sex.Label}</option>");
        });
        return Html.Of(language, $"""
            <label for="sex">{RegistrationWords.Sex}</label>
            <select id="sex" name="sex">{Html.Join(options)}</select>
            """);
    }

    private static Html QrCode(string uri)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(uri, QRCodeGenerator.ECCLevel.M);
        using var drawing = new SvgQRCode(code);
        return Html.Trusted(drawing.GetGraphic(4, "#000", "#fff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute));
    }
}
