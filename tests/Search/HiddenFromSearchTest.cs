using System.Net;
using System.Text.Json.Nodes;
using Phr.Tests.Record;
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
    public async Task A_hidden_observation_is_found_through_no_channel(string query)
    {
        var (a, person, b) = await Hidden();
        using var other = b;
        using var author = a;
        query = query.Replace("{a}", person, StringComparison.Ordinal)
            .Replace("{now}", DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"), StringComparison.Ordinal);

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

    // What one hospital wrote of a person whom the other treats, too, and who has not linked the two.
    private async Task<(HttpClient Author, string Patient, HttpClient Other)> Hidden()
    {
        var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Canary"));
        var encounter = await a.Create(new JsonObject
        {
            ["resourceType"] = "Encounter", ["status"] = "finished", ["class"] = new JsonObject { ["code"] = "AMB" },
            ["subject"] = new JsonObject { ["reference"] = $"Patient/{patient}" },
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
        return (a, patient, host.Hospital("hospital-b"));
    }
}
