using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Phr.Platform.Identity;

namespace Phr.Tests.Identity.EndToEnd;

[Collection(IdentityCollection.Name)]
public sealed class CompileTest(IdentityStack stack)
{
    [Fact]
    public async Task Planets_server_is_told_what_a_consent_means_with_the_names_of_those_registered()
    {
        await stack.Party("hospital-compile");
        var consent = Phr.Tests.Consent.Consents.With("""
            {"type":"deny","securityLabel":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"PSY"}],
             "actor":[{"role":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ParticipationType","code":"IRCP"}]},
                       "reference":{"identifier":{"system":"https://phr.example/fhir/sid/organisation","value":"hospital-compile"}}}]}
            """);

        var (status, answer) = await Compile(consent.ToJsonString());

        Assert.Equal(HttpStatusCode.OK, status);
        var rule = answer["rules"]!.AsArray().Single()!;
        Assert.Equal(("deny", "hospital-compile", 18), ((string?)rule["effect"], (string?)rule["actor"], (int)rule["specificity"]!));
        Assert.Equal("PSY", (string?)rule["label"]!["code"]);
        Assert.Equal("hospital-compile 病院に、こころの健康の記録を見せません。", (string?)answer["sentence"]!["ja"]);
        Assert.Equal("Do not show entries on mental health to hospital-compile hospital.", (string?)answer["sentence"]!["en"]);
    }

    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest, "Consent")]
    [InlineData("[]", HttpStatusCode.BadRequest, "Consent")]
    [InlineData("""{"resourceType":"Patient"}""", HttpStatusCode.BadRequest, "Consent")]
    [InlineData("""{"resourceType":"Consent","status":"inactive","status":"active"}""", HttpStatusCode.BadRequest, "Consent")]
    [InlineData("""{"resourceType":"Consent","status":"active"}""", HttpStatusCode.UnprocessableEntity, "Consent.patient")]
    public async Task What_cannot_be_understood_is_refused_with_its_place(string body, HttpStatusCode expected, string place)
    {
        var (status, answer) = await Compile(body);
        Assert.Equal((expected, place), (status, (string?)answer["place"]));
    }

    [Fact]
    public async Task A_consent_is_read_up_to_its_limit_and_not_past_it()
    {
        const string head = "{\"resourceType\":\"Patient\",\"x\":\"", tail = "\"}";
        static string Padded(int bytes) => head + new string('x', bytes - head.Length - tail.Length) + tail;
        Assert.Equal(HttpStatusCode.BadRequest, (await Compile(Padded(1 << 20))).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await Compile(Padded((1 << 20) + 1))).Status);
    }

    private async Task<(HttpStatusCode Status, JsonNode Answer)> Compile(string body)
    {
        using var tokens = stack.Tokens("planets");
        using var http = new HttpClient(new ServiceTokenHandler(tokens) { InnerHandler = new SocketsHttpHandler() });
        using var content = new StringContent(body, new MediaTypeHeaderValue("application/fhir+json"));
        using var answer = await http.PostAsync(new Uri(stack.Consent, "internal/compile"), content);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }
}
