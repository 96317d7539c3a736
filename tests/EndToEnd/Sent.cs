using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Phr.Cli.Tokens;
using Phr.Platform.Hosting;

namespace Phr.Tests.EndToEnd;

/// <summary>Requests to a platform, with the tokens that its people and systems get by the real way in.</summary>
internal sealed class Sent(PlatformSettings settings) : IDisposable
{
    private readonly HttpClient _http = new();
    private readonly DemoTokens _tokens = new(settings, new DemoFiles(settings.DataFolder), TimeProvider.System);

    public async Task<JsonObject> Get(string who, string path) => await Answer(await Send(who, HttpMethod.Get, path, null));

    public async Task<JsonObject> Post(string who, string path, string body) => await Answer(await Send(who, HttpMethod.Post, path, body));

    /// <param name="path">Under the FHIR base.</param>
    public async Task<HttpResponseMessage> Send(string who, HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, $"{settings.Urls.Fhir}/{path}".TrimEnd('/'));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await _tokens.For(who, default));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/fhir+json");
        return await _http.SendAsync(request);
    }

    /// <summary>Id of the Patient that a person's token names.</summary>
    public async Task<string> PatientOf(string who) =>
        new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(await _tokens.For(who, default)).GetClaim("patient").Value;

    public void Dispose() => _http.Dispose();

    private static async Task<JsonObject> Answer(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {text}");
        return JsonNode.Parse(text)!.AsObject();
    }
}
