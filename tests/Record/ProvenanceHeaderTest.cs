using System.Net;
using System.Text.Json.Nodes;
using Phr.EventLog;
using Phr.Planets.Record.Writing;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Record;

/// <summary>What a caller says about a write in the header X-Provenance.</summary>
public sealed class ProvenanceHeaderTest(RecordHost host) : IClassFixture<RecordHost>
{
    private const string Sound =
        """{"resourceType":"Provenance","recorded":"2026-11-22T09:00:00+09:00","agent":[{"who":{"display":"\u533b\u5e2b"}}]}""";

    [Fact]
    public async Task It_is_stored_with_the_version_that_it_is_about_and_found_by_it()
    {
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Provenance"));
        var (created, entry, _) = await a.Send(HttpMethod.Post, "Condition", Condition(patient, "I10"), Header(Sound));
        var id = entry["id"]!.GetValue<string>();
        var (updated, _, _) = await a.Send(HttpMethod.Put, $"Condition/{id}", entry, Header(Sound));

        var found = (await a.Search($"Provenance?target=Condition/{id}"))["entry"]!.AsArray()
            .Select(one => one!["resource"]!).ToList();

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (created, updated));
        Assert.Equal(
            [$"Condition/{id}/_history/1", $"Condition/{id}/_history/2"],
            found.Select(one => Assert.Single(one["target"]!.AsArray())!["reference"]!.GetValue<string>()).Order());
        Assert.All(found, one => Assert.Equal("医師", one["agent"]![0]!["who"]!["display"]!.GetValue<string>()));
        Assert.Empty((await host.VerifyProjections()).Faults);
    }

    [Fact]
    public async Task Of_a_transaction_it_names_every_version_and_of_a_refused_one_nothing_is_there()
    {
        using var a = host.Hospital("hospital-provenance");
        var transaction = Bundle(
            "transaction", Entry(Patient("One"), "urn:uuid:6c5e2b3a-0f2f-4c1d-9a53-0d7b7a0f1c11"),
            Entry(Condition("x", "I10"), "urn:uuid:6c5e2b3a-0f2f-4c1d-9a53-0d7b7a0f1c12"));
        transaction["entry"]![1]!["resource"]!["subject"]!["reference"] = "urn:uuid:6c5e2b3a-0f2f-4c1d-9a53-0d7b7a0f1c11";
        var (status, _, _) = await a.Send(HttpMethod.Post, "", transaction, Header(Sound));
        transaction["entry"]![1]!["resource"]!["subject"]!["reference"] = "Patient/of-somebody-else";
        var (refused, _, _) = await a.Send(HttpMethod.Post, "", transaction, Header(Sound));
        var (batch, _, _) = await a.Send(HttpMethod.Post, "", Bundle("batch", Entry(Patient("Two"))), Header(Sound));

        // What is said of facilities is for everybody.
        var all = (await a.Search("Provenance"))["entry"]!.AsArray()
            .Where(one => !one!.ToJsonString().Contains("Organization/", StringComparison.Ordinal));

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity, HttpStatusCode.BadRequest),
                (status, refused, batch));
        Assert.Equal(2, Assert.Single(all)!["resource"]!["target"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("Provenance")]
    [InlineData("""{"resourceType":"Patient"}""")]
    [InlineData("""{"resourceType":"Provenance"}""")]
    [InlineData("""{"resourceType":"Provenance","recorded":"yesterday","agent":[{"who":{"display":"x"}}]}""")]
    [InlineData(
        """{"resourceType":"Provenance","recorded":"2026-11-22T09:00:00Z","agent":[{"who":{"display":"x"}}],"target":[{"reference":"Patient/1"}]}""")]
    [InlineData(
        """{"resourceType":"Provenance","resourceType":"Provenance","recorded":"2026-11-22T09:00:00Z","agent":[{"who":{"display":"x"}}]}""")]
    public async Task A_header_that_is_no_Provenance_stores_nothing(string header)
    {
        using var a = host.Hospital("hospital-malformed");
        var (status, _, _) = await a.Send(HttpMethod.Post, "Patient", Patient("Malformed"), Header(header));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Empty(await a.Ids("Patient"));
    }

    [Fact]
    public async Task It_is_taken_at_its_limit_and_refused_one_past_it()
    {
        using var a = host.Hospital("hospital-long");
        var words = new string('x', AttachedProvenance.CharactersMax - Sound.Length);

        var (taken, _, _) = await a.Send(HttpMethod.Post, "Patient", Patient("Long"),
            Header(Sound.Replace(@"\u533b", words + @"\u533b", StringComparison.Ordinal)));
        var (past, _, _) = await a.Send(HttpMethod.Post, "Patient", Patient("Long"),
            Header(Sound.Replace(@"\u533b", words + @"x\u533b", StringComparison.Ordinal)));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.BadRequest), (taken, past));
    }

    [Fact]
    public async Task It_needs_its_own_scope_and_tells_others_nothing()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var narrow = host.Hospital("hospital-a", "system/Condition.cruds");
        using var phone = host.Phone(person.Own);
        await phone.Create(Sharing.Refusal(person.Own, "hospital-b", "hospital-a", "PSY"));
        var (_, hidden, _) = await a.Send(HttpMethod.Post, "Condition", Condition(person.AtA, "F32.9"), Header(Sound));

        var (status, _, _) = await narrow.Send(HttpMethod.Post, "Condition", Condition(person.AtA, "I10"),
            Header(Sound));

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Single(await a.Ids($"Provenance?target=Condition/{hidden["id"]}"));
        Assert.Empty(await b.Ids($"Provenance?target=Condition/{hidden["id"]}"));
        Assert.DoesNotContain(hidden["id"]!.GetValue<string>(), (await b.Search("Provenance")).ToJsonString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_may_see_all_that_it_names_finds_it_through_every_channel_and_nobody_else_does()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var c = host.Hospital("hospital-c");
        using var phone = host.Phone(person.Own);
        await phone.Create(Sharing.Refusal(person.Own, "hospital-b", "hospital-a", "PSY"));
        var shown = (await Written(a, Condition(person.AtA, "I10"))).Id;
        var hidden = (await Written(a, Condition(person.AtA, "F32.9"))).Id;
        var clinic = (await Written(a, new() { ["resourceType"] = "Organization", ["name"] = "Minato" })).Id;

        foreach (var reader in (HttpClient[])[a, b, phone])
        {
            var found = Assert.Single(await reader.Ids($"Provenance?target=Condition/{shown}"));
            await reader.Search($"Provenance/{found}");
            foreach (var path in (string[])[$"Condition?_id={shown}&_revinclude=Provenance:target", $"Patient/{person.AtA}/$everything"])
                Assert.Contains(found, (await reader.Search(path)).ToJsonString(), StringComparison.Ordinal);
        }
        Assert.All([b, c], reader => Assert.Single(reader.Ids($"Provenance?target=Organization/{clinic}").Result));
        var untold = Assert.Single(await a.Ids($"Provenance?target=Condition/{hidden}"));
        foreach (var (reader, refused) in ((HttpClient, string)[])[(b, hidden), (c, hidden), (c, shown)])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await reader.Send(HttpMethod.Get, $"Provenance/{untold}")).Status);
            foreach (var path in (string[])
            [
                $"Provenance?target=Condition/{refused}", $"Patient/{person.AtA}/$everything", "Provenance", "_history",
                "Provenance/_history", $"Provenance?target:Condition.code=F32.9",
            ])
            {
                var (_, seen, _) = await reader.Send(HttpMethod.Get, path);
                Assert.DoesNotContain($"Condition/{refused}", seen.ToJsonString().Replace(
                    $"target=Condition/{refused}", "", StringComparison.Ordinal), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Of_a_transaction_about_two_people_each_has_their_own_and_one_is_erased_with_its_person()
    {
        using var a = host.Hospital("hospital-two");
        var transaction = Bundle(
            "transaction", Entry(Patient("One")), Entry(Patient("Two")),
            Entry(new JsonObject { ["resourceType"] = "Organization", ["name"] = "Minato" }));
        await a.Send(HttpMethod.Post, "", transaction, Header(Sound));
        var patients = await a.Ids("Patient");

        Assert.Single(await a.Ids($"Provenance?target=Organization/{(await a.Ids("Organization?_sort=-_lastUpdated"))[0]}"));
        var own = Assert.Single(await a.Ids($"Provenance?target=Patient/{patients[0]}"));
        Assert.NotEqual(own, Assert.Single(await a.Ids($"Provenance?target=Patient/{patients[1]}")));
        await using var command = host.Database.CreateCommand(
            """
            select count(*) from log.event p join record.membership m on m.stream = p.stream
            where p.type = 'Provenance' and p.id = $1 and m.patient = $2
            """);
        command.Parameters.Add(new Npgsql.NpgsqlParameter { Value = own });
        command.Parameters.Add(new Npgsql.NpgsqlParameter { Value = patients[0] });
        Assert.Equal(1L, await command.ExecuteScalarAsync());
        Assert.Empty((await host.VerifyProjections()).Faults);
    }

    private static async Task<(string Id, JsonObject Body)> Written(HttpClient http, JsonObject resource)
    {
        var (status, body, _) = await http.Send(HttpMethod.Post, resource["resourceType"]!.GetValue<string>(), resource, Header(Sound));
        Assert.Equal(HttpStatusCode.Created, status);
        return (body["id"]!.GetValue<string>(), body);
    }

    private static (string, string) Header(string text) => (AttachedProvenance.HeaderName, text);
}
