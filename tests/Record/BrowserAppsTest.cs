using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Record;

/// <summary>What an app in a browser needs before and around its requests: SMART's document, CORS, media types that say more.</summary>
public sealed class BrowserAppsTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task An_app_finds_where_to_sign_in_below_the_FHIR_base()
    {
        using var nobody = host.Anonymous();

        var smart = JsonNode.Parse(await nobody.GetStringAsync(new Uri(".well-known/smart-configuration", UriKind.Relative)))!;

        Assert.EndsWith("/token", (string)smart["token_endpoint"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_any_origin_may_ask_before_it_has_a_token()
    {
        using var nobody = host.Anonymous();
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "Patient/1");
        preflight.Headers.Add("Origin", "https://app.example");
        preflight.Headers.Add("Access-Control-Request-Method", "PUT");
        preflight.Headers.Add("Access-Control-Request-Headers", "authorization,if-match");

        using var answer = await nobody.SendAsync(preflight);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Contains("PUT", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Methods")), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task A_page_reads_answers_and_errors_and_no_cache_keeps_them()
    {
        using var a = host.Hospital("hospital-a");
        using var nobody = host.Anonymous();
        var id = await a.Create(Patient("Sato"));

        var (given, without) = (await Asked(a, $"Patient/{id}"), await Asked(nobody, $"Patient/{id}"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (given.StatusCode, without.StatusCode));
        Assert.All([given, without], answer => Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin"))));
        Assert.Contains("ETag", Assert.Single(given.Headers.GetValues("Access-Control-Expose-Headers")), StringComparison.Ordinal);
        Assert.True(given.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task What_is_not_FHIR_is_open_to_no_origin()
    {
        using var nobody = new HttpClient { BaseAddress = host.Settings.Urls.Planets };

        using var answer = await Asked(nobody, "internal/accesses");

        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("application/fhir+json; fhirVersion=4.0", HttpStatusCode.Created)]
    [InlineData("application/fhir+json; charset=UTF-8", HttpStatusCode.Created)]
    [InlineData("application/fhir+json; fhirVersion=3.0", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/fhir+xml; fhirVersion=5.0", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/fhir+json; charset=iso-8859-1", HttpStatusCode.UnsupportedMediaType)]
    public async Task A_body_of_another_version_or_encoding_is_refused(string type, HttpStatusCode expected)
    {
        using var a = host.Hospital("hospital-a");
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(Patient("Sato").ToJsonString()));
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        using var answer = await a.PostAsync(new Uri("Patient", UriKind.Relative), body);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("application/fhir+json; fhirVersion=4.0", HttpStatusCode.OK)]
    [InlineData("application/fhir+json; fhirVersion=3.0, */*;q=0.1", HttpStatusCode.OK)]
    [InlineData("application/fhir+json; fhirVersion=3.0", HttpStatusCode.NotAcceptable)]
    [InlineData("application/fhir+xml; fhirVersion=3.0", HttpStatusCode.NotAcceptable)]
    [InlineData("application/fhir+json;q=0", HttpStatusCode.NotAcceptable)]
    public async Task An_answer_of_another_version_is_not_given(string accept, HttpStatusCode expected)
    {
        using var a = host.Hospital("hospital-a");
        using var request = new HttpRequestMessage(HttpMethod.Get, "Patient?_count=1");
        request.Headers.Add("Accept", accept);

        using var answer = await a.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("application/fhir+xml")]
    [InlineData("application/fhir%2Bxml")]
    public async Task A_format_may_be_sent_with_its_plus_as_it_is(string format)
    {
        using var a = host.Hospital("hospital-a");

        using var answer = await a.GetAsync(new Uri($"Patient?_count=1&_format={format}", UriKind.Relative));

        Assert.Equal("application/fhir+xml", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_stored_resource_is_validated_by_a_profile_that_a_call_names()
    {
        using var a = host.Hospital("hospital-a");
        var id = await a.Create(Patient("Sato"));
        var call = new JsonObject
        {
            ["resourceType"] = "Parameters",
            ["parameter"] = new JsonArray(
                new JsonObject { ["name"] = "mode", ["valueCode"] = "profile" },
                new JsonObject { ["name"] = "profile", ["valueUri"] = "http://nowhere.example/profile" }),
        };

        var (status, outcome, _) = await a.Send(HttpMethod.Post, $"Patient/{id}/$validate", call);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("nowhere.example", outcome.ToJsonString(), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> Asked(HttpClient client, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Origin", "https://app.example");
        return await client.SendAsync(request);
    }
}
