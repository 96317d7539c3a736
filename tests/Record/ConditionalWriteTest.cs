using System.Net;
using System.Text.Json.Nodes;
using Phr.Planets.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Record;

/// <summary>Writes that a search decides: race-free, and blind to what others hold. R4 http.html#cond-update, #cdelete.</summary>
public sealed class ConditionalWriteTest(RecordHost host) : IClassFixture<RecordHost>
{
    private static int s_number;

    [Fact]
    public async Task A_conditional_update_creates_then_updates_what_satisfies_it()
    {
        using var a = host.Hospital("hospital-a");
        var (patient, query) = Identified("Sasaki");

        var (created, first, response) = await a.Send(HttpMethod.Put, query, patient);
        patient["gender"] = "female";
        var (updated, second, _) = await a.Send(HttpMethod.Put, query, patient);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (created, updated));
        Assert.Equal(Id(first), Id(second));
        Assert.Equal("2", second["meta"]!["versionId"]!.GetValue<string>());
        Assert.EndsWith($"Patient/{Id(first)}/_history/1", response.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal([Id(first)], await a.Ids(query));
        Assert.Equal([Id(first)], await a.Ids($"{query}&_id={Id(first)}"));
    }

    [Fact]
    public async Task The_id_of_the_body_decides_as_R4_and_R5_say()
    {
        using var a = host.Hospital("hospital-a");
        var (patient, query) = Identified("Nishi");
        patient["id"] = $"chosen-{s_number}";

        var (created, first, _) = await a.Send(HttpMethod.Put, query, patient);
        var (updated, _, _) = await a.Send(HttpMethod.Put, query, patient);
        patient["id"] = "another";
        var (other, _, _) = await a.Send(HttpMethod.Put, query, patient);
        var (_, elsewhere) = Identified("Nishi");
        patient["id"] = Id(first);
        var (taken, _, _) = await a.Send(HttpMethod.Put, elsewhere, patient);

        Assert.Equal($"chosen-{s_number - 1}", Id(first));
        Assert.Equal(
            (HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.Conflict),
                (created, updated, other, taken));
    }

    [Fact]
    public async Task Where_several_satisfy_it_nothing_is_written()
    {
        using var a = host.Hospital("hospital-a");
        var (patient, query) = Identified("Hirano");
        await a.Create(patient);
        await a.Create(patient);

        var (updated, outcome, _) = await a.Send(HttpMethod.Put, query, patient);
        var (created, _, _) = await a.Send(HttpMethod.Post, "Patient", patient, ("If-None-Exist", query.Split('?')[1]));
        var (deleted, _, _) = await a.Send(HttpMethod.Delete, query);

        Assert.All([updated, created, deleted], status => Assert.Equal(HttpStatusCode.PreconditionFailed, status));
        Assert.Equal("multiple-matches", outcome["issue"]![0]!["code"]!.GetValue<string>());
        Assert.Equal(2, (await a.Ids(query)).Count);
    }

    [Fact]
    public async Task Parallel_conditional_updates_make_one_and_lose_none()
    {
        using var a = host.Hospital("hospital-a");
        var (patient, query) = Identified("Uchida");

        var all = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => a.Send(HttpMethod.Put, query, patient.DeepClone())));

        Assert.Equal(1, all.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.Equal(31, all.Count(answer => answer.Status == HttpStatusCode.OK));
        Assert.Equal(
            Enumerable.Range(1, 32), all.Select(answer => int.Parse(answer.Body["meta"]!["versionId"]!.GetValue<string>())).Order());
        Assert.Single(await a.Ids(query));
    }

    [Fact]
    public async Task Parallel_writes_by_a_name_make_one_as_well()
    {
        using var a = host.Hospital("hospital-a");
        var name = $"Parallel{Interlocked.Increment(ref s_number)}";

        var all = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ =>
            a.Send(HttpMethod.Put, $"Patient?family:exact={name}", Patient(name))));

        Assert.Equal(1, all.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.Single(await a.Ids($"Patient?family:exact={name}"));
    }

    [Fact]
    public async Task Creating_and_deleting_at_once_never_finds_what_is_deleted()
    {
        using var a = host.Hospital("hospital-a");
        var (patient, query) = Identified("Tsuji");

        var all = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => i % 2 == 0
            ? a.Send(HttpMethod.Post, "Patient", patient.DeepClone(), ("If-None-Exist", query.Split('?')[1]))
            : a.Send(HttpMethod.Delete, query)));

        Assert.All(all, answer => Assert.True((int)answer.Status is 200 or 201 or 204, $"{(int)answer.Status}"));
        Assert.True((await a.Ids(query)).Count <= 1);
        Assert.Contains(all, answer => answer.Status == HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_conditional_delete_deletes_one_or_as_many_as_it_is_told()
    {
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Oda"));
        foreach (var value in Enumerable.Range(0, 5))
            await a.Create(Observation(patient, "8867-4", value));
        var query = $"Observation?subject=Patient/{patient}&code={Loinc}|8867-4";

        var (several, _, _) = await a.Send(HttpMethod.Delete, query);
        var (tooMany, _, _) = await a.Send(HttpMethod.Delete, $"{query}&_count=4");
        Assert.Equal(5, (await a.Ids(query)).Count);
        var (deleted, _, _) = await a.Send(HttpMethod.Delete, $"{query}&_count=5");
        var (none, _, _) = await a.Send(HttpMethod.Delete, query);

        Assert.Equal((HttpStatusCode.PreconditionFailed, HttpStatusCode.PreconditionFailed), (several, tooMany));
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (deleted, none));
        Assert.Empty(await a.Ids(query));
        var (over, _, _) = await a.Send(HttpMethod.Delete, $"{query}&_count={Delete.CountMax + 1}");
        Assert.Equal(HttpStatusCode.BadRequest, over);
    }

    [Theory]
    [InlineData("PUT", "Patient", 400)]
    [InlineData("DELETE", "Patient", 400)]
    [InlineData("PUT", "Patient?nothing=1", 400)]
    [InlineData("DELETE", "Patient?nothing=1", 400)]
    [InlineData("DELETE", "Patient?_count=3", 400)]
    public async Task A_condition_needs_criteria_that_are_known(string method, string address, int status)
    {
        using var a = host.Hospital("hospital-a");

        var (answered, outcome, _) =
            await a.Send(new HttpMethod(method), address, method == "PUT" ? Patient("Nobody") : null, ("Prefer", "handling=lenient"));

        Assert.Equal(status, (int)answered);
        Assert.Equal("OperationOutcome", outcome["resourceType"]!.GetValue<string>());
    }

    [Fact]
    public async Task If_None_Match_lets_an_update_create_only()
    {
        using var a = host.Hospital("hospital-a");
        var patient = Patient("Kudo");
        patient["id"] = $"only-{Interlocked.Increment(ref s_number)}";
        var address = $"Patient/{Id(patient)}";

        var (created, _, _) = await a.Send(HttpMethod.Put, address, patient, ("If-None-Match", "*"));
        var (exists, _, _) = await a.Send(HttpMethod.Put, address, patient, ("If-None-Match", "*"));
        var (version, _, _) = await a.Send(HttpMethod.Put, address, patient, ("If-None-Match", "W/\"1\""));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.PreconditionFailed, HttpStatusCode.BadRequest), (created, exists, version));
    }

    [Fact]
    public async Task A_condition_tells_nothing_of_what_others_hold()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var c = host.Hospital("hospital-c");
        var (canary, query) = Identified("Canary");
        var hidden = await a.Create(canary);
        var entry = await a.Create(Condition(person.AtA, "F32.9"));

        var (created, own, _) = await c.Send(HttpMethod.Put, query, canary.DeepClone());
        var (again, _, _) = await c.Send(HttpMethod.Post, "Patient", canary.DeepClone(), ("If-None-Exist", query.Split('?')[1]));
        var (deleted, _, _) = await c.Send(HttpMethod.Delete, $"Condition?code={Icd10}|F32.9");
        var (direct, _, _) = await c.Send(HttpMethod.Delete, $"Condition/{entry}");
        var (absent, _, _) = await c.Send(HttpMethod.Delete, $"Condition/{Guid.NewGuid()}");
        var changed = Condition(person.AtA, "F32.9");
        changed["id"] = entry;
        var (hiddenPut, hiddenOutcome, _) = await c.Send(HttpMethod.Put, $"Condition/{entry}", changed, ("If-Match", "W/\"1\""));
        changed["id"] = "absent";
        var (absentPut, absentOutcome, _) = await c.Send(HttpMethod.Put, "Condition/absent", changed, ("If-Match", "W/\"1\""));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (created, again));
        Assert.NotEqual(hidden, Id(own));
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent, HttpStatusCode.NoContent), (deleted, direct, absent));
        Assert.Equal((absentPut, absentOutcome.ToJsonString()), (hiddenPut, hiddenOutcome.ToJsonString()));
        Assert.Equal(HttpStatusCode.OK, (await a.Send(HttpMethod.Get, $"Condition/{entry}")).Status);
    }

    [Fact]
    public async Task A_condition_searches_what_the_scopes_of_the_token_permit()
    {
        using var all = host.Hospital("hospital-a");
        using var writesOnly = host.Hospital("hospital-a", "system/Patient.cud");
        var (patient, query) = Identified("Scoped");
        await all.Create(patient);

        var (updated, _, _) = await writesOnly.Send(HttpMethod.Put, query, patient);

        Assert.Equal(HttpStatusCode.Forbidden, updated);
    }

    private static string Id(JsonObject resource) => resource["id"]!.GetValue<string>();

    // A patient with an identifier of its own, and the search for it.
    private static (JsonObject Patient, string Query) Identified(string family)
    {
        var patient = Patient(family);
        var value = $"C-{Interlocked.Increment(ref s_number)}";
        patient["identifier"] = new JsonArray(new JsonObject { ["system"] = "urn:oid:1.2.4", ["value"] = value });
        return (patient, $"Patient?identifier=urn:oid:1.2.4|{value}");
    }
}
