using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Phr.Planets.Bulk.Jobs;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Bulk;

/// <summary>What was erased is in no file and no answer that was made before, whoever asked for it.</summary>
public sealed class ErasedExportTest(RecordHost host) : IClassFixture<RecordHost>
{
    private const string Words = "erased-export-words";

    [Fact]
    public async Task What_was_made_before_an_erasure_is_given_out_no_more()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var phone = host.Phone(person.Own);
        var entry = Observation(person.Own, "8867-4", 60);
        entry["note"] = new JsonArray(new JsonObject { ["text"] = Words });
        await phone.Create(entry);
        var view = """{"resource":"Observation","select":[{"column":[{"name":"id","path":"id"},{"name":"note","path":"note.text"}]}]}""";
        var exports = new List<(HttpClient Http, string Status, string File)>();
        foreach (var http in (HttpClient[])[a, phone])
            exports.Add(await Made(http, await http.KickOff("Patient/$export")));
        exports.Add(await Made(phone, await phone.KickOff("ViewDefinition/$export", ViewOf(view))));
        Assert.Contains(Words, await phone.GetStringAsync(exports[^1].File), StringComparison.Ordinal);
        var deferred = await Deferred(phone, "Observation?code=8867-4");

        await phone.Post($"Patient/{person.Own}/$erase", Reason());

        foreach (var (http, status, file) in exports.Where(one => one.Http == phone))
        {
            await IsWithoutIt(http, file);
            await IsRemoved(status);
            await SaysAskAgain(http, status);
            await SaysAskAgain(http, file);
            Assert.Equal(HttpStatusCode.Accepted, (await http.Send(HttpMethod.Delete, status)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await http.Send(HttpMethod.Get, status)).Status);
        }
        // A hospital was never shown what the person wrote: what it has goes on.
        var (atA, held, _) = await a.Send(HttpMethod.Get, exports[0].Status);
        Assert.Equal(HttpStatusCode.OK, atA);
        foreach (var file in held["output"]!.AsArray())
            await IsWithoutIt(a, file!["url"]!.GetValue<string>());
        await SaysAskAgain(phone, deferred);
        Assert.Equal(HttpStatusCode.NotFound, (await phone.Send(HttpMethod.Get, deferred)).Status);
        var lines = await a.Lines(await a.Export("Patient/$export"));
        Assert.DoesNotContain(lines, line => line.ToJsonString().Contains(Words, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_export_under_way_ends_when_something_is_erased()
    {
        var own = await host.NewPerson(Sharing.NewInsuredNumber());
        using var phone = host.Phone(own);
        var (jobs, id, worker) = (host.Services.GetRequiredService<BulkJobs>(), Guid.NewGuid(), Guid.NewGuid());
        await using var insert = host.Database.CreateCommand(
            "insert into record.bulk_job select $1, 'export', 'nobody', '', position, now(), 'running', '{}', 1, 0, $2, "
            + "now() + interval '1 h', now() from log.head");
        insert.Parameters.Add(new() { Value = id });
        insert.Parameters.Add(new() { Value = worker });
        await insert.ExecuteNonQueryAsync();
        var job = (await jobs.Find(id, "nobody", default))!;
        Assert.Equal("running", job.State);
        Assert.True(await jobs.Advance(job, worker, new BulkStep("{}", [], IsDone: false) { Streams = [await StreamOf(own)] }, default));

        await phone.Post($"Patient/{own}/$erase", Reason());

        // Until its lease is over its worker may still write.
        Assert.DoesNotContain(id, await jobs.Erased(default));
        Assert.Equal("erased", (await jobs.Find(id, "nobody", default))!.State);
        Assert.False(await jobs.Advance(job, worker, new BulkStep("{}", [], IsDone: true), default));
    }

    [Fact]
    public async Task A_step_that_is_committed_after_an_erasure_was_looked_for_is_looked_at_too()
    {
        var own = await host.NewPerson(Sharing.NewInsuredNumber());
        using var phone = host.Phone(own);
        var (jobs, id, worker) = (host.Services.GetRequiredService<BulkJobs>(), Guid.NewGuid(), Guid.NewGuid());
        await using var insert = host.Database.CreateCommand(
            "insert into record.bulk_job select $1, 'export', 'nobody', '', position, now(), 'running', '{}', 1, 0, $2, "
            + "now() + interval '1 h', now() from log.head");
        insert.Parameters.Add(new() { Value = id });
        insert.Parameters.Add(new() { Value = worker });
        await insert.ExecuteNonQueryAsync();
        var (job, stream) = ((await jobs.Find(id, "nobody", default))!, await StreamOf(own));
        await phone.Post($"Patient/{own}/$erase", Reason());
        await jobs.Erased(default);
        Assert.Equal("running", (await jobs.Find(id, "nobody", default))!.State);

        Assert.True(await jobs.Advance(job, worker, new BulkStep("{}", [], IsDone: true) { Streams = [stream] }, default));
        await jobs.Erased(default);

        Assert.Equal("erased", (await jobs.Find(id, "nobody", default))!.State);
    }

    private async Task<long> StreamOf(string patient)
    {
        await using var command = host.Database.CreateCommand("select stream from record.membership where patient = $1");
        command.Parameters.Add(new() { Value = patient });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task IsWithoutIt(HttpClient http, string address)
    {
        using var answer = await http.GetAsync(address);
        Assert.DoesNotContain(Words, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task IsRemoved(string status)
    {
        var folder = Path.Combine(host.Settings.DataFolder, "bulk", Guid.Parse(status.Split('/')[^1]).ToString("N"));
        for (var until = DateTime.UtcNow.AddSeconds(20); Directory.Exists(folder) && DateTime.UtcNow < until;)
            await Task.Delay(100);
        Assert.False(Directory.Exists(folder));
    }

    private static async Task<(HttpClient, string, string)> Made(HttpClient http, string status)
    {
        var manifest = await http.Manifest(status);
        var file = manifest["output"]!.AsArray()[0]!["url"]!.GetValue<string>();
        Assert.NotEmpty(await http.GetStringAsync(file));
        return (http, status, file);
    }

    private static async Task<string> Deferred(HttpClient http, string address)
    {
        var (_, _, response) = await http.Send(HttpMethod.Get, address, null, ("Prefer", "respond-async"));
        var place = response.Content.Headers.ContentLocation!.AbsoluteUri;
        for (var tries = 0; tries < 200; tries++)
        {
            var (status, answer, _) = await http.Send(HttpMethod.Get, place);
            if (status == HttpStatusCode.OK)
            {
                Assert.Contains(Words, answer.ToJsonString(), StringComparison.Ordinal);
                return place;
            }
            await Task.Delay(50);
        }
        throw new TimeoutException("There is no answer.");
    }

    private static async Task SaysAskAgain(HttpClient http, string address)
    {
        var (status, outcome, _) = await http.Send(HttpMethod.Get, address);
        Assert.Equal(HttpStatusCode.Gone, status);
        Assert.Equal("OperationOutcome", outcome["resourceType"]!.GetValue<string>());
        Assert.Contains("again.", outcome.ToJsonString(), StringComparison.Ordinal);
    }

    private static JsonObject Reason() => new()
    {
        ["resourceType"] = "Parameters",
        ["parameter"] = new JsonArray(new JsonObject { ["name"] = "reason", ["valueString"] = "x" }),
    };

    private static JsonObject ViewOf(string view)
    {
        var resource = JsonNode.Parse(view)!.AsObject();
        resource["resourceType"] = "ViewDefinition";
        resource["status"] = "active";
        return new()
        {
            ["resourceType"] = "Parameters",
            ["parameter"] = new JsonArray(new JsonObject
            {
                ["name"] = "view",
                ["part"] = new JsonArray(new JsonObject { ["name"] = "viewResource", ["resource"] = resource }),
            }),
        };
    }
}
