using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Phr.Consent.Consents;

namespace Phr.Tests.Mobile;

/// <summary>What a tap writes: the Consents behind refusals, switches and studies, by the rules that they compile to.</summary>
[Collection("mobile")]
public sealed class OwnConsentsTest(MobileHost mobile) : IClassFixture<MobileHost>, IAsyncLifetime
{
    private readonly HttpClient _phone = mobile.Phone();

    private List<JsonObject> Stored => mobile.Platform.Record.Consents;

    public Task InitializeAsync()
    {
        Stored.Clear();
        return Task.CompletedTask;
    }

    public Task DisposeAsync()
    {
        _phone.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("""{"organisation":"hospital-b","source":"hospital-a","label":"PSY"}""", "hospital-b", "hospital-a", "PSY", null)]
    [InlineData("""{"organisation":"hospital-b","type":"Condition"}""", "hospital-b", null, null, "Condition")]
    [InlineData("""{"source":"person"}""", null, "person", null, null)]
    [InlineData("""{"label":"R"}""", null, null, "R", null)]
    [InlineData("""{"organisation":"hospital-c"}""", "hospital-c", null, null, null)]
    public async Task A_refusal_compiles_to_one_denial_of_what_was_chosen(string refusal, string? actor,
        string? source, string? label, string? type)
    {
        var answer = await Post("consents/refusals", refusal);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("Consent/c1", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("consent").GetString());
        var rule = Assert.Single(Rules(Stored.Single()));
        Assert.Equal((RuleEffect.Deny, actor, source, label, type), (rule.Effect, rule.Actor, rule.Source, rule.Label?.Code, rule.Type));
        Assert.Null(rule.Purpose);
    }

    [Fact]
    public async Task Consents_are_listed_over_all_pages_each_with_its_sentence()
    {
        foreach (var label in new[] { "PSY", "HIV", "STD", "SDV", "R" })
            await Post("consents/refusals", $$"""{"label":"{{label}}"}""");

        var listed = (await _phone.GetFromJsonAsync<JsonElement>("consents")).GetProperty("consents").EnumerateArray().ToList();

        Assert.Equal(5, listed.Count);
        Assert.All(listed, consent => Assert.Equal(("sharing", "deny"), (Text(consent, "kind"), Text(consent, "effect"))));
        Assert.Equal("どの機関にも、HIV の記録を見せません。", Text(listed[1].GetProperty("sentence"), "ja"));
    }

    [Fact]
    public async Task Ending_a_consent_twice_ends_it_once()
    {
        await Post("consents/refusals", """{"label":"PSY"}""");

        Assert.Equal(HttpStatusCode.NoContent, (await _phone.DeleteAsync("consents/c1")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await _phone.DeleteAsync("consents/c1")).StatusCode);

        Assert.Equal(("inactive", "2"), (Text(Stored.Single(), "status"), Stored.Single()["meta"]!["versionId"]!.GetValue<string>()));
        Assert.Equal(HttpStatusCode.NotFound, (await _phone.DeleteAsync("consents/none")).StatusCode);
    }

    [Fact]
    public async Task Switching_on_twice_permits_the_model_once()
    {
        await Switch("kidney-decline", on: true);
        await Switch("kidney-decline", on: true);

        var rule = Assert.Single(Rules(Stored.Single()));
        Assert.Equal((RuleEffect.Permit, "model:kidney-decline", "RISK"), (rule.Effect, rule.Actor, rule.Purpose));
        Assert.Equal(["kidney-decline"], await On());
    }

    [Fact]
    public async Task Switching_one_outcome_off_leaves_the_others_of_its_consent()
    {
        Stored.Add(ModelUse("permit", "kidney-decline", "type-2-diabetes"));

        await Switch("kidney-decline", on: false);
        Assert.Equal(["type-2-diabetes"], await On());
        Assert.Equal("active", Text(Stored.Single(), "status"));

        await Switch("type-2-diabetes", on: false);
        Assert.Empty(await On());
        Assert.Equal("inactive", Text(Stored.Single(), "status"));
    }

    [Fact]
    public async Task Switching_on_ends_what_forbade_it()
    {
        Stored.Add(ModelUse("deny", "kidney-decline"));
        Assert.Empty(await On());

        await Switch("kidney-decline", on: true);

        Assert.Equal(["kidney-decline"], await On());
        Assert.Equal(["inactive", "active"], Stored.Select(consent => Text(consent, "status")));
    }

    [Fact]
    public async Task A_study_is_joined_once_and_left_again()
    {
        foreach (var wanted in new[] { true, true })
            await Put("studies/study-1", $$"""{"in":{{(wanted ? "true" : "false")}}}""");
        var rule = Assert.Single(Rules(Stored.Single()));
        Assert.Equal((RuleEffect.Permit, "study-1", "HRESCH"), (rule.Effect, rule.Actor, rule.Purpose));
        Assert.True(await IsIn());

        await Put("studies/study-1", """{"in":false}""");
        Assert.False(await IsIn());
        Assert.Equal("inactive", Text(Stored.Single(), "status"));
    }

    [Theory]
    [InlineData("hospital-a")]
    [InlineData("study-9")]
    public async Task What_is_no_study_cannot_be_joined(string study)
    {
        var answer = await _phone.PutAsync($"studies/{study}", new StringContent("""{"in":true}""", null, "application/json"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Empty(Stored);
    }

    private static IEnumerable<ConsentRule> Rules(JsonObject consent)
    {
        var (meaning, refusal) = ConsentMeaning.Of(
            JsonSerializer.SerializeToElement(consent), DateTimeOffset.UtcNow,
            code => new Party(code, code, code, code.StartsWith("study", StringComparison.Ordinal)));
        Assert.Null(refusal);
        return meaning!.Rules;
    }

    private static JsonObject ModelUse(string type, params string[] outcomes) => new()
    {
        ["resourceType"] = "Consent", ["id"] = "m1", ["meta"] = new JsonObject { ["versionId"] = "1" }, ["status"] = "active",
        ["scope"] = Concept("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy"),
        ["category"] = new JsonArray(Concept("https://phr.example/fhir/CodeSystem/consent-category", "model-use")),
        ["patient"] = new JsonObject { ["reference"] = "Patient/own-1" },
        ["provision"] = new JsonObject
        {
            ["type"] = type,
            ["code"] = new JsonArray([.. outcomes.Select(outcome => Concept("https://phr.example/fhir/CodeSystem/risk-outcome", outcome))]),
        },
    };

    private static JsonObject Concept(string system, string code) => new()
    {
        ["coding"] = new JsonArray(new JsonObject { ["system"] = system, ["code"] = code }),
    };

    private Task<HttpResponseMessage> Post(string path, string body) =>
        _phone.PostAsync(path, new StringContent(body, null, "application/json"));

    private async Task Put(string path, string body) =>
        Assert.Equal(HttpStatusCode.OK, (await _phone.PutAsync(path, new StringContent(body, null, "application/json"))).StatusCode);

    private Task Switch(string outcome, bool on) => Put($"switches/{outcome}", $$"""{"on":{{(on ? "true" : "false")}}}""");

    private async Task<List<string?>> On() =>
    [
        .. (await _phone.GetFromJsonAsync<JsonElement>("switches")).GetProperty("switches").EnumerateArray()
            .Where(each => each.GetProperty("on").GetBoolean()).Select(each => Text(each, "outcome")),
    ];

    private async Task<bool> IsIn() =>
        (await _phone.GetFromJsonAsync<JsonElement>("studies"))
            .GetProperty("studies").EnumerateArray().Single().GetProperty("in").GetBoolean();

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static string? Text(JsonObject resource, string name) => resource[name]?.GetValue<string>();
}
