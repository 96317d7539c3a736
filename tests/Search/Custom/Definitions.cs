using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Phr.Tests.Record;

namespace Phr.Tests.Search.Custom;

/// <summary>SearchParameters of a site, and searches that wait for their index as a client does.</summary>
internal static class Definitions
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static JsonObject Definition(string code, string type, string expression, string of = "Observation", string? target = null)
    {
        var definition = new JsonObject
        {
            ["resourceType"] = "SearchParameter", ["url"] = $"https://site.example/SearchParameter/{code}", ["name"] = code.Replace("-", "", StringComparison.Ordinal),
            ["status"] = "active", ["description"] = code, ["code"] = code, ["base"] = new JsonArray(of), ["type"] = type, ["expression"] = expression,
        };
        if (target is not null)
            definition["target"] = new JsonArray(target);
        return definition;
    }

    /// <summary>Searches again while it is told to come later.</summary>
    public static async Task<IReadOnlyList<string>> Found(this HttpClient http, string query)
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            var (status, body, response) = await http.Send(HttpMethod.Get, query);
            if (status == HttpStatusCode.OK)
                return People.Ids(body);
            Assert.True(status == HttpStatusCode.ServiceUnavailable && Stopwatch.GetElapsedTime(begun) < Patience, $"{query}: {(int)status} {body.ToJsonString()}");
            Assert.True(response.Headers.RetryAfter?.Delta > TimeSpan.Zero);
            await Task.Delay(100);
        }
    }

    /// <summary>Waits for a count in the database to become what it has to be.</summary>
    public static async Task Becomes(this RecordHost host, long expected, string sql)
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            var count = await host.Count(sql);
            if (count == expected)
                return;
            Assert.True(Stopwatch.GetElapsedTime(begun) < Patience, $"{count} instead of {expected}: {sql}");
            await Task.Delay(100);
        }
    }

    public static async Task<long> Count(this RecordHost host, string sql)
    {
        await using var command = host.Database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
