using System.Text.Json.Nodes;
using Phr.Tests.Record;

namespace Phr.Tests.Search.Scan;

/// <summary>The law of search: over the real server it finds what looking at every resource finds.</summary>
public sealed class SearchEqualsScanTest(ScanFixture scan) : IClassFixture<ScanFixture>
{
    private const int Searches = 600;

    private readonly ScanWorld _world = scan.World;

    [Fact]
    public async Task Random_searches_find_what_a_scan_of_all_resources_finds()
    {
        var queries = new ScanQueries(_world);
        var differences = new List<string>();
        var found = 0;
        for (var i = 0; i < Searches; i++)
        {
            var type = _world.Pick(_world.Types);
            ScanCriterion[] criteria = _world.Maybe(0.3) ? [queries.Criterion(type), queries.Criterion(type)] : [queries.Criterion(type)];
            var expected = _world.Of(type).Where(resource => criteria.All(one => one.Holds(resource, _world))).Select(ScanWorld.Id)
                .ToList();
            found += expected.Count;
            var query = $"{type}?{string.Join('&', criteria.Select(one => one.Text))}&_count=1000";
            if (ScanFixture.Difference(query, expected, await ScanFixture.Answer(scan.Hospital, query)) is { } difference)
                differences.Add(difference);
        }
        Assert.True(differences.Count == 0, $"{differences.Count} of {Searches} searches:\n{string.Join('\n', differences.Take(15))}");
        // A generator whose searches find nothing would prove nothing.
        Assert.True(found > Searches * 2, $"found only {found}");
    }

    [Fact]
    public async Task Sorted_pages_are_the_scan_in_order()
    {
        for (var i = 0; i < 60; i++)
        {
            var type = _world.Pick(_world.Types);
            var sort = ScanOrder.Random(_world, type);
            var criterion = new ScanQueries(_world).Criterion(type);
            var expected = sort.Of(_world.Of(type).Where(resource => criterion.Holds(resource, _world) && sort.IsDefined(resource)))
                .Select(ScanWorld.Id);
            var query = $"{type}?{criterion.Text}{sort.Text}&_count={_world.Pick([1, 3, 7, 50])}";

            Assert.Equal(expected, await ScanFixture.Pages(scan.Hospital, query));
        }
    }

    [Fact]
    public async Task Total_is_the_number_of_matches_also_where_the_page_is_shorter()
    {
        foreach (var type in _world.Types)
        {
            var page = await scan.Hospital.Search($"{type}?_total=accurate&_count=1");
            Assert.Equal(_world.Of(type).Count, page["total"]!.GetValue<int>());
            Assert.Null((await scan.Hospital.Search($"{type}?_total=none&_count=1"))["total"]);
        }
    }

    [Fact]
    public async Task A_compartment_holds_what_refers_to_its_resource()
    {
        foreach (var patient in _world.Of("Patient").Select(ScanWorld.Id))
        {
            var self = $"Patient/{patient}";
            var observations = Ids(_world.Of("Observation").Where(one => Refers(one, "subject|performer", self)));
            var others = Ids(new[] { "Condition", "Encounter", "RiskAssessment" }.SelectMany(_world.Of)
                .Where(one => Refers(one, "subject", self)));

            Same(observations, await ScanFixture.Answer(scan.Hospital, $"{self}/Observation?_count=1000"));
            Same([patient, .. observations, .. others], await ScanFixture.Pages(scan.Hospital, $"{self}/*?_count=7"));
            Same(others.Where(id => id.StartsWith("condition", StringComparison.Ordinal)),
                await ScanFixture.Answer(scan.Hospital, $"{self}/*?_type=Condition"));
        }
        foreach (var encounter in _world.Of("Encounter").Select(ScanWorld.Id))
        {
            var self = $"Encounter/{encounter}";
            Same(
                Ids(_world.Of("Observation").Where(one => Refers(one, "encounter", self) && one["status"]!.GetValue<string>() == "final")),
                await ScanFixture.Answer(scan.Hospital, $"{self}/Observation?status=final&_count=1000"));
        }
    }

    [Fact]
    public async Task A_search_over_types_is_the_sum_of_theirs()
    {
        foreach (var patient in _world.Of("Patient").Select(ScanWorld.Id).Take(6))
        {
            var expected = Ids(new[] { "Condition", "Observation" }.SelectMany(_world.Of)
                .Where(one => Refers(one, "subject", $"Patient/{patient}")));

            Same(expected, await ScanFixture.Answer(scan.Hospital, $"?_type=Condition,Observation&patient={patient}&_count=1000"));
        }
        Same(["observation-1", "patient-1"], await ScanFixture.Answer(scan.Hospital, "?_id=observation-1,patient-1&_sort=_id"));
        Same(Ids(_world.All), await ScanFixture.Pages(scan.Hospital, "?_lastUpdated=gt2020-01-01&_count=40"));
    }

    [Fact]
    public async Task Includes_are_what_the_references_of_the_page_name()
    {
        var matches = _world.Of("Encounter");
        var forward = Targets(matches, "subject|serviceProvider|participant.individual").ToHashSet();
        var reverse = Ids(_world.Of("Observation").Where(one => matches.Any(match => Refers(one, "encounter", Self(match)))));

        Same(forward, await Included("Encounter?_count=1000&_include=*"));
        Same(forward, await Included("Encounter?_count=1000&_include=Encounter:*"));
        Same(Targets(matches, "subject").ToHashSet(), await Included("Encounter?_count=1000&_include=Encounter:patient:Patient"));
        Same(reverse, await Included("Encounter?_count=1000&_revinclude=Observation:encounter"));
        Assert.Superset(reverse.ToHashSet(), (await Included("Encounter?_count=1000&_revinclude=*")).ToHashSet());
        var organisations = _world.Of("Organization").ToDictionary(Self);
        var parents = new HashSet<string>();
        for (var next = organisations["Organization/organization-5"]; next["partOf"] is { } up
            && parents.Add(up["reference"]!.GetValue<string>().Split('/')[1]);)
            next = organisations[up["reference"]!.GetValue<string>()];
        Same(parents, await Included("Organization?_id=organization-5&_include:iterate=Organization:partof"));
    }

    private async Task<IReadOnlyList<string>> Included(string query) =>
        [.. (await scan.Hospital.Search(query))["entry"]!.AsArray()
            .Where(entry => entry!["search"]!["mode"]!.GetValue<string>() == "include")
            .Select(entry => entry!["resource"]!["id"]!.GetValue<string>())];

    private static IEnumerable<string> Targets(IEnumerable<JsonObject> resources, string path) => resources
        .SelectMany(resource => ScanValue.At(resource, path)).Select(reference => reference["reference"]!.GetValue<string>().Split('/')[1]);

    private static void Same(IEnumerable<string> expected, IEnumerable<string> actual) => Assert.Equal(expected.Order(), actual.Order());

    private static string Self(JsonObject resource) => $"{ScanWorld.TypeOf(resource)}/{ScanWorld.Id(resource)}";

    private static List<string> Ids(IEnumerable<JsonObject> resources) => [.. resources.Select(ScanWorld.Id)];

    private static bool Refers(JsonObject resource, string path, string self) =>
        ScanValue.At(resource, path).Any(reference => reference["reference"]!.GetValue<string>() == self);
}
