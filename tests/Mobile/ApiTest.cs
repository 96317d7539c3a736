using Microsoft.AspNetCore.Http;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Phr.Tests.Mobile;

/// <summary>
/// What mobile-api asks of the services behind it, and what it does when they are away, refuse, or are asked for
/// nonsense.
/// </summary>
[Collection("mobile")]
public sealed class ApiTest(MobileHost mobile) : IClassFixture<MobileHost>, IAsyncLifetime
{
    private readonly HttpClient _phone = mobile.Phone();

    public Task InitializeAsync()
    {
        mobile.Platform.Instead = null;
        mobile.Platform.Record.Consents.Clear();
        mobile.Platform.Requests.Clear();
        return Task.CompletedTask;
    }

    public Task DisposeAsync()
    {
        mobile.Platform.Instead = null;
        _phone.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("GET", "me", "/people/me/sources", "")]
    [InlineData("GET", "matches", "/people/me/matches", "")]
    [InlineData("POST", "links", "/people/me/links", "")]
    [InlineData("DELETE", "links/link-a", "/people/me/links/link-a", "")]
    [InlineData("GET", "timeline?type=Observation&source=hospital-a&count=5", "/people/me/timeline", "?type=Observation&source=hospital-a&count=5")]
    [InlineData("GET", "timeline/changes?after=7", "/people/me/timeline/changes", "?after=7")]
    [InlineData("GET", "entries/Observation/hba1c", "/fhir/Observation/hba1c", "")]
    [InlineData("GET", "risks", "/people/me/risks", "")]
    [InlineData("GET", "risks?atLeast=12", "/people/me/risks", "?atLeast=12")]
    [InlineData("GET", "risks?horizonYears=2.5", "/people/me/risks", "?horizonYears=2.5")]
    [InlineData("GET", "risks?horizonYears=2%26x&atLeast=12", "/people/me/risks", "?atLeast=12&horizonYears=2%26x")]
    [InlineData("GET", "parties", "/parties", "")]
    [InlineData("GET", "accesses", "/internal/people/own-1/accesses", "?count=50")]
    [InlineData("GET", "accesses?count=200&before=9", "/internal/people/own-1/accesses", "?count=200&before=9")]
    [InlineData("POST", "streams/own-1/erase", "/people/me/streams/own-1/erase", "")]
    public async Task A_request_goes_on_with_the_persons_own_token(string method, string path, string behind, string query)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "POST" ? Json("{}") : null };
        var answer = await _phone.SendAsync(request);

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        var asked = Assert.Single(mobile.Platform.Requests, asked => asked.Path == behind);
        Assert.Equal((method, query), (asked.Method, asked.Query));
        Assert.Equal(_phone.DefaultRequestHeaders.Authorization!.ToString(), asked.Authorization);
    }

    [Fact]
    public async Task Readings_go_on_with_their_key_and_answer_item_by_item()
    {
        const string batch = """{"connection":"watch","items":[{"clientId":"a"},{"clientId":"b"}]}""";
        var answer = await Upload(batch, "key-1");

        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(["a", "b"], body.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("clientId").GetString()));
        var asked = Assert.Single(mobile.Platform.Requests, asked => asked.Path == "/people/me/readings");
        Assert.Equal(("key-1", batch), (asked.Key, asked.Body));
    }

    [Theory]
    [InlineData("GET", "timeline?colour=red", 400, "colour")]
    [InlineData("GET", "timeline?type=", 400, "type")]
    [InlineData("GET", "timeline?type=A&type=B", 400, "type")]
    [InlineData("GET", "timeline/changes", 400, "after")]
    [InlineData("GET", "timeline/changes?after=-1", 400, "after")]
    [InlineData("GET", "entries/observation/a", 400, "type")]
    [InlineData("GET", "entries/Observation/a%20b", 400, "id")]
    [InlineData("GET", "entries/Observation/%2E%2E", 404, null)]
    [InlineData("GET", "risks?atLeast=-1", 400, "atLeast")]
    [InlineData("GET", "risks?atLeast=many", 400, null)]
    [InlineData("GET", "accesses?count=0", 400, "count")]
    [InlineData("GET", "accesses?count=201", 400, "count")]
    [InlineData("PUT", "switches/baldness", 404, "outcome")]
    [InlineData("PUT", "switches/kidney-decline", 400, "on")]
    [InlineData("PUT", "studies/study-1", 400, "in")]
    [InlineData("POST", "consents/refusals", 400, "organisation")]
    [InlineData("DELETE", "consents/a_b", 400, "id")]
    [InlineData("DELETE", "links/a_b", 400, "consent")]
    [InlineData("POST", "streams/a_b/erase", 400, "patient")]
    public async Task Nonsense_is_refused_with_its_place_and_goes_no_further(string method, string path, int status, string? place)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path)
        {
            Content = method is "POST" or "PUT" ? Json("{}") : null,
        };
        var (answered, problem) = await Problem(await _phone.SendAsync(request));

        Assert.Equal((status, place), (answered, problem["place"]?.GetValue<string>()));
        Assert.DoesNotContain(mobile.Platform.Requests, asked => asked.Path != "/oidc/jwks");
    }

    [Theory]
    [InlineData("""{"label":"HAIR"}""", 422, "label")]
    [InlineData("""{"type":"observation"}""", 400, "type")]
    [InlineData("""{"organisation":"a b"}""", 400, "organisation")]
    [InlineData("""{"source":"../x"}""", 400, "source")]
    [InlineData("""{"organisaton":"hospital-b"}""", 400, null)]
    [InlineData("""{"organisation":5}""", 400, null)]
    [InlineData("{", 400, null)]
    [InlineData("""{"organisation":"hospital-z"}""", 422, "Consent.provision.actor[0].reference")]
    public async Task A_refusal_that_cannot_be_enforced_is_not_stored(string refusal, int status, string? place)
    {
        var (answered, problem) = await Problem(await _phone.PostAsync("consents/refusals", Json(refusal)));

        Assert.Equal((status, place), (answered, problem["place"]?.GetValue<string>()));
        Assert.Empty(mobile.Platform.Record.Consents);
    }

    [Fact]
    public async Task An_upload_needs_a_key_and_json()
    {
        Assert.Equal((400, "Idempotency-Key"), await Refused(await Upload("{}", null)));
        Assert.Equal((400, "Idempotency-Key"), await Refused(await Upload("{}", new string('k', 129))));
        Assert.Equal((415, null), await Refused(await Upload("{}", "k", "text/csv")));
        Assert.DoesNotContain(mobile.Platform.Requests, asked => asked.Path == "/people/me/readings");
    }

    [Fact]
    public async Task A_body_of_the_limit_goes_on_and_one_byte_more_is_refused()
    {
        const int limit = 64 * 1024;
        string Padded(int bytes) => $$"""{"patients":["{{new string('p', bytes - 17)}}"]}""";

        var at = await _phone.PostAsync("links", Json(Padded(limit)));
        var past = await _phone.PostAsync("links", Json(Padded(limit + 1)));

        Assert.Equal(HttpStatusCode.Created, at.StatusCode);
        Assert.Equal(413, (await Problem(past)).Status);
        Assert.Equal(limit, Assert.Single(mobile.Platform.Requests, asked => asked.Path == "/people/me/links").Body.Length);
    }

    [Fact]
    public async Task Only_a_person_with_a_valid_token_is_let_in()
    {
        async Task<HttpStatusCode> As(string token)
        {
            using var phone = mobile.Phone(token);
            return (await phone.GetAsync("me")).StatusCode;
        }

        using var nobody = new HttpClient { BaseAddress = new Uri(mobile.Address, "api/") };
        Assert.Equal(401, (await Problem(await nobody.GetAsync("me"))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, await As("x.y.z"));
        Assert.Equal(HttpStatusCode.Unauthorized, await As(mobile.Platform.Token(seconds: -60)));
        Assert.Equal(HttpStatusCode.Forbidden, await As(mobile.Platform.Token(role: "hospital", patient: null)));
        Assert.Equal(HttpStatusCode.OK, await As(mobile.Platform.Token()));
    }

    [Theory]
    [InlineData("accesses")]
    [InlineData("consents")]
    [InlineData("switches")]
    public async Task A_person_whose_record_is_not_made_yet_is_told_so(string path)
    {
        using var phone = mobile.Phone(mobile.Platform.Token(patient: null));

        Assert.Equal(409, (await Problem(await phone.GetAsync(path))).Status);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(302)]
    public async Task A_service_that_fails_is_said_to_be_away_without_its_words(int status)
    {
        mobile.Platform.Instead = async context =>
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync("stack trace of depression");
        };
        var answer = await _phone.GetAsync("me");

        Assert.Equal(503, (await Problem(answer)).Status);
        Assert.DoesNotContain("depression", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("me")]
    [InlineData("consents")]
    [InlineData("risks")]
    public async Task A_service_that_breaks_off_is_said_to_be_away(string path)
    {
        mobile.Platform.Instead = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

        Assert.Equal(503, (await Problem(await _phone.GetAsync(path))).Status);
    }

    [Fact]
    public async Task A_refusal_of_another_service_is_passed_on_in_its_words()
    {
        var (status, problem) = await Problem(await _phone.PostAsync("streams/pa/erase", Json("""{"reason":"x"}""")));

        Assert.Equal((409, "The source has a duty to keep this until 2031."), (status, problem["title"]!.GetValue<string>()));
    }

    [Fact]
    public async Task An_outcome_of_fhir_becomes_a_problem()
    {
        var (status, problem) = await Problem(await _phone.GetAsync("entries/Observation/none"));

        Assert.Equal((404, "Nothing is here.", "not-found"),
            (status, problem["title"]!.GetValue<string>(), problem["code"]!.GetValue<string>()));
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private async Task<HttpResponseMessage> Upload(string batch, string? key, string type = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "readings") { Content = new StringContent(batch, Encoding.UTF8, type) };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await _phone.SendAsync(request);
    }

    private static async Task<(int Status, string? Place)> Refused(HttpResponseMessage answer)
    {
        var (status, problem) = await Problem(answer);
        return (status, problem["place"]?.GetValue<string>());
    }

    private static async Task<(int Status, JsonObject Problem)> Problem(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal((int)answer.StatusCode, problem["status"]!.GetValue<int>());
        return ((int)answer.StatusCode, problem);
    }
}
