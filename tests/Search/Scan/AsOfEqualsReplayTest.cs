using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Phr.Tests.Record;

namespace Phr.Tests.Search.Scan;

/// <summary>The law of as-of: a search as of a moment finds what the same search found at that moment.</summary>
public sealed class AsOfEqualsReplayTest(ScanFixture scan) : IClassFixture<ScanFixture>
{
    private const int Moments = 6;
    private const int ChangesBetween = 15;
    private const int SearchesEach = 40;

    [Fact]
    public async Task Random_searches_as_of_a_moment_find_what_a_scan_of_the_record_of_that_moment_finds()
    {
        var now = scan.World;
        var past = new List<(string Instant, ScanWorld World)>();
        for (var i = 0; i < Moments; i++)
        {
            past.Add((await Moment(), now.Copy()));
            for (var change = 0; change < ChangesBetween; change++)
                await Change(now);
        }
        var differences = new List<string>();
        foreach (var (instant, world) in past)
        {
            for (var i = 0; i < SearchesEach; i++)
            {
                var type = world.Pick(world.Types);
                var criterion = new ScanQueries(world).Criterion(type);
                var expected = world.Of(type).Where(resource => criterion.Holds(resource, world)).Select(ScanWorld.Id).ToList();
                var query = $"{type}?{criterion.Text}&_count=3&_asOf={Uri.EscapeDataString(instant)}";
                if (ScanFixture.Difference(query, expected, await ScanFixture.Pages(scan.Hospital, query)) is { } difference)
                    differences.Add(difference);
            }
            await SameReads(world, instant);
        }
        Assert.True(differences.Count == 0, $"{differences.Count} searches:\n{string.Join('\n', differences.Take(15))}");
        Assert.Empty((await scan.Host.VerifyProjections()).Faults);
    }

    private async Task SameReads(ScanWorld world, string instant)
    {
        foreach (var resource in scan.World.Of("Observation").Concat(world.Of("Observation")).DistinctBy(ScanWorld.Id))
        {
            var (status, body, _) = await scan.Hospital.Send(
                HttpMethod.Get, $"Observation/{ScanWorld.Id(resource)}?_asOf={Uri.EscapeDataString(instant)}");
            var expected = world.Find("Observation", ScanWorld.Id(resource));
            Assert.Equal(expected is null ? HttpStatusCode.Gone : HttpStatusCode.OK, status);
            body.Remove("meta");
            Assert.True(expected is null || JsonNode.DeepEquals(expected, body), $"{expected}\n{body}");
        }
    }

    private async Task Change(ScanWorld world)
    {
        var type = world.Pick(["Observation", "Observation", "Condition", "Encounter"]);
        var resource = world.Pick(world.Of(type));
        var path = $"{type}/{ScanWorld.Id(resource)}";
        if (world.Maybe(0.25))
        {
            await scan.Hospital.Send(HttpMethod.Delete, path);
            world.Remove(resource);
            return;
        }
        var changed = world.Changed(resource);
        var (status, body, _) = await scan.Hospital.Send(HttpMethod.Put, path, changed);
        Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
        world.Replace(changed);
    }

    // Nothing is recorded in the milliseconds around it.
    private static async Task<string> Moment()
    {
        await Task.Delay(5);
        var instant = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        await Task.Delay(5);
        return instant;
    }
}
