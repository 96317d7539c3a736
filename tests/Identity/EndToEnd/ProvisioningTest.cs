using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Phr.Tests.Identity.EndToEnd;

[Collection(IdentityCollection.Name)]
public sealed class ProvisioningTest(IdentityStack stack)
{
    [Theory]
    [InlineData("""{"nameJa":"","nameEn":"x"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"nameJa":"病院","nameEn":"hospital"}""", HttpStatusCode.NoContent)]
    [InlineData("""{"nameJa":"病院","nameEn":"hospital","isStudy":true}""", HttpStatusCode.Conflict)]
    public async Task An_organisation_is_registered_and_renamed_and_stays_what_it_is(string body, HttpStatusCode expected)
    {
        await stack.Party("hospital-provisioned");
        Assert.Equal(expected, await Put("internal/parties/hospital-provisioned", JsonNode.Parse(body)!));
    }

    [Theory]
    [InlineData("person")]
    [InlineData("Hospital")]
    [InlineData("model:x")]
    public async Task A_code_that_means_something_else_in_rules_is_not_given_to_an_organisation(string code) =>
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity, await Put($"internal/parties/{code}", JsonNode.Parse("""{"nameJa":"x","nameEn":"x"}""")!));

    [Theory]
    [InlineData("role", "\"admin\"")]
    [InlineData("role", "null")]                    // Keys without a role: neither a system nor an app.
    [InlineData("organisation", "\"nowhere\"")]
    [InlineData("organisation", "null")]
    [InlineData("scopes", "\"\"")]
    [InlineData("scopes", "\"system/Foo.rs\"")]
    [InlineData("scopes", "\"all\"")]
    [InlineData("jwks", "{}")]
    [InlineData("jwks", """{"keys":[]}""")]
    [InlineData("jwks", """{"keys":[{"kty":"oct","k":"AAAA","kid":"1"}]}""")]
    [InlineData("jwks", """{"keys":[{"kty":"EC","crv":"P-384","x":"AA","y":"AA"}]}""")]
    [InlineData("jwks", """{"keys":[{"kty":"EC","crv":"P-384","x":"AA","y":"AA","d":"AA","kid":"1"}]}""")]
    [InlineData("redirectUris", """["https://app.example/cb"]""")]
    public async Task A_system_that_is_not_complete_is_not_registered(string member, string value)
    {
        using var key = await stack.Hospital("hospital-complete");
        var client = new JsonObject
        {
            ["nameJa"] = "x", ["nameEn"] = "x", ["scopes"] = "system/*.rs", ["role"] = "hospital", ["organisation"] = "hospital-complete",
            ["jwks"] = key.PublicKeySet(),
        };
        client[member] = JsonNode.Parse(value);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Put("internal/clients/incomplete", client));
    }

    [Theory]
    [InlineData("https://app.example/callback", HttpStatusCode.NoContent)]
    [InlineData("http://127.0.0.1/callback", HttpStatusCode.NoContent)]
    [InlineData("jp.example.phr:/callback", HttpStatusCode.NoContent)]
    [InlineData("http://app.example/callback", HttpStatusCode.UnprocessableEntity)]
    [InlineData("javascript:alert(1)", HttpStatusCode.UnprocessableEntity)]
    [InlineData("https://app.example/callback#x", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/callback", HttpStatusCode.UnprocessableEntity)]
    public async Task An_app_is_sent_back_to_places_that_are_its_own(string redirectUri, HttpStatusCode expected) => Assert.Equal(
        expected, await Put("internal/clients/app-of-places", new JsonObject
        {
            ["nameJa"] = "x", ["nameEn"] = "x", ["scopes"] = "openid", ["redirectUris"] = new JsonArray(redirectUri),
        }));

    [Theory]
    [InlineData("""{"role":"patient"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"role":"king","login":"k","password":"x","name":"x","kana":"x"}""", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("""{"role":"clinician",WHO}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"role":"clinician",WHO,"organisation":"nowhere"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"role":"researcher",WHO,"organisation":"nowhere","sex":"male"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"role":"patient",WHO,"birthDate":"2000-01-01"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"role":"patient",WHO,"birthDate":"2000-01-01","sex":"male","insuredPersonVerified":true}""", HttpStatusCode.UnprocessableEntity)]
    public async Task An_account_that_is_not_complete_is_not_made(string account, HttpStatusCode expected)
    {
        const string who = "\"login\":\"someone-x\",\"password\":\"kaze to hikari\",\"name\":\"x\",\"kana\":\"カ\"";
        var body = JsonNode.Parse(account.Replace("WHO", who, StringComparison.Ordinal));
        using var answer = await stack.Operator.PostAsJsonAsync("internal/accounts", body);
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_verified_insured_person_number_belongs_to_one_account()
    {
        static JsonObject Draft(string login, bool verified) => new()
        {
            ["role"] = "patient", ["login"] = login, ["password"] = People.Password, ["name"] = "山田 花", ["kana"] = "やまだ はな",
            ["birthDate"] = "1950-05-05", ["sex"] = "female", ["insuredPerson"] = "99999999:一:二:01",
            ["insuredPersonVerified"] = verified,
        };
        await stack.Make(Draft("verified-1", true));
        await stack.Make(Draft("unverified-1", false));

        using var second = await stack.Operator.PostAsJsonAsync("internal/accounts", Draft("verified-2", true));

        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Contains("insuredPerson", await second.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<HttpStatusCode> Put(string path, JsonNode body)
    {
        using var answer = await stack.Operator.PutAsJsonAsync(path, body);
        return answer.StatusCode;
    }
}
