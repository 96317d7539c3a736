using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Phr.Consent.Accounts;
using Phr.Consent.Clients;
using Phr.Consent.Pages;

namespace Phr.Consent.SignIn;

/// <summary>What an app asks for, one box a scope, and the person's answer.</summary>
internal static class ApprovalPage
{
    /// <summary>These say how the app works and go with whatever else is approved.</summary>
    private static readonly string[] Always = ["openid", "launch/patient"];

    private static readonly Wording Title = new("アプリに認めること", "What the app may do");
    private static readonly Wording Choose = new("認めるものを選んでください", "Choose what you allow");
    private static readonly Wording Later = new("あとからやめることもできます。", "You can end this later.");
    private static readonly Wording Allow = new("認める", "Allow");
    private static readonly Wording Deny = new("認めない", "Do not allow");

    public static Page Show(Interaction interaction, Account account, Language language)
    {
        var boxes = Asked(interaction, account).Where(word => !Always.Contains(word)).Select((word, i) => Box(word, i, language));
        return new Page(Title, language, Html.Of(language, $"""
            <p>{Asks(interaction.Client.Wording, account.Name)}</p>
            <form method="post">
            <fieldset>
            <legend>{Choose}</legend>
            {Html.Join(boxes)}
            </fieldset>
            <p class="hint">{Later}</p>
            <button type="submit" name="answer" value="allow">{Allow}</button>
            <button type="submit" name="answer" value="deny" class="quiet">{Deny}</button>
            </form>
            """))
        {
            LeadsTo = interaction.RedirectUri,
        };
    }

    public static async Task<IResult> Answer(Interaction interaction, IFormCollection form, IServiceProvider services, CancellationToken ct)
    {
        var results = services.GetRequiredService<InteractionResult>();
        var account = interaction.AccountId is { } id ? await services.GetRequiredService<AccountBook>().Find(id, ct) : null;
        if (account is not { Disabled: false } || form["answer"] != "allow")
            return results.Denied(interaction.Uid);
        var asked = Asked(interaction, account);
        var ticked = form["scope"].ToHashSet();
        var approved = asked.Where(word => Always.Contains(word) || ticked.Contains(word)).ToList();
        // A sign-in alone may be what was asked for; otherwise unticking everything is a no.
        return approved.Exists(IsOfData) || !asked.Any(IsOfData)
            ? results.Approved(interaction.Uid, account.Id, approved)
            : results.Denied(interaction.Uid);
    }

    private static IReadOnlyList<string> Asked(Interaction interaction, Account account) =>
        ScopeGrant.Of(interaction.Scope, interaction.Client.Scopes, account.Role.ToString().ToLowerInvariant());

    private static bool IsOfData(string word) => word.Contains('/', StringComparison.Ordinal) && !Always.Contains(word);

    private static Wording Asks(Wording app, string person) =>
        new($"「{app.Ja}」が、{person} さんに次のことを求めています。", $"“{app.En}” asks {person} for the following.");

    private static Html Box(string word, int number, Language language) => Html.Of(language, $"""
        <label class="choice" for="scope-{number}"><input id="scope-{number}" type="checkbox" name="scope" value="{word}" checked>
        <span>{ScopeWording.Of(word)}</span></label>
        """);
}
