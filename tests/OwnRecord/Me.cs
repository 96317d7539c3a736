using System.Net;
using System.Text.Json.Nodes;
using Phr.Tests.Record;

namespace Phr.Tests.OwnRecord;

/// <summary>Requests of a person about themself.</summary>
internal static class Me
{
    public static Task<(HttpStatusCode Status, JsonObject Body, HttpResponseMessage Response)> Ask(
        this HttpClient phone, HttpMethod method, string path, JsonNode? body = null) => phone.SendJson(method, $"../people/me/{path}", body);

    /// <summary>Asks for what has to be there.</summary>
    public static async Task<JsonObject> Get(this HttpClient phone, string path)
    {
        var (status, body, _) = await phone.Ask(HttpMethod.Get, path);
        Assert.True(status == HttpStatusCode.OK, $"{(int)status} {body.ToJsonString()}");
        return body;
    }

    /// <summary>Links what has to be linked and gives the id of the Consent.</summary>
    public static async Task<string> Link(this HttpClient phone, params string[] patients)
    {
        var (status, body, _) = await phone.Ask(HttpMethod.Post, "links", Patients(patients));
        Assert.True(status == HttpStatusCode.Created, $"{(int)status} {body.ToJsonString()}");
        return body["consent"]!.GetValue<string>()["Consent/".Length..];
    }

    public static JsonObject Patients(params string[] patients) => new() { ["patients"] = new JsonArray([.. patients.Select(id => JsonValue.Create(id))]) };

    public static IReadOnlyList<string> Ids(JsonObject timeline) =>
        [.. timeline["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>())];

    private static async Task<(HttpStatusCode, JsonObject, HttpResponseMessage)> SendJson(
        this HttpClient phone, HttpMethod method, string path, JsonNode? body)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        var response = await phone.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject(), response);
    }
}
