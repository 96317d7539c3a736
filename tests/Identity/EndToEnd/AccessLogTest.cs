using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Phr.Cli.Tokens;

namespace Phr.Tests.Identity.EndToEnd;

[Collection(IdentityCollection.Name)]
public sealed class AccessLogTest(IdentityStack stack) : IAsyncLifetime
{
    private Person _person = null!;
    private string _token = "";

    public async Task InitializeAsync()
    {
        await stack.Party("hospital-reader");
        _person = await stack.Patient();
        _token = (await SignInFlow.Run(await stack.App(), _person.Credentials, People.PhoneScope, TimeProvider.System, default)).AccessToken;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_person_sees_at_once_who_read_their_record_and_who_tried_newest_first()
    {
        Happen("clinician", "hospital-reader", "search", "Observation", "permitted", 12);
        Happen("hospital", "hospital-reader", "search", "Condition", "hidden", 2);
        Happen("clinician", "hospital-unknown", "read", null, "denied", 0);

        var (_, answer) = await List();

        Assert.Equal(["denied", "hidden", "permitted"], answer["accesses"]!.AsArray().Select(access => (string)access!["outcome"]!));
        Assert.Equal(
            [
                "hospital-unknownの医療者が、診療のために、あなたの記録に触れようとして、断られました。",
                "hospital-reader 病院のシステムが、診療のために、あなたの病名を探しましたが、2 件は見せませんでした。",
                "hospital-reader 病院の医療者が、診療のために、あなたの検査・測定 12 件を探しました。",
            ],
            Sentences(answer, "ja"));
        Assert.Equal(
            [
                "A clinician of hospital-unknown tried to reach your record for your care and was refused.",
                "The system of hospital-reader hospital searched your diagnoses for your care; 2 entries were left out.",
                "A clinician of hospital-reader hospital searched your test results and measurements (12 entries) for your care.",
            ],
            Sentences(answer, "en"));
    }

    [Fact]
    public async Task An_attempt_that_found_nothing_says_that_nothing_was_shown()
    {
        Happen("hospital", "hospital-reader", "search-type", "Condition", "hidden", 0);

        var (_, answer) = await List();

        Assert.Equal(["hospital-reader 病院のシステムが、診療のために、あなたの病名を探しましたが、何も見せませんでした。"], Sentences(answer, "ja"));
        Assert.Equal(["The system of hospital-reader hospital searched your diagnoses for your care; nothing was shown."], Sentences(answer, "en"));
    }

    [Fact]
    public async Task Pages_neither_repeat_nor_leave_out_while_more_is_recorded()
    {
        for (var i = 0; i < 5; i++)
            Happen("clinician", "hospital-reader", "read", "Observation", "permitted", i);
        var (_, first) = await List("?count=2");
        Happen("clinician", "hospital-reader", "read", "Observation", "permitted", 99);
        var (_, second) = await List($"?count=2&before={first["next"]}");
        var (_, third) = await List($"?count=2&before={second["next"]}");

        Assert.Equal([4, 3, 2, 1, 0], new[] { first, second, third }.SelectMany(page => page["accesses"]!.AsArray()).Select(a => (int)a!["count"]!));
        Assert.Null(third["next"]);
    }

    [Fact]
    public async Task More_accesses_than_a_page_are_all_read()
    {
        for (var i = 0; i < 2_001; i++)
            Happen("hospital", "hospital-reader", "read", "Observation", "permitted", 1);
        await List();
        await using var count = stack.Database.CreateCommand($"select count(*) from consent.access where patient = '{_person.Patient}'");
        Assert.Equal(2_001L, await count.ExecuteScalarAsync());
    }

    [Fact]
    public async Task What_is_no_access_moves_nothing_and_hides_nothing_that_is_known()
    {
        Happen("clinician", "hospital-reader", "read", "Observation", "permitted", 1);
        await List();
        var broken = Happen("clinician", "hospital-reader", "read", "Observation", "perhaps", 1);

        var (status, answer) = await List();
        Assert.Equal((HttpStatusCode.OK, 1), (status, answer["accesses"]!.AsArray().Count));

        lock (stack.Planets.Accesses)
            broken["outcome"] = "denied";
        Assert.Equal(2, (await List()).Answer["accesses"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("?count=1", HttpStatusCode.OK)]
    [InlineData("?count=200", HttpStatusCode.OK)]
    [InlineData("?count=0", HttpStatusCode.BadRequest)]
    [InlineData("?count=201", HttpStatusCode.BadRequest)]
    [InlineData("?before=x", HttpStatusCode.BadRequest)]
    public async Task A_page_has_its_limits(string query, HttpStatusCode expected) => Assert.Equal(expected, (await List(query)).Status);

    [Fact]
    public async Task Nobody_sees_the_log_of_another()
    {
        var other = await stack.Patient();
        Assert.Equal(HttpStatusCode.Forbidden, (await List(patient: other.Patient)).Status);

        using var hospital = await stack.Hospital("hospital-nosy");
        using var tokens = new Phr.Platform.Identity.ServiceTokens(
            hospital, new Uri(stack.Consent, "oidc/token"), stack.Settings.Urls.Issuer, "system/*.rs", new HttpClient(), TimeProvider.System);
        _token = await tokens.Token(default);
        Assert.Equal(HttpStatusCode.Forbidden, (await List()).Status);
    }

    private JsonObject Happen(string role, string organisation, string interaction, string? type, string outcome, int count)
    {
        lock (stack.Planets.Accesses)
        {
            var access = new JsonObject
            {
                ["number"] = stack.Planets.Accesses.Count + 1L, ["time"] = DateTimeOffset.UtcNow.ToString("O"), ["patient"] = _person.Patient,
                ["actor"] = "someone", ["organisation"] = organisation, ["role"] = role, ["client"] = "records", ["purpose"] = "TREAT",
                ["interaction"] = interaction, ["type"] = type, ["outcome"] = outcome, ["count"] = count, ["decision"] = "d1",
            };
            stack.Planets.Accesses.Add(access);
            return access;
        }
    }

    private async Task<(HttpStatusCode Status, JsonNode Answer)> List(string query = "", string? patient = null)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        using var answer = await http.GetAsync(new Uri(stack.Consent, $"internal/people/{patient ?? _person.Patient}/accesses{query}"));
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    private static IEnumerable<string> Sentences(JsonNode answer, string language) =>
        answer["accesses"]!.AsArray().Select(access => (string)access!["sentence"]![language]!);
}
