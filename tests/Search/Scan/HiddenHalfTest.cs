using System.Text.Json.Nodes;
using Phr.Planets.Access;
using Phr.Tests.Record;

namespace Phr.Tests.Search.Scan;

/// <summary>
/// Two hospitals each wrote half of a world that refers to itself across. To each, random searches (chains, <c>_has</c>, composites, near,
/// sorts, pages, totals) answer as if the other half were not there.
/// </summary>
public sealed class HiddenHalfTest(RecordHost host) : IClassFixture<RecordHost>
{
    private const int Searches = 300;

    [Fact]
    public async Task Random_searches_answer_as_if_what_is_hidden_were_not_there()
    {
        var world = ScanWorld.Of(seed: 77, size: 24);
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        var halves = ((HttpClient Http, ScanWorld Sees)[])[(a, Half(world, isB: false)), (b, Half(world, isB: true))];
        foreach (var (http, sees) in halves)
            await ScanFixture.Write(http, sees.All.Where(resource => http == a || !Authors.IsAboutNobody(ScanWorld.TypeOf(resource))));
        var queries = new ScanQueries(world);
        var differences = new List<string>();
        var (found, hidden) = (0, 0);
        for (var i = 0; i < Searches; i++)
        {
            var type = world.Pick(world.Types);
            var criterion = queries.Criterion(type);
            foreach (var (http, sees) in halves)
            {
                var expected = sees.Of(type).Where(resource => criterion.Holds(resource, sees)).Select(ScanWorld.Id).ToList();
                found += expected.Count;
                hidden += world.Of(type).Count(resource => criterion.Holds(resource, world)) - expected.Count;
                var query = $"{type}?{criterion.Text}";
                Note(differences, query, expected, await Whole(http, query, i));
                if (i % 3 == 0)
                    Note(differences, $"{query} (total)", [$"{expected.Count}"], [await Total(http, query)]);
            }
        }
        Assert.True(differences.Count == 0, $"{differences.Count}:\n{string.Join('\n', differences.Take(10))}");
        // Searches that find nothing, or from which nothing is hidden, would prove nothing.
        Assert.True(found > Searches && hidden > Searches, $"found {found}, hidden {hidden}");
    }

    // Each third through pages of two, each third in another order.
    private static async Task<IReadOnlyList<string>> Whole(HttpClient http, string query, int i) => (i % 3) switch
    {
        0 => await ScanFixture.Answer(http, $"{query}&_count=1000"),
        1 => await ScanFixture.Pages(http, $"{query}&_count=7"),
        _ => await ScanFixture.Pages(http, $"{query}&_sort=-_lastUpdated,_id&_count=5"),
    };

    private static async Task<string> Total(HttpClient http, string query) =>
        (await http.Search($"{query}&_summary=count"))["total"]!.ToJsonString();

    private static void Note(List<string> differences, string query, IReadOnlyList<string> expected, IReadOnlyList<string> actual)
    {
        if (ScanFixture.Difference(query, expected, actual) is { } difference)
            differences.Add(difference);
    }

    // What is about nobody is everybody's; patients with odd numbers, and what is about them, are hospital-b's.
    private static ScanWorld Half(ScanWorld world, bool isB)
    {
        var half = world.Copy();
        var others = world.All.Where(resource =>
            !Authors.IsAboutNobody(ScanWorld.TypeOf(resource)) && IsOdd(Patient(resource)) != isB).ToList();
        others.ForEach(half.Remove);
        foreach (var resource in half.Of("Observation"))
        {
            // A hospital writes of no other's Patients.
            if (resource["performer"]?[0]?["reference"]?.GetValue<string>() is { } performer
                && performer.StartsWith("Patient/", StringComparison.Ordinal) && IsOdd(performer) != isB)
                resource.Remove("performer");
        }
        return half;
    }

    private static string Patient(JsonObject resource) => resource["subject"]?["reference"]?.GetValue<string>() ?? ScanWorld.Id(resource);

    private static bool IsOdd(string patient) => (patient[^1] - '0') % 2 == 1;
}
