using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Phr.Tests.Record;

namespace Phr.Tests.Intake;

/// <summary>Batches as a phone sends them.</summary>
internal static class Uploads
{
    /// <summary>The morning of a day in the past, whatever day it is.</summary>
    public static readonly DateTimeOffset Morning = new(2026, 5, 1, 7, 0, 0, TimeSpan.FromHours(9));

    public static JsonObject Batch(string connection, params JsonObject[] items) =>
        new() { ["connection"] = connection, ["items"] = new JsonArray([.. items]) };

    /// <summary>One value a minute from a time on.</summary>
    public static JsonObject HeartRate(DateTimeOffset start, params decimal[] values) => new()
    {
        ["metric"] = "heart-rate", ["unit"] = "/min", ["start"] = start.ToString("O"),
        ["samples"] = new JsonArray([.. values.Select((value, i) => new JsonArray(i * 60_000, value))]),
    };

    public static JsonObject BloodPressure(DateTimeOffset start, decimal systolic, decimal diastolic) => new()
    {
        ["metric"] = "blood-pressure", ["unit"] = "mm[Hg]", ["start"] = start.ToString("O"),
        ["components"] = new JsonObject { ["systolic"] = systolic, ["diastolic"] = diastolic },
    };

    public static JsonObject Weight(DateTimeOffset start, decimal kilograms, string? clientId = null)
    {
        var item = new JsonObject { ["metric"] = "body-weight", ["unit"] = "kg", ["start"] = start.ToString("O"), ["value"] = kilograms };
        if (clientId is not null)
            item["clientId"] = clientId;
        return item;
    }

    public static JsonObject Deleted(string clientId) => new() { ["clientId"] = clientId, ["deleted"] = true };

    public static async Task<(HttpStatusCode Status, JsonObject Body, HttpResponseMessage Response)> Upload(
        this HttpClient phone, JsonNode batch, string? key = "", string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "../people/me/readings")
        {
            Content = new StringContent(batch.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue(contentType)),
        };
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key.Length == 0 ? Guid.NewGuid().ToString() : key);
        var response = await phone.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject(), response);
    }

    /// <summary>Uploads what has to succeed.</summary>
    public static async Task<JsonObject> Uploaded(this HttpClient phone, string connection, params JsonObject[] items)
    {
        var (status, answer, _) = await phone.Upload(Batch(connection, items));
        Assert.True(status == HttpStatusCode.OK, $"{(int)status} {answer.ToJsonString()}");
        return answer;
    }

    public static IReadOnlyList<string> Outcomes(JsonObject answer) =>
        [.. answer["results"]!.AsArray().Select(result => result!["result"]!.GetValue<string>())];
}
