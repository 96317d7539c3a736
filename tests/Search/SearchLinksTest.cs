using System.Net;
using Phr.Planets.Search;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Search;

/// <summary>Links to further pages outlive the server, and a query that none can hold is refused at once.</summary>
public sealed class SearchLinksTest(RecordHost host) : IClassFixture<RecordHost>
{
    private const int IdCharactersMax = 64;

    [Fact]
    public async Task Links_lead_on_after_a_restart_in_every_order_to_what_was_there_when_the_search_began()
    {
        using var hospital = host.Hospital("hospital-a");
        var patient = await hospital.Create(Patient("Restart"));
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
            ids.Add(await hospital.Create(Observation(patient, $"c{i}", 100 + i, $"2026-04-0{i + 1}")));
        string[] orders = ["_sort=_lastUpdated", "_sort=date", "_sort=value-quantity", "_sort=code", "_sort=code,-date"];
        var firsts = new List<System.Text.Json.Nodes.JsonObject>();
        foreach (var order in orders)
            firsts.Add(await hospital.Search($"Observation?patient={patient}&_count=2&{order}"));
        var elsewhere = await hospital.Search($"?_type=Observation,Condition&patient={patient}&_count=2");
        var inside = await hospital.Search($"Patient/{patient}/Observation?_count=2&_sort=date");

        await hospital.Send(HttpMethod.Delete, $"Observation/{ids[4]}");
        await host.Restart();
        await hospital.Create(Observation(patient, "c9", 200m, "2026-04-09"));

        foreach (var first in firsts)
            Assert.Equal(ids, await SearchPages.From(hospital, first));
        Assert.Equal(ids, await SearchPages.From(hospital, elsewhere));
        Assert.Equal(ids, await SearchPages.From(hospital, inside));
    }

    [Theory]
    [InlineData(SearchForm.BytesMax, HttpStatusCode.OK)]
    [InlineData(SearchForm.BytesMax + 1, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_form_is_limited(int bytes, HttpStatusCode expected)
    {
        using var hospital = host.Hospital("hospital-a");

        var (status, answer) = await hospital.Form("Observation/_search", "code=".PadRight(bytes, 'a'));

        Assert.True(expected == status, $"{(int)status} {answer}");
        Assert.Equal(expected == HttpStatusCode.OK ? "Bundle" : "OperationOutcome", answer["resourceType"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_form_of_five_hundred_ids_has_pages()
    {
        using var hospital = host.Hospital("hospital-a");
        var ids = await Three(hospital);
        var named = Enumerable.Range(0, SearchTerm.ValuesMax - ids.Count).Select(_ => Guid.NewGuid().ToString()).Concat(ids);

        var (status, first) = await hospital.Form("Observation/_search", $"_id={string.Join(',', named)}&_count=1");

        Assert.True(status == HttpStatusCode.OK, first.ToJsonString());
        Assert.Equal(ids, await SearchPages.From(hospital, first));
    }

    [Fact]
    public async Task The_longest_query_in_an_address_has_pages()
    {
        using var hospital = host.Hospital("hospital-a");
        var ids = await Three(hospital);
        var query = $"?_count=1&_id={string.Join(',', ids)}";
        while (query.Length < SearchType.QueryCharactersMax - 1)
            query += "," + Noise(Math.Min(IdCharactersMax, SearchType.QueryCharactersMax - query.Length - 1));

        var first = await hospital.Search("Observation" + query);

        Assert.InRange(query.Length, SearchType.QueryCharactersMax - 1, SearchType.QueryCharactersMax);
        Assert.Equal(ids, await SearchPages.From(hospital, first));
    }

    [Fact]
    public async Task A_query_that_no_link_can_hold_is_refused_whatever_it_finds_but_can_be_counted()
    {
        using var hospital = host.Hospital("hospital-a");
        var ids = await Three(hospital);
        var named = Enumerable.Range(0, SearchTerm.ValuesMax - ids.Count).Select(_ => Noise(IdCharactersMax)).Concat(ids);
        var form = $"_id={string.Join(',', named)}";

        var (status, outcome) = await hospital.Form("Observation/_search", form);
        var (counted, count) = await hospital.Form("Observation/_search", form + "&_summary=count");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Equal("too-long", outcome["issue"]![0]!["code"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, counted);
        Assert.Equal(3, count["total"]!.GetValue<int>());
    }

    [Theory]
    [InlineData(20, HttpStatusCode.OK)]
    [InlineData(20_000, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_page_that_ends_at_a_value_too_long_for_a_link_is_refused(int characters, HttpStatusCode expected)
    {
        using var hospital = host.Hospital("hospital-a");
        var patient = await hospital.Create(Patient("Long"));
        for (var i = 0; i < 2; i++)
            await hospital.Create(Observation(patient, Noise(characters), 1m));

        var (status, answer, _) = await hospital.Send(HttpMethod.Get, $"Observation?patient={patient}&_sort=code&_count=1");

        Assert.True(expected == status, $"{(int)status} {answer["issue"]}");
    }

    private static async Task<IReadOnlyList<string>> Three(HttpClient hospital)
    {
        var patient = await hospital.Create(Patient("Three"));
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
            ids.Add(await hospital.Create(Observation(patient, "8480-6", i)));
        return ids;
    }

    private static string Noise(int characters) =>
        System.Security.Cryptography.RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", characters);
}
