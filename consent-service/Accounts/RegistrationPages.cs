using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Phr.Consent.Pages;
using Phr.Consent.SignIn;
using Phr.Platform;
using Phr.Platform.Hosting;

namespace Phr.Consent.Accounts;

/// <summary>
/// <c>/register</c>: a person makes an account for themselves. First who they are, then the authenticator app, then the recovery codes.
/// </summary>
internal static class RegistrationPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/register");
        pages.AddEndpointFilter(async (context, next) => Instead(context.HttpContext) ?? await next(context));
        pages.MapGet("", (HttpRequest request) => RegistrationForms.Person(Reader.Language(request)));
        pages.MapPost("", Enrol).RequireRateLimiting(RateLimits.SignIn);
        pages.MapPost("/confirm", Confirm).RequireRateLimiting(RateLimits.SignIn);
    }

    // What is shown instead of the page that was asked for: where registration is closed, or a form came from elsewhere.
    private static Page? Instead(HttpContext context)
    {
        var language = Reader.Language(context.Request);
        if (!context.RequestServices.GetRequiredService<IOptions<ConsentOptions>>().Value.SelfRegistration)
            return new Page(RegistrationWords.Title, language, Html.Of(language, $"<p>{RegistrationWords.Closed}</p>"))
            {
                Status = StatusCodes.Status403Forbidden,
            };
        var settings = context.RequestServices.GetRequiredService<PlatformSettings>();
        var isOurs = HttpMethods.IsGet(context.Request.Method) || context.Request.IsFormOfOwnOrigin(settings);
        return isOurs ? null : RegistrationForms.Person(language);
    }

    private static async Task<IResult> Enrol(HttpRequest request, RegistrationState state, TimeProvider clock, CancellationToken ct)
    {
        var form = await request.ReadFormAsync(ct);
        var language = Reader.Language(request);
        var draft = Draft(form);
        var fault = draft.Fault(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)) ?? CredentialsFault(draft);
        if (fault is not null)
            return RegistrationForms.Person(language, form, fault);
        draft = draft with { TotpSecret = Totp.ToBase32(RandomNumberGenerator.GetBytes(Totp.SecretBytes)) };
        return RegistrationForms.Authenticator(language, draft, state.Seal(draft), failed: false);
    }

    private static async Task<IResult> Confirm(
        HttpRequest request, RegistrationState state, AccountBook book, OwnPatients patients, TimeProvider clock, CancellationToken ct)
    {
        var form = await request.ReadFormAsync(ct);
        var language = Reader.Language(request);
        if (state.Open(form["state"].ToString()) is not { TotpSecret: { } secret } draft)
            return RegistrationForms.Person(language);
        if (Totp.Step(Totp.FromBase32(secret), form["code"].ToString().Trim(), clock.GetUtcNow()) is null)
            return RegistrationForms.Authenticator(language, draft, form["state"].ToString(), failed: true);
        var (made, refusal) = await book.Create(draft, ct);
        if (made is null)
            return RegistrationForms.Person(language, form, refusal);
        await patients.Ensure(made.Account.Id, ct);
        return RegistrationForms.Done(language, made.RecoveryCodes);
    }

    private static AccountDraft Draft(IFormCollection form) => new(
        AccountRole.Patient, form["login"].ToString(), form["password"].ToString(), form["name"].ToString(), form["kana"].ToString())
    {
        BirthDate = Day(form["birthDate"].ToString()),
        Sex = Enum.TryParse<Sex>(form["sex"], ignoreCase: true, out var sex) && Enum.IsDefined(sex) ? sex : null,
        InsuredPerson = form["insuredPerson"].ToString().Trim() is { Length: > 0 } number ? number : null,
    };

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    // Checked where the account is made, too; here, so that nobody sets up an authenticator in vain.
    private static Refusal? CredentialsFault(AccountDraft draft)
    {
        if (PasswordPolicy.Fault(draft.Login, draft.Password) is { } fault)
            return new Refusal(RefusalKind.Unprocessable, fault.Description, "password");
        return LoginNames.IsOne(draft.Login) ? null : new Refusal(RefusalKind.Unprocessable, LoginNames.Rule, "login");
    }
}
