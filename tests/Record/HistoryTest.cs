using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Phr.Planets.Access;
using Phr.Planets.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Record;

/// <summary>History of a resource, of a type and of all. R4 http.html#history.</summary>
public sealed class HistoryTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task Each_level_holds_versions_and_deletions_the_newest_first()
    {
        using var a = host.Hospital("history-a");
        var patient = await a.Create(Patient("Levels"));
        var id = await Changed(a, patient, versions: 3);
        await a.Send(HttpMethod.Delete, $"Observation/{id}");

        var instance = await a.Search($"Observation/{id}/_history");
        var type = await a.Search("Observation/_history?_count=4");
        var system = await a.Search("_history?_count=5");

        Assert.Equal(["4", "3", "2", "1"], Versions(instance));
        Assert.Equal(["DELETE", "PUT", "PUT", "POST"], Entries(instance).Select(entry => entry["request"]!["method"]!.GetValue<string>()));
        Assert.Equal(4, instance["total"]!.GetValue<int>());
        Assert.Null(Entries(instance)[0]["resource"]);
        Assert.Equal(["4", "3", "2", "1"], Versions(type));
        Assert.Equal([$"Observation/{id}", $"Observation/{id}", $"Observation/{id}", $"Observation/{id}", $"Patient/{patient}"],
            Addresses(system));
    }

    [Fact]
    public async Task What_was_put_first_was_put_whatever_its_id_looks_like()
    {
        using var a = host.Hospital("history-put");
        var patient = Patient("Put");
        patient["id"] = Guid.CreateVersion7().ToString();
        await a.Send(HttpMethod.Put, $"Patient/{patient["id"]}", patient);
        var created = await a.Create(Patient("Posted"));

        Assert.Equal("PUT", Method(await a.Search($"Patient/{patient["id"]}/_history")));
        Assert.Equal("POST", Method(await a.Search($"Patient/{created}/_history")));

        static string Method(JsonObject history) => Entries(history).Single()["request"]!["method"]!.GetValue<string>();
    }

    [Fact]
    public void Ids_of_ours_are_told_from_other_UUIDs_of_version_7()
    {
        var ours = Enumerable.Range(0, 2_000).Select(_ => ResourceIds.Fresh()).ToList();

        Assert.Equal(2_000, ours.Distinct().Count(ResourceIds.IsOurs));
        Assert.DoesNotContain(Enumerable.Range(0, 2_000).Select(_ => Guid.CreateVersion7().ToString()), ResourceIds.IsOurs);
        Assert.All(ours, id => Assert.Equal(7, Guid.Parse(id).Version));
    }

    [Fact]
    public async Task Pages_hold_everything_once_while_others_write_and_after_a_restart()
    {
        using var a = host.Hospital("history-b");
        var patient = await a.Create(Patient("Pages"));
        var id = await Changed(a, patient, versions: 11);

        var first = await a.Search($"Observation/{id}/_history?_count=4");
        await Update(a, id, patient, 99);
        await host.Restart();
        var second = await a.Search(Next(first)!);
        var third = await a.Search(Next(second)!);

        Assert.Equal(["11", "10", "9", "8", "7", "6", "5", "4", "3", "2", "1"],
            [.. Versions(first), .. Versions(second), .. Versions(third)]);
        Assert.Null(Next(third));
        using var other = host.Hospital("history-c");
        Assert.Equal(HttpStatusCode.BadRequest, (await other.Send(HttpMethod.Get, Next(first)!)).Status);
        Assert.Equal(HttpStatusCode.BadRequest,
            (await a.Send(HttpMethod.Get, Next(first)!.Replace("Observation", "Condition", StringComparison.Ordinal))).Status);
        var all = new List<string>();
        for (string? page = "_history?_count=3"; page is not null;)
        {
            var bundle = await a.Search(page);
            all.AddRange(Addresses(bundle).Zip(Versions(bundle), (address, version) => $"{address}/{version}"));
            page = Next(bundle);
        }
        Assert.Equal(13, all.Count);
        Assert.Equal(all.Count, all.Distinct().Count());
    }

    [Fact]
    public async Task Since_and_at_mean_when_versions_were_made_and_held()
    {
        using var a = host.Hospital("history-d");
        var patient = await a.Create(Patient("Times"));
        var id = await Changed(a, patient, versions: 2);
        await Task.Delay(20);
        var between = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
        await Task.Delay(20);
        await Update(a, id, patient, 3);
        await a.Send(HttpMethod.Delete, $"Observation/{id}");

        Assert.Equal(["4", "3"], Versions(await a.Search($"Observation/{id}/_history?_since={between}")));
        Assert.Equal(["2"], Versions(await a.Search($"Observation/{id}/_history?_at={between}")));
        Assert.Equal(["2"], Versions(await a.Search($"Observation/_history?_at={between}")));
        Assert.Equal([$"Observation/{id}", $"Patient/{patient}"], Addresses(await a.Search($"_history?_at={between}")));
        Assert.Equal(4, Entries(await a.Search($"Observation/{id}/_history?_at={DateTime.UtcNow.AddHours(9):yyyy-MM-dd}")).Count);
        Assert.Empty(Entries(await a.Search($"Observation/{id}/_history?_since=2199-01-01")));
        Assert.Empty(Entries(await a.Search($"Observation/{id}/_history?_at=2001")));
    }

    [Theory]
    [InlineData("Observation/_history?_count=0")]
    [InlineData("Observation/_history?_count=many")]
    [InlineData("_history?_since=yesterday")]
    [InlineData("_history?_at=")]
    [InlineData("_history?_sort=status")]
    [InlineData("_history?_cursor=AAAA")]
    public async Task What_a_history_does_not_take_is_refused(string address)
    {
        using var a = host.Hospital("history-a");

        var (status, outcome, _) = await a.Send(HttpMethod.Get, address);

        Assert.Equal((HttpStatusCode.BadRequest, "OperationOutcome"), (status, outcome["resourceType"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_resource_that_never_was_has_no_history()
    {
        using var a = host.Hospital("history-a");

        Assert.Equal(HttpStatusCode.NotFound, (await a.Send(HttpMethod.Get, "Observation/absent/_history")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await a.Send(HttpMethod.Get, "Observation/absent/_history?_since=2020-01-01")).Status);
    }

    [Fact]
    public async Task No_level_shows_what_consent_hides_nor_that_it_was_deleted()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var c = host.Hospital("hospital-c");
        using var phone = host.Phone(person.Own);
        var hidden = await a.Create(Condition(person.AtA, "F32.9"));
        var untold = await a.Create(Condition(person.AtA, "C34.9", $"{Labels.JapaneseSharing}|{Labels.Uninformed}"));
        var shown = await a.Create(Condition(person.AtA, "I10"));
        await phone.Create(Sharing.Refusal(person.Own, "hospital-b", "hospital-a", "PSY"));
        await a.Send(HttpMethod.Delete, $"Condition/{hidden}");
        await a.Send(HttpMethod.Delete, $"Condition/{untold}");

        foreach (var level in (string[])["Condition/_history?_count=1000", "_history?_count=1000"])
        {
            var (toA, toB, toC, toPhone) = (
                Addresses(await a.Search(level)), Addresses(await b.Search(level)), Addresses(await c.Search(level)),
                    Addresses(await phone.Search(level)));
            Assert.Equal((2, 2), (toA.Count(one => one == $"Condition/{hidden}"), toPhone.Count(one => one == $"Condition/{hidden}")));
            Assert.DoesNotContain($"Condition/{hidden}", toB);
            Assert.DoesNotContain($"Condition/{untold}", toPhone);
            Assert.All([toB, toPhone], entries => Assert.Contains($"Condition/{shown}", entries));
            Assert.DoesNotContain(toC, one => one.StartsWith("Condition/", StringComparison.Ordinal));
        }
        var (toHidden, outcome, _) = await b.Send(HttpMethod.Get, $"Condition/{hidden}/_history");
        var (toAbsent, absent, _) = await b.Send(HttpMethod.Get, "Condition/absent/_history");
        Assert.Equal((toAbsent, absent.ToJsonString()), (toHidden, outcome.ToJsonString()));
    }

    [Fact]
    public async Task Scopes_narrow_a_history()
    {
        using var all = host.Hospital("history-e");
        using var narrow = host.Hospital("history-e", "system/Patient.rs");
        var patient = await all.Create(Patient("Narrow"));
        await all.Create(Observation(patient, "8480-6", 1m));

        Assert.Equal([$"Patient/{patient}"], Addresses(await narrow.Search("_history")));
        Assert.Empty(Entries(await narrow.Search("Observation/_history")));
    }

    private static async Task<string> Changed(HttpClient http, string patient, int versions)
    {
        var id = await http.Create(Observation(patient, "8480-6", 1m));
        for (var version = 2; version <= versions; version++)
            await Update(http, id, patient, version);
        return id;
    }

    private static async Task Update(HttpClient http, string id, string patient, decimal value)
    {
        var next = Observation(patient, "8480-6", value);
        next["id"] = id;
        Assert.Equal(HttpStatusCode.OK, (await http.Send(HttpMethod.Put, $"Observation/{id}", next)).Status);
    }

    private static IReadOnlyList<JsonNode> Entries(JsonObject bundle) => [.. (bundle["entry"]?.AsArray() ?? []).Select(entry => entry!)];

    private static IEnumerable<string> Versions(JsonObject bundle) =>
        Entries(bundle).Select(entry => entry["response"]!["etag"]!.GetValue<string>()[3..^1]);

    private static IReadOnlyList<string> Addresses(JsonObject bundle) =>
        [.. Entries(bundle).Select(entry => entry["fullUrl"]!.GetValue<string>().Split("/fhir/")[1])];

    private static string? Next(JsonObject bundle) => bundle["link"]!.AsArray()
        .Where(link => link!["relation"]!.GetValue<string>() == "next").Select(link =>
            link!["url"]!.GetValue<string>().Split("/fhir/")[1]).SingleOrDefault();
}
