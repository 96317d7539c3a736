using System.Net;
using System.Text.Json.Nodes;
using Phr.Planets.Search.Criteria;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Search;

/// <summary>References to what lies below or above a resource in the hierarchy of its type. R4 search.html#modifiers.</summary>
public sealed class HierarchyTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task What_refers_to_a_place_below_or_above_is_found()
    {
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Placed"));
        var house = await a.Create(Part("Location", null));
        var ward = await a.Create(Part("Location", house));
        var bed = await a.Create(Part("Location", ward));
        var other = await a.Create(Part("Location", null));
        var stays = new Dictionary<string, string>();
        foreach (var place in (string[])[house, ward, bed, other])
            stays[place] = await a.Create(Stay(patient, place));

        Assert.Equal(Of(house, ward, bed), await Found($"location:below={house}"));
        Assert.Equal(Of(ward, bed), await Found($"location:below=Location/{ward}"));
        Assert.Equal(Of(bed, other), await Found($"location:below={bed},{other}"));
        Assert.Equal(Of(house, ward, bed), await Found($"location:above={bed}"));
        Assert.Equal(Of(house), await Found($"location:above={house}"));
        Assert.Equal(Of(ward), await Found($"location={ward}"));
        Assert.Equal(Of(house, ward, bed), await Found($"_filter=not (location eq Location/{other})&location:below={house}"));
        Assert.Equal([bed], await a.Ids($"Location?partof:below={ward}"));
        Assert.Equal(new[] { bed, ward }.Order(), (await a.Ids($"Location?partof:below={house}")).Order());

        async Task<IEnumerable<string>> Found(string query) => (await a.Ids($"Encounter?{query}&patient={patient}")).Order();

        IEnumerable<string> Of(params string[] places) => places.Select(place => stays[place]).Order();
    }

    [Fact]
    public async Task A_circle_ends_and_levels_are_limited()
    {
        using var a = host.Hospital("hospital-a");
        var first = await a.Create(Part("Organization", null));
        var second = await a.Create(Part("Organization", first));
        var changed = Part("Organization", second);
        changed["id"] = first;
        await a.Send(HttpMethod.Put, $"Organization/{first}", changed);
        var chain = new List<string>();
        for (var i = 0; i <= HierarchyCriterion.LevelsMax + 2; i++)
            chain.Add(await a.Create(Part("Organization", chain.LastOrDefault())));

        Assert.Equal(new[] { first, second }.Order(), (await a.Ids($"Organization?partof:below={first}")).Order());
        Assert.Equal(HierarchyCriterion.LevelsMax + 1, (await a.Ids($"Organization?partof:below={chain[0]}&_count=100")).Count);
    }

    [Fact]
    public async Task What_consent_hides_leads_to_nothing_below_it()
    {
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        var patient = await a.Create(Patient("Hidden"));
        var upper = await a.Create(Visit(patient, null));
        var lower = await a.Create(Visit(patient, upper));
        await a.Create(Visit(patient, lower));
        var atB = await b.Create(Patient("Seen"));
        var own = await b.Create(Visit(atB, lower));

        Assert.Equal(2, (await a.Ids($"Encounter?part-of:below={upper}")).Count);
        Assert.Empty(await b.Ids($"Encounter?part-of:below={upper}"));
        Assert.Equal([own], await b.Ids($"Encounter?part-of:below={lower}"));
    }

    [Theory]
    [InlineData("Observation?patient:below=1", "not-supported")]
    [InlineData("Encounter?location:below=Patient/1", "invalid")]
    [InlineData("Encounter?location:below=", "invalid")]
    [InlineData("Encounter?location:above=a b", "invalid")]
    public async Task Where_there_is_no_hierarchy_the_modifier_is_refused(string query, string code)
    {
        using var a = host.Hospital("hospital-a");

        var (status, outcome, _) = await a.Send(HttpMethod.Get, query);

        Assert.Equal((HttpStatusCode.BadRequest, code), (status, outcome["issue"]![0]!["code"]!.GetValue<string>()));
    }

    private static JsonObject Part(string type, string? of)
    {
        var part = new JsonObject { ["resourceType"] = type, ["name"] = "Part" };
        if (of is not null)
            part["partOf"] = new JsonObject { ["reference"] = $"{type}/{of}" };
        return part;
    }

    private static JsonObject Stay(string patient, string place)
    {
        var stay = Visit(patient, null);
        stay["location"] = new JsonArray(new JsonObject { ["location"] = new JsonObject { ["reference"] = $"Location/{place}" } });
        return stay;
    }

    private static JsonObject Visit(string patient, string? partOf)
    {
        var visit = new JsonObject
        {
            ["resourceType"] = "Encounter", ["status"] = "finished", ["class"] = new JsonObject { ["code"] = "AMB" },
            ["subject"] = new JsonObject { ["reference"] = $"Patient/{patient}" },
        };
        if (partOf is not null)
            visit["partOf"] = new JsonObject { ["reference"] = $"Encounter/{partOf}" };
        return visit;
    }
}
