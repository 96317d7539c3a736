using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Phr.Simulator.Households;
using Phr.Simulator.Writing.Fhir;
using Phr.Tests.Record;

namespace Phr.Tests.Simulator;

/// <summary>The household's Bundles at the platform itself.</summary>
public sealed class HouseholdRecordTest(RecordHost host) : IClassFixture<RecordHost>
{
    private static readonly Household Home = Household.Demo(new DateOnly(2026, 11, 22));

    [Fact]
    public async Task Hospital_A_sends_the_whole_record_and_finds_it_and_sending_again_stores_nothing()
    {
        using var hospital = host.Hospital("hospital-a");
        var bundles = Home.First.Bundles(Home.HospitalA).ToList();

        var created = 0;
        foreach (var bundle in bundles)
        {
            created += (await Send(hospital, bundle)).Count(status => status.StartsWith("201", StringComparison.Ordinal));
        }

        // Patient and Organization are in every Bundle and created once.
        Assert.Equal(bundles.Sum(bundle => bundle.Entries) - (2 * (bundles.Count - 1)), created);
        var visits = Home.First.Record.Encounters.Where(visit => visit.Site == Home.HospitalA.Site).ToList();
        Assert.Equal(visits.Count, await Total(hospital, "Encounter"));
        var (system, code) = Household.MentalHealthLabel;
        Assert.Equal(visits.Count(visit => visit.IsMentalHealth), await Total(hospital, $"Encounter?_security={system}|{code}"));
        foreach (var bundle in bundles)
        {
            Assert.All(await Send(hospital, bundle), status => Assert.StartsWith("200", status, StringComparison.Ordinal));
        }
    }

    /// <summary>The status of each entry's answer.</summary>
    private static async Task<IReadOnlyList<string>> Send(HttpClient hospital, HospitalBundle bundle)
    {
        using var body = new ByteArrayContent(bundle.Utf8) { Headers = { ContentType = new MediaTypeHeaderValue("application/fhir+json") } };
        using var response = await hospital.PostAsync("", body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return [.. JsonNode.Parse(text)!["entry"]!.AsArray().Select(entry => (string)entry!["response"]!["status"]!)];
    }

    private static async Task<int> Total(HttpClient hospital, string query) =>
        (int)(await hospital.Search(query + (query.Contains('?') ? "&" : "?") + "_total=accurate&_count=1"))["total"]!;
}
