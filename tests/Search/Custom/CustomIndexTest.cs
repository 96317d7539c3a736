using System.Net;
using System.Text.Json.Nodes;
using Phr.Tests.OwnRecord;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;
using static Phr.Tests.Search.Custom.Definitions;

namespace Phr.Tests.Search.Custom;

/// <summary>The index of a parameter: built while others work, never half-answered, over restarts, changes and erasures.</summary>
public sealed class CustomIndexTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task Until_the_index_is_built_a_search_is_refused_and_a_restart_goes_on_with_it()
    {
        using var site = host.Service("operator");
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Waiting"));
        var before = await a.Create(Sided(patient, "waits"));
        string after, id;
        // Readers are not held up by this, writers of the index are.
        await using (var connection = await host.Database.OpenConnectionAsync())
        await using (var hold = await connection.BeginTransactionAsync())
        {
            await using var take = new Npgsql.NpgsqlCommand("lock table search.value in exclusive mode", connection);
            await take.ExecuteNonQueryAsync();
            id = await site.Create(Definition("waits", "token", "Observation.bodySite"));

            var (status, outcome, response) = await a.Send(HttpMethod.Get, "Observation?waits=waits");

            Assert.Equal((HttpStatusCode.ServiceUnavailable, "incomplete"), (status, outcome["issue"]![0]!["code"]!.GetValue<string>()));
            Assert.True(response.Headers.RetryAfter?.Delta > TimeSpan.Zero);
            Assert.Equal("indexing", await State(site, id));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await a.Send(HttpMethod.Get, $"Patient?_has:Observation:subject:code=x&_has:Observation:patient:waits=waits")).Status);
            Assert.Equal([before], await a.Ids($"Observation?patient={patient}"));
            after = await a.Create(Sided(patient, "waits"));
            await host.Restart();
        }

        Assert.Equal([before, after], (await a.Found("Observation?waits=waits&_sort=_lastUpdated")));
        Assert.Equal("complete", await State(site, id));
        var rows = await host.Count("select count(*) from search.value");
        await host.Restart();
        Assert.Equal(2, (await a.Found("Observation?waits=waits")).Count);
        Assert.Equal(rows, await host.Count("select count(*) from search.value"));
    }

    [Fact]
    public async Task A_changed_parameter_finds_by_its_new_expression_and_a_deleted_one_is_unknown()
    {
        using var site = host.Service("operator");
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Changing"));
        var observation = Sided(patient, "changing-side");
        observation["method"] = Concept(Loinc, "changing-method");
        var there = await a.Create(observation);
        var definition = Definition("changing", "token", "Observation.bodySite");
        var id = await site.Create(definition);
        Assert.Equal([there], await a.Found("Observation?changing=changing-side"));
        (definition["id"], definition["expression"]) = (id, "Observation.method");

        await site.Send(HttpMethod.Put, $"SearchParameter/{id}", definition);

        Assert.Empty(await a.Found("Observation?changing=changing-side"));
        Assert.Equal([there], await a.Found("Observation?changing=changing-method"));
        Assert.Contains("\"changing\"", (await a.Search("metadata")).ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await site.Send(HttpMethod.Delete, $"SearchParameter/{id}")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await a.Send(HttpMethod.Get, "Observation?changing=changing-method")).Status);
        await host.Becomes(0, $"select count(*) from search.parameter where name like '{id}@%'");
        await host.Becomes(0, $"select count(*) from search.subscription where consumer like '{id}@%'");
        await host.Becomes(0, "select count(*) from search.value where not exists (select from search.parameter p where p.number = parameter)");
        await Task.Delay(1_100);
        Assert.DoesNotContain("\"changing\"", (await a.Search("metadata")).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task By_another_folding_of_texts_every_index_is_built_again()
    {
        using var site = host.Service("operator");
        using var a = host.Hospital("hospital-folding");
        var patient = await a.Create(Patient("齋藤"));
        await site.Create(Definition("folded", "string", "Patient.name.family", "Patient"));
        string[] queries = ["Patient?folded=斉藤", "Patient?family=斉藤", "Patient?_content=斉藤"];
        foreach (var query in queries)
            Assert.Equal([patient], await a.Found(query));
        // As an older version left them.
        foreach (var statement in (string[])[
            "update search.folding set version = version - 1",
            "update search.value set value = '齋藤' where value = '斉藤'",
            "update search.words set tokens = '{1}'", "update record.ix_string set value = '齋藤' where value = '斉藤'",
            "update record.inline_projection set version = version - 1 where name = 'record'"])
        {
            await using var older = host.Database.CreateCommand(statement);
            Assert.True(await older.ExecuteNonQueryAsync() > 0, statement);
        }

        await host.Restart();

        foreach (var query in queries)
            Assert.Equal([patient], await a.Found(query));
        Assert.Empty(await a.Found("Patient?family:exact=斉藤"));
        Assert.Equal([patient], await a.Found("Patient?family:exact=齋藤"));
    }

    [Fact]
    public async Task Of_an_erased_stream_no_row_is_left()
    {
        using var site = host.Service("operator");
        var person = await host.LinkedPerson();
        using var phone = host.Phone(person.Own);
        await site.Create(Definition("erased", "token", "Observation.bodySite"));
        var id = await phone.Create(Sided(person.Own, "erased-side"));
        Assert.Equal([id], await phone.Found("Observation?erased=erased-side"));
        var stream = await host.Count($"select stream from record.membership where patient = '{person.Own}'");
        var rows = $"select count(*) from search.value v join log.event e on e.position = v.position where e.stream = {stream}";
        Assert.True(await host.Count(rows) > 0);

        await phone.Ask(HttpMethod.Post, $"streams/{person.Own}/erase", new JsonObject { ["reason"] = "gone" });

        await host.Becomes(0, rows);
    }

    [Theory]
    [InlineData("Observation?canary-side=canary-side")]
    [InlineData("Observation?canary-side=canary-side&_summary=count")]
    [InlineData("Observation?canary-side:not=other&_total=accurate&patient={a}")]
    [InlineData("Observation?canary-side:missing=false&patient={a}")]
    [InlineData("Observation?canary-side:text=hidden&patient={a}")]
    [InlineData("Patient?_has:Observation:patient:canary-side=canary-side")]
    [InlineData("DiagnosticReport?canary-result.code=canary")]
    [InlineData("DiagnosticReport?canary-result.canary-side=canary-side")]
    [InlineData("Observation?_has:DiagnosticReport:canary-result:code=report")]
    [InlineData("Observation?canary-side=canary-side&_asOf={now}")]
    [InlineData("Observation?_sort=canary-side&patient={a}")]
    [InlineData("Observation?_sort=-canary-side&_count=1&patient={a}")]
    [InlineData("DiagnosticReport?canary-result:identifier=canary-slip")]
    public async Task What_consent_hides_is_found_by_no_parameter_of_the_site(string query)
    {
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        await Defined();
        var patient = await a.Create(Patient("Canary"));
        var canary = Sided(patient, "canary-side");
        canary["code"] = Concept(Loinc, "canary");
        canary["bodySite"]!["text"] = "Hidden";
        var id = await a.Create(canary);
        await a.Create(new JsonObject
        {
            ["resourceType"] = "DiagnosticReport", ["status"] = "final", ["code"] = Concept(Loinc, "report"),
            ["subject"] = new JsonObject { ["reference"] = $"Patient/{patient}" },
            ["result"] = new JsonArray(new JsonObject
            {
                ["reference"] = $"Observation/{id}", ["identifier"] = new JsonObject { ["value"] = "canary-slip" },
            }),
        });
        query = query.Replace("{a}", patient, StringComparison.Ordinal).Replace(
            "{now}", DateTimeOffset.UtcNow.AddSeconds(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"), StringComparison.Ordinal);
        await a.Found("Observation?canary-side=canary-side");
        await Task.Delay(query.Contains("_asOf", StringComparison.Ordinal) ? 1_100 : 0);

        await a.Found(query);
        var own = await a.Search(query);
        var seen = await b.Search(query);

        Assert.True(own["entry"] is not null || own["total"]!.GetValue<int>() > 0, $"The author finds nothing either: {own}");
        Assert.Empty(Ids(seen));
        Assert.True(seen["total"] is null || seen["total"]!.GetValue<int>() == 0, seen.ToJsonString());
    }

    private async Task Defined()
    {
        using var site = host.Service("operator");
        foreach (var (id, definition) in ((string, JsonObject)[])[
            ("canary-side", Definition("canary-side", "token", "Observation.bodySite")),
            ("canary-result", Definition("canary-result", "reference", "DiagnosticReport.result", "DiagnosticReport", "Observation"))])
        {
            if ((await site.Send(HttpMethod.Get, $"SearchParameter/{id}")).Status == HttpStatusCode.OK)
                continue;
            definition["id"] = id;
            Assert.Equal(HttpStatusCode.Created, (await site.Send(HttpMethod.Put, $"SearchParameter/{id}", definition)).Status);
        }
    }

    private static JsonObject Sided(string patient, string side)
    {
        var observation = Observation(patient, "sided", 1m);
        observation["bodySite"] = Concept(Loinc, side);
        return observation;
    }

    private static async Task<string> State(HttpClient site, string id) =>
        (await site.Search($"SearchParameter/{id}/$reindex"))["parameter"]![0]!["valueCode"]!.GetValue<string>();
}
