using System.Net;
using System.Text.Json.Nodes;
using Phr.Tests.Bulk;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Record;

/// <summary>Who may not see an entry as it is now sees none of its past.</summary>
public sealed class HiddenPastTest(RecordHost host) : IClassFixture<RecordHost>
{
    private const string Uninformed = "http://jpfhir.jp/fhir/clins/CodeSystem/JP_ehrshrs_indication|UNINFORMED";

    [Theory]
    [InlineData("Condition/{id}", false)]
    [InlineData("Condition/{id}/_history", false)]
    [InlineData("Condition/{id}/_history?_at={before}", false)]
    [InlineData("Condition/{id}/_history/1", false)]
    [InlineData("Condition/_history?_count=1000", false)]
    [InlineData("_history?_count=1000", false)]
    [InlineData("Condition/{id}?_asOf={before}", false)]
    [InlineData("Condition?_id={id}&_asOf={before}", false)]
    [InlineData("Condition?patient={patient}&_asOf={before}", false)]
    [InlineData("Condition?code=I10&patient={patient}&_asOf={before}", false)]
    [InlineData("Condition?patient={patient}&_asOf={before}&_sort=-onset-date&_count=1", false)]
    [InlineData("?_type=Condition,Patient&_id={id}&_asOf={before}", false)]
    [InlineData("Condition/{id}/_history", true)]
    [InlineData("Condition/{id}/_history/1", true)]
    [InlineData("Condition/{id}/_history/3", true)]
    [InlineData("Condition/_history?_count=1000", true)]
    [InlineData("Condition/{id}?_asOf={before}", true)]
    [InlineData("Condition?_id={id}&_asOf={before}", true)]
    public async Task An_entry_that_was_given_a_refused_code_is_hidden_with_its_versions_of_before(string query, bool isDeleted)
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var phone = host.Phone(person.Own);
        await phone.Create(Sharing.Refusal(person.Own, "hospital-b", "hospital-a", "PSY"));
        var id = await a.Create(Condition(person.AtA, "I10"));
        await Task.Delay(5);
        var before = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
        await Task.Delay(5);
        Assert.Contains(id, await b.Ids($"Condition?_id={id}&_asOf={before}"));
        await Put(a, person.AtA, id, "F32.9");
        if (isDeleted)
            await a.Send(HttpMethod.Delete, $"Condition/{id}");
        query = query.Replace("{id}", id, StringComparison.Ordinal).Replace("{before}", before, StringComparison.Ordinal);

        var own = await Text(a, query.Replace("{patient}", person.AtA, StringComparison.Ordinal));
        var seen = await Text(b, query.Replace("{patient}", person.AtB, StringComparison.Ordinal));

        Assert.True(own.Contains(id, StringComparison.Ordinal) || query.EndsWith("/3", StringComparison.Ordinal), own);
        Assert.DoesNotContain(id, seen, StringComparison.Ordinal);
        Assert.DoesNotContain("was deleted", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_label_that_keeps_an_entry_from_the_person_keeps_its_past_until_it_is_taken_off()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var phone = host.Phone(person.Own);
        var id = await a.Create(Condition(person.AtA, "I10"));

        await Put(a, person.AtA, id, "I10", Uninformed);
        var untold = await Versions(phone, id, 2);
        await Put(a, person.AtA, id, "I10");
        var told = await Versions(phone, id, 3);

        Assert.Empty(untold);
        Assert.Equal([1, 3], told);
    }

    [Fact]
    public async Task A_correction_of_a_refused_code_is_seen_and_the_mistake_is_not()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var phone = host.Phone(person.Own);
        await phone.Create(Sharing.Refusal(person.Own, "hospital-b", "hospital-a", "PSY"));
        var id = await a.Create(Condition(person.AtA, "F32.9"));

        await Put(a, person.AtA, id, "I10");

        Assert.Equal([2], await Versions(b, id, 2));
        Assert.Equal([2, 1], HistoryOf(await a.Search($"Condition/{id}/_history")));
        Assert.Equal([2], HistoryOf(await b.Search($"Condition/{id}/_history")));
    }

    [Fact]
    public async Task A_version_that_was_exported_goes_out_no_more_once_the_newest_is_hidden()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var phone = host.Phone(person.Own);
        await phone.Create(Sharing.Refusal(person.Own, "hospital-b", "hospital-a", "PSY"));
        var id = await a.Create(Condition(person.AtA, "I10"));
        var manifest = await b.Export("Patient/$export?_type=Condition");
        var file = manifest["output"]![0]!["url"]!.GetValue<string>();
        Assert.Contains(id, await b.GetStringAsync(file), StringComparison.Ordinal);

        await Put(a, person.AtA, id, "F32.9");

        Assert.DoesNotContain(id, await b.GetStringAsync(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_any_versions_those_are_seen_that_fit_by_themselves_where_the_newest_does()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var phone = host.Phone(person.Own);
        await phone.Create(Sharing.Refusal(person.Own, "hospital-b", "hospital-a", "PSY"));
        var random = new Random(20_261_123);
        for (var round = 0; round < 12; round++)
        {
            var codes = Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(2) == 0 ? "I10" : "F32.9").ToList();
            var id = await a.Create(Condition(person.AtA, codes[0]));
            foreach (var code in codes.Skip(1))
                await Put(a, person.AtA, id, code);

            var expected = codes[^1] == "I10"
                ? Enumerable.Range(1, codes.Count).Where(version => codes[version - 1] == "I10").ToList()
                : [];

            Assert.Equal(expected, await Versions(b, id, codes.Count));
            var (status, history, _) = await b.Send(HttpMethod.Get, $"Condition/{id}/_history");
            Assert.Equal(expected.Count == 0 ? HttpStatusCode.NotFound : HttpStatusCode.OK, status);
            Assert.Equal(expected, expected.Count == 0 ? [] : HistoryOf(history).Reverse());
        }
    }

    private static async Task Put(HttpClient http, string patient, string id, string code, string? label = null)
    {
        var next = Condition(patient, code, label);
        next["id"] = id;
        var (status, answer, _) = await http.Send(HttpMethod.Put, $"Condition/{id}", next);
        Assert.True(status == HttpStatusCode.OK, answer.ToJsonString());
    }

    private static async Task<List<int>> Versions(HttpClient http, string id, int count)
    {
        var seen = new List<int>();
        for (var version = 1; version <= count; version++)
        {
            if ((await http.Send(HttpMethod.Get, $"Condition/{id}/_history/{version}")).Status == HttpStatusCode.OK)
                seen.Add(version);
        }
        return seen;
    }

    private static IReadOnlyList<int> HistoryOf(JsonObject bundle) => [.. bundle["entry"]!.AsArray().Select(entry =>
        int.Parse(entry!["resource"]!["meta"]!["versionId"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture))];

    private static async Task<string> Text(HttpClient http, string query)
    {
        var (_, answer, _) = await http.Send(HttpMethod.Get, query);
        // Links say what was asked.
        answer.Remove("link");
        return answer.ToJsonString();
    }
}
