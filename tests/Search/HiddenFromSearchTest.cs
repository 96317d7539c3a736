using System.Net;
using System.Text.Json.Nodes;
using Phr.Tests.Record;
using Phr.Tests.Search.Custom;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Search;

/// <summary>A canary: what consent hides is found through no channel of a search, and its answer is that of a record without it.</summary>
public sealed class HiddenFromSearchTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Theory]
    [InlineData("Observation?patient={a}")]
    [InlineData("Observation?patient={a}&_total=accurate&_count=1")]
    [InlineData("Observation?patient={a}&_summary=count")]
    [InlineData("Observation?code-value-quantity=canary$77||mm[Hg]")]
    [InlineData("Observation?code=canary&_sort=status")]
    [InlineData("Observation?code:not=other&patient={a}")]
    [InlineData("Observation?code:text=Canary")]
    [InlineData("Observation?_sort=-value-quantity&patient={a}")]
    [InlineData("Patient/{a}/Observation")]
    [InlineData("Patient/{a}/*?_type=Observation")]
    [InlineData("?_type=Observation,Condition&patient={a}")]
    [InlineData("Patient?_id={a}&_has:Observation:patient:code=canary")]
    [InlineData("Patient?_has:Observation:patient:value-quantity=77")]
    [InlineData("Encounter?_has:Observation:encounter:code=canary")]
    [InlineData("DiagnosticReport?result.code=canary")]
    [InlineData("DiagnosticReport?result:Observation.value-quantity=77")]
    [InlineData("Observation?patient={a}&_asOf={now}")]
    [InlineData("Observation?code=canary&_sort=date&_count=1")]
    [InlineData("Encounter?location.near=35.6|139.7|5|km&subject=Patient/{a}")]
    [InlineData("Location?near=35.6|139.7|5|km&_has:Encounter:location:subject=Patient/{a}")]
    [InlineData("Patient?_has:Encounter:patient:_has:Observation:encounter:code=canary")]
    [InlineData("Patient?_has:DiagnosticReport:patient:result.code=canary")]
    [InlineData("DiagnosticReport?result.code-value-quantity=canary$77||mm[Hg]")]
    [InlineData("Observation?_list={list}")]
    [InlineData("Observation?_list={list}&_summary=count")]
    [InlineData("Location?_list={list}")]
    [InlineData("Patient?_has:Observation:patient:_list={list}")]
    [InlineData("DiagnosticReport?result._list={list}")]
    [InlineData("Observation?_content=canary")]
    [InlineData("Observation?_content=not nothing&patient={a}&_summary=count")]
    [InlineData("Patient?_has:Observation:patient:_content=canary")]
    [InlineData("DiagnosticReport?result._content=canary")]
    [InlineData("Observation?_filter=code eq canary")]
    [InlineData("Observation?_filter=code eq canary and not (status eq cancelled)&_summary=count")]
    [InlineData("Patient?_id={a}&_filter=name eq \"Canary\" or gender eq male")]
    [InlineData("DiagnosticReport?_filter=result[code eq canary].status eq final")]
    [InlineData("DiagnosticReport?_filter=result.value-quantity ge 70 or result.status eq cancelled")]
    public async Task A_hidden_observation_is_found_through_no_channel(string query)
    {
        var (a, person, b) = await Hidden();
        using var other = b;
        using var author = a;
        query = query.Replace("{a}", person, StringComparison.Ordinal)
            .Replace("{list}", $"list-of-{person}", StringComparison.Ordinal)
            .Replace("{now}", DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"), StringComparison.Ordinal);

        await author.Found(query);
        var (status, seen, _) = await other.Send(HttpMethod.Get, query);
        var (_, own, _) = await author.Send(HttpMethod.Get, query);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(own["entry"] is not null || own["total"]!.GetValue<int>() > 0, $"The author finds nothing either: {own}");
        Assert.Empty(Ids(seen));
        Assert.True(seen["total"] is null || seen["total"]!.GetValue<int>() == 0, seen.ToJsonString());
    }

    [Theory]
    [InlineData("DiagnosticReport?code=report&_include=*")]
    [InlineData("DiagnosticReport?code=report&_include=DiagnosticReport:result")]
    [InlineData("Encounter?status=finished&_revinclude=*")]
    [InlineData("Encounter?status=finished&_revinclude:iterate=Observation:encounter")]
    public async Task A_hidden_observation_is_included_by_nothing(string query)
    {
        var (a, _, b) = await Hidden();
        using var other = b;
        using var author = a;

        Assert.DoesNotContain("canary", (await other.Search(query)).ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("canary", (await author.Search(query)).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_ones_own_shows_nothing_hidden_that_it_names()
    {
        var (a, person, b) = await Hidden();
        using var other = b;
        using var author = a;
        var hidden = (await author.Ids($"Observation?patient={person}")).Single();
        var own = await other.Create(Observation(await other.Create(Patient("Own")), "own", 1m));
        var list = await other.Create(new JsonObject
        {
            ["resourceType"] = "List", ["status"] = "current", ["mode"] = "working",
            ["entry"] = new JsonArray([.. new[] { hidden, own }.Select(id =>
                new JsonObject { ["item"] = new JsonObject { ["reference"] = $"Observation/{id}" } })]),
        });

        Assert.Equal([own], await other.Ids($"Observation?_list={list}"));
        Assert.Equal([own], await other.Ids($"Observation?_list=List/{list},no-such"));
        Assert.Empty(await author.Ids($"Observation?_list={list}"));
    }

    // What one hospital wrote of a person whom the other treats, too, and who has not linked the two.
    private async Task<(HttpClient Author, string Patient, HttpClient Other)> Hidden()
    {
        var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Canary"));
        var place = await a.Create(new JsonObject
        {
            ["resourceType"] = "Location", ["position"] = new JsonObject { ["latitude"] = 35.6m, ["longitude"] = 139.7m },
        });
        var encounter = await a.Create(new JsonObject
        {
            ["resourceType"] = "Encounter", ["status"] = "finished", ["class"] = new JsonObject { ["code"] = "AMB" },
            ["subject"] = new JsonObject { ["reference"] = $"Patient/{patient}" },
            ["location"] = new JsonArray(new JsonObject { ["location"] = new JsonObject { ["reference"] = $"Location/{place}" } }),
        });
        var canary = Observation(patient, "canary", 77m);
        canary["code"]!["text"] = "Canary";
        canary["encounter"] = new JsonObject { ["reference"] = $"Encounter/{encounter}" };
        var id = await a.Create(canary);
        await a.Create(new JsonObject
        {
            ["resourceType"] = "DiagnosticReport", ["status"] = "final", ["code"] = Concept(Loinc, "report"),
            ["subject"] = new JsonObject { ["reference"] = $"Patient/{patient}" },
            ["result"] = new JsonArray(new JsonObject { ["reference"] = $"Observation/{id}" }),
        });
        await a.Send(HttpMethod.Put, $"List/list-of-{patient}", new JsonObject
        {
            ["resourceType"] = "List", ["id"] = $"list-of-{patient}", ["status"] = "current", ["mode"] = "working",
            ["subject"] = new JsonObject { ["reference"] = $"Patient/{patient}" },
            ["entry"] = new JsonArray(Item($"Observation/{id}"), Item($"Location/{place}")),
        });
        return (a, patient, host.Hospital("hospital-b"));

        static JsonObject Item(string reference) => new() { ["item"] = new JsonObject { ["reference"] = reference } };
    }
}
