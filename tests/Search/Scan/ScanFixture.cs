using System.Text.Json.Nodes;
using Phr.Tests.Record;

namespace Phr.Tests.Search.Scan;

/// <summary>A server that holds a world, written by one hospital.</summary>
public sealed class ScanFixture : IAsyncLifetime
{
    private const int Seed = 20261122;

    public RecordHost Host { get; } = new();

    internal ScanWorld World { get; } = ScanWorld.Of(Seed, size: 24);

    public HttpClient Hospital { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await Host.InitializeAsync();
        Hospital = Host.Hospital("hospital-a");
        await Write(Hospital, World.All);
    }

    public async Task DisposeAsync()
    {
        Hospital.Dispose();
        await Host.DisposeAsync();
    }

    /// <summary>Ids of the matches; what was answered instead, where it is no Bundle.</summary>
    internal static async Task<IReadOnlyList<string>> Answer(HttpClient http, string query)
    {
        var (status, body, _) = await http.Send(HttpMethod.Get, query);
        return (int)status == 200 ? People.Ids(body) : [$"status {(int)status} {body.ToJsonString()}"];
    }

    /// <summary>Ids of the matches of all pages, in order.</summary>
    internal static async Task<IReadOnlyList<string>> Pages(HttpClient http, string query)
    {
        var ids = new List<string>();
        for (string? next = query; next is not null;)
        {
            var page = await http.Search(next);
            ids.AddRange(People.Ids(page));
            next = page["link"]!.AsArray()
                .FirstOrDefault(link => link!["relation"]!.GetValue<string>() == "next")?["url"]!.GetValue<string>();
        }
        return ids;
    }

    /// <summary>What differs, for a person to read; null where nothing does.</summary>
    internal static string? Difference(string query, IReadOnlyList<string> expected, IReadOnlyList<string> actual) =>
        expected.Order().SequenceEqual(actual.Order())
            ? null
            : $"{Uri.UnescapeDataString(query)}\n  missing: {string.Join(' ', expected.Except(actual))}\n  too many: {string.Join(' ', actual.Except(expected))}";

    internal static async Task Write(HttpClient http, IEnumerable<JsonObject> resources) =>
        await http.Post("", People.Bundle("transaction", [.. resources.Select(resource => new JsonObject
        {
            ["resource"] = resource.DeepClone(),
            ["request"] = new JsonObject { ["method"] = "PUT", ["url"] = $"{ScanWorld.TypeOf(resource)}/{ScanWorld.Id(resource)}" },
        })]));
}
