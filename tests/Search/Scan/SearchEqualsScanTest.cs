using System.Text.Json.Nodes;
using Phr.Tests.Record;

namespace Phr.Tests.Search.Scan;

/// <summary>The law of search: over the real server it finds what looking at every resource finds.</summary>
public sealed class SearchEqualsScanTest(RecordHost host) : IClassFixture<RecordHost>
{
    private const int Searches = 600;

    [Theory]
    [InlineData(20261122)]
    public async Task Random_searches_find_what_a_scan_of_all_resources_finds(int seed)
    {
        var world = ScanWorld.Of(seed, size: 24);
        using var hospital = host.Hospital("hospital-a");
        await Write(hospital, world.All);
        var queries = new ScanQueries(world);
        var differences = new List<string>();
        var found = 0;
        for (var i = 0; i < Searches; i++)
        {
            var type = world.Pick(world.Types);
            ScanCriterion[] criteria = world.Maybe(0.3) ? [queries.Criterion(type), queries.Criterion(type)] : [queries.Criterion(type)];
            var expected = world.Of(type).Where(resource => criteria.All(one => one.Holds(resource, world))).Select(ScanWorld.Id).ToList();
            var query = $"{type}?{string.Join('&', criteria.Select(one => one.Text))}&_count=1000";
            var actual = await Answer(hospital, query);
            found += expected.Count;
            if (!expected.Order().SequenceEqual(actual.Order()))
                differences.Add($"{Uri.UnescapeDataString(query)}\n  missing: {string.Join(' ', expected.Except(actual))}\n  too many: {string.Join(' ', actual.Except(expected))}");
        }
        Assert.True(differences.Count == 0, $"{differences.Count} of {Searches} searches:\n{string.Join('\n', differences.Take(15))}");
        // A generator whose searches find nothing would prove nothing.
        Assert.True(found > Searches * 2, $"found only {found}");
    }

    private static async Task<IReadOnlyList<string>> Answer(HttpClient http, string query)
    {
        var (status, body, _) = await http.Send(HttpMethod.Get, query);
        return (int)status == 200 ? People.Ids(body) : [$"status {(int)status} {body.ToJsonString()}"];
    }

    internal static async Task Write(HttpClient http, IEnumerable<JsonObject> resources)
    {
        foreach (var chunk in resources.Chunk(500))
        {
            await http.Post("", People.Bundle("transaction", [.. chunk.Select(resource => new JsonObject
            {
                ["resource"] = resource.DeepClone(),
                ["request"] = new JsonObject { ["method"] = "PUT", ["url"] = $"{ScanWorld.TypeOf(resource)}/{ScanWorld.Id(resource)}" },
            })]));
        }
    }
}
