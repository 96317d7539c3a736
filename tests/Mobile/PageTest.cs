using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Phr.Tests.Mobile;

/// <summary>The page in a real browser: sign-in, and what each screen shows and does.</summary>
[Collection("mobile")]
public sealed class PageTest(Chromium chromium, MobileHost mobile) : IClassFixture<Chromium>, IClassFixture<MobileHost>, IAsyncLifetime
{
    private FakeRecord Record => mobile.Platform.Record;

    public Task InitializeAsync()
    {
        Record.Consents.Clear();
        (Record.LinkedB, Record.HasTwoModels, Record.Shift) = (false, false, 0);
        (mobile.Platform.Instead, mobile.Platform.RefusesTokens) = (null, false);
        mobile.Platform.Requests.Clear();
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [SkippableFact]
    public async Task A_sign_in_leaves_no_code_in_the_address_and_no_access_token_in_the_browser()
    {
        await using var phone = await PhonePage.SignedIn(chromium, mobile);

        Assert.Equal(mobile.Address.AbsoluteUri, phone.Page.Url);
        Assert.Equal("phr.refresh", await phone.Page.EvaluateAsync<string>("Object.keys(sessionStorage).join()"));
        Assert.DoesNotContain("ey",
            await phone.Page.EvaluateAsync<string>("JSON.stringify([localStorage, sessionStorage, document.cookie])"),
            StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_tab_that_is_loaded_again_goes_on_without_a_new_sign_in()
    {
        await using var phone = await PhonePage.SignedIn(chromium, mobile);

        await phone.Page.ReloadAsync();

        await Expect(phone.Screen("risk")).ToBeVisibleAsync();
        Assert.Single(mobile.Platform.Requests, asked => asked.Path == "/oidc/auth");
    }

    [SkippableFact]
    public async Task When_the_sign_in_has_ended_the_person_is_asked_to_sign_in_again()
    {
        await using var phone = await PhonePage.SignedIn(chromium, mobile);
        (mobile.Platform.RefusesTokens, mobile.Platform.Instead) = (true, context =>
        {
            context.Response.StatusCode = 401;
            return Task.CompletedTask;
        });

        await phone.Go("timeline", isThere: false);

        await Expect(phone.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("期限が切れました");
        await Expect(phone.Page.Locator("#tabs")).ToBeHiddenAsync();
    }

    [SkippableFact]
    public async Task Nothing_is_computed_until_the_person_switches_it_on()
    {
        await using var phone = await PhonePage.SignedIn(chromium, mobile);
        await Expect(phone.Page.Locator("article.risk")).ToHaveCountAsync(0);

        await phone.Page.GetByRole(AriaRole.Switch, new() { Name = "2型糖尿病" }).PressAsync("Space");

        await Expect(phone.Page.Locator("article.risk")).ToHaveCountAsync(1);
        Assert.Equal("model-use", Record.Consents.Single()["category"]![0]!["coding"]![0]!["code"]!.GetValue<string>());
    }

    [SkippableFact]
    public async Task Where_two_models_answer_each_card_says_which()
    {
        Record.HasTwoModels = true;
        await using var phone = await PhonePage.SignedIn(chromium, mobile, switchedOn: true);

        await Expect(phone.Page.Locator("article.risk").First).ToContainTextAsync("計算したモデル：own 1");
        await Expect(phone.Page.Locator("article.risk").Nth(1)).ToContainTextAsync("計算したモデル：phr-mamba 1");
        await Expect(phone.Page.GetByText("見積もるモデルがありません")).ToBeVisibleAsync();
        await Expect(phone.Page.GetByText("計算したモデル")).ToHaveCountAsync(3);
    }

    [SkippableFact]
    public async Task How_sure_it_is_and_what_can_be_changed_are_shown_as_people_too()
    {
        await using var phone = await PhonePage.SignedIn(chromium, mobile, switchedOn: true);
        var card = phone.Page.Locator("article.risk").First;

        await Expect(card.Locator(".compare")).ToContainTextAsync("記録から言える幅（10人中9人）6〜22 / 100");
        await Expect(phone.Page.Locator("article.risk").Nth(2).Locator(".compare")).ToContainTextAsync("1未満〜7 / 1,000");
        await card.Locator(".changes > summary").ClickAsync();
        var change = card.Locator(".changes li");
        await Expect(change).ToHaveCountAsync(1);
        await Expect(change).ToContainTextAsync("収縮期血圧を10 mmHg下げると");
        await Expect(change.GetByRole(AriaRole.Img)).ToHaveAttributeAsync(
            "aria-label", "100人のうち7人に色が付いています。変えない場合より5人少ない見込みです。");
        await Expect(change).ToContainTextAsync("臨床試験の結果の幅では、100人のうち5〜11人です。");
        await Expect(change).ToContainTextAsync("Lancet 387:957");
        await Expect(phone.Page.Locator("article.risk").Nth(2).Locator(".changes")).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task A_risk_is_shown_as_people_and_said_in_words_at_each_horizon()
    {
        await using var phone = await PhonePage.SignedIn(chromium, mobile, switchedOn: true);
        var card = phone.Page.Locator("article.risk").First;

        await Expect(card.Locator(".figure")).ToContainTextAsync("12人");
        await Expect(card.GetByRole(AriaRole.Img)).ToHaveAttributeAsync("aria-label", "100人のうち12人に色が付いています。残りの88人には起こらない見込みです。");
        await Expect(card.Locator(".compare")).ToContainTextAsync("1年前10 / 100");
        await card.GetByRole(AriaRole.Radio, new() { Name = "10年" }).CheckAsync(new() { Force = true });
        await Expect(card.Locator(".figure")).ToContainTextAsync("23人");

        await Expect(phone.Page.Locator("main")).ToContainTextAsync("次の受診が30日以内にあるのは41人");
        // Under one in a hundred: of a thousand.
        await Expect(phone.Page.Locator("article.risk").Nth(2).Locator(".figure")).ToContainTextAsync("1,000人のうち4人");
    }

    [SkippableFact]
    public async Task What_was_asked_for_and_cannot_be_estimated_is_said_with_its_reason()
    {
        await using var phone = await PhonePage.SignedIn(chromium, mobile);
        await phone.Page.GetByRole(AriaRole.Switch, new() { Name = "心不全の悪化" }).PressAsync("Space");

        await Expect(phone.Page.Locator("main")).ToContainTextAsync("いまのあなたには当てはまりません。");
        await Expect(phone.Page.Locator("article.risk")).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task What_a_risk_is_related_to_leads_to_the_persons_own_entries()
    {
        await using var phone = await PhonePage.SignedIn(chromium, mobile, switchedOn: true);
        var driver = phone.Page.Locator(".drivers > li").First;
        await Expect(driver).ToContainTextAsync("高い方へ 4人分");
        var open = phone.Page.Locator("article.risk").First.Locator(".drivers > li", new() { HasText = "血圧" }).First;
        await Expect(open).ToContainTextAsync("高い方か低い方かは、いまの記録からは言えません");
        await Expect(open.Locator("svg")).ToHaveCountAsync(0);

        await driver.Locator("summary").ClickAsync();
        await driver.GetByRole(AriaRole.Button, new() { Name = "HbA1c" }).ClickAsync();

        await Expect(phone.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("6.1 %");
        await phone.Page.Keyboard.PressAsync("Escape");
        await Expect(phone.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        Assert.DoesNotContain("原因です", await phone.Page.InnerTextAsync("main"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_timeline_goes_on_page_by_page_and_keeps_to_its_filters()
    {
        await using var phone = await PhonePage.SignedIn(chromium, mobile);
        await phone.Go("timeline");
        var items = phone.Page.Locator(".item");

        await Expect(items).ToHaveCountAsync(40);
        await phone.Page.EvaluateAsync("scrollTo(0, document.body.scrollHeight)");
        await Expect(items).ToHaveCountAsync(80);

        await phone.Page.GetByRole(AriaRole.Radio, new() { Name = "処方" }).CheckAsync(new() { Force = true });
        await Expect(items).ToHaveCountAsync(15);
        await phone.Page.GetByLabel("情報源").SelectOptionAsync("phone/own-1");
        await Expect(phone.Page.GetByText("ここに当てはまる記録はありません。")).ToBeVisibleAsync();
    }

    [SkippableFact]
    public async Task A_reading_that_is_typed_in_is_sent_once_under_its_key_and_moves_the_risk()
    {
        await using var phone = await PhonePage.SignedIn(chromium, mobile, switchedOn: true);
        await Expect(phone.Page.Locator(".figure").First).ToContainTextAsync("12人");
        await phone.Go("timeline");
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "測定を記録" }).ClickAsync();
        await phone.Page.GetByLabel("最高血圧").FillAsync("152");
        await phone.Page.GetByLabel("最低血圧").FillAsync("94");
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "記録する" }).ClickAsync();
        await Expect(phone.Page.Locator("#notice")).ToHaveTextAsync("記録しました。");

        var upload = Assert.Single(mobile.Platform.Requests, asked => asked.Path == "/people/me/readings");
        var item = upload.Json["items"]![0]!;
        Assert.Equal((152, 94), (item["components"]!["systolic"]!.GetValue<int>(), item["components"]!["diastolic"]!.GetValue<int>()));
        Assert.Equal((upload.Key, "+09:00"), (item["clientId"]!.GetValue<string>(), item["utcOffset"]!.GetValue<string>()));
        await phone.Go("risk");
        await Expect(phone.Page.Locator(".figure").First).ToContainTextAsync("14人");
    }

    [SkippableFact]
    public async Task A_record_that_matches_is_joined_by_a_tap_and_parted_again()
    {
        await using var phone = await PhonePage.SignedIn(chromium, mobile);
        await phone.Go("sharing");
        await Expect(phone.Page.Locator("#tabs .waiting")).ToHaveCountAsync(1);

        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "自分の記録としてつなぐ" }).ClickAsync();
        await Expect(phone.Page.Locator(".matches")).ToHaveCountAsync(0);
        Assert.True(Record.LinkedB);

        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "解く: さくら病院" }).ClickAsync();
        await phone.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "つながりを解く" }).ClickAsync();
        await Expect(phone.Page.Locator(".matches")).ToHaveCountAsync(1);
        Assert.False(Record.LinkedB);
    }

    [SkippableFact]
    public async Task A_refusal_is_shown_in_the_sentence_that_is_enforced_and_can_be_undone()
    {
        await using var phone = await PhonePage.SignedIn(chromium, mobile);
        await phone.Go("sharing");
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "見せない記録を決める" }).ClickAsync();
        await phone.Page.GetByLabel("だれに").SelectOptionAsync("hospital-b");
        await phone.Page.GetByLabel("どこの記録を").SelectOptionAsync("hospital-a");
        await phone.Page.GetByLabel("どんな記録を").SelectOptionAsync("label:PSY");
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "見せないことにする" }).ClickAsync();

        var sentence = phone.Page.GetByText("さくら病院に、みなと病院が記録したこころの健康の記録を見せません。");
        await Expect(sentence).ToBeVisibleAsync();
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "取り消す" }).ClickAsync();
        await Expect(sentence).ToHaveCountAsync(0);
        Assert.Equal("inactive", Record.Consents.Single()["status"]!.GetValue<string>());
    }

    [SkippableFact]
    public async Task A_switch_whose_request_fails_goes_back()
    {
        await using var phone = await PhonePage.SignedIn(chromium, mobile);
        await phone.Go("sharing");
        mobile.Platform.Instead = context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        };

        await phone.Page.GetByRole(AriaRole.Switch, new() { Name = "生活習慣病の研究" }).ClickAsync();

        await Expect(phone.Page.Locator("#notice")).ToContainTextAsync("いま応答していません");
        await Expect(phone.Page.GetByRole(AriaRole.Switch, new() { Name = "生活習慣病の研究" })).Not.ToBeCheckedAsync();
    }

    [SkippableFact]
    public async Task Markup_in_a_record_stays_text()
    {
        await using var phone = await PhonePage.SignedIn(chromium, mobile);

        var title = await phone.Page.EvaluateAsync<string>("""
            async () => {
              const { entryTitle } = await import('/app/timeline/resource-words.js');
              const { element } = await import('/app/elements.js');
              const made = element('p', {}, entryTitle({ resourceType: 'Observation', code: { text: '<img src=x onerror=alert(1)>' } }));
              document.body.append(made);
              return made.childElementCount + made.textContent;
            }
            """);

        Assert.Equal("0<img src=x onerror=alert(1)>", title);
    }
}
