using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Consent.Accounts;
using Phr.Consent.Pages;
using Phr.Platform.Hosting;

namespace Phr.Consent.SignIn;

/// <summary>
/// <c>/oidc/interaction/{uid}</c>: where the provider sends a browser to sign in or to approve. On the provider's origin, so that the
/// interaction's cookie reaches both; every request shows it again.
/// </summary>
internal static class InteractionPage
{
    private static readonly Wording GoneTitle = new("この画面は使えません", "This page cannot be used");

    private static readonly Wording GoneText = new(
        "時間が過ぎたか、別のブラウザーで始められたサインインです。アプリに戻って、もう一度お試しください。",
        "Too much time has passed, or the sign-in was begun in another browser. Go back to the app and try again.");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/oidc/interaction/{uid}", Show);
        routes.MapPost("/oidc/interaction/{uid}", Answer).RequireRateLimiting(RateLimits.SignIn);
    }

    private static async Task<IResult> Show(
        string uid, HttpRequest request, Interactions interactions, AccountBook accounts, CancellationToken ct)
    {
        if (await interactions.Find(uid, request, ct) is not { } interaction)
            return Gone(request);
        var language = Reader.Language(request, interaction.Locales);
        if (interaction.Prompt == "login")
            return SignInPage.Show(interaction, language, failed: false);
        return interaction.AccountId is { } id && await accounts.Find(id, ct) is { Disabled: false } account
            ? ApprovalPage.Show(interaction, account, language)
            : Gone(request);
    }

    private static async Task<IResult> Answer(
        string uid, HttpRequest request, Interactions interactions, PlatformSettings settings, CancellationToken ct)
    {
        if (!request.IsFormOfOwnOrigin(settings) || await interactions.Find(uid, request, ct) is not { } interaction)
            return Gone(request);
        var form = await request.ReadFormAsync(ct);
        var services = request.HttpContext.RequestServices;
        return interaction.Prompt == "login"
            ? await SignInPage.Answer(interaction, form, Reader.Language(request, interaction.Locales), services, ct)
            : await ApprovalPage.Answer(interaction, form, services, ct);
    }

    private static Page Gone(HttpRequest request)
    {
        var language = Reader.Language(request);
        return new Page(GoneTitle, language, Html.Of(language, $"<p>{GoneText}</p>")) { Status = StatusCodes.Status403Forbidden };
    }
}
