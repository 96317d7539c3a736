using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Phr.Planets.Access;
using Phr.Planets.Bulk;
using Phr.Planets.Bulk.Export;
using Phr.Planets.Bulk.Files;
using Phr.Planets.Bulk.Jobs;
using Phr.Platform.Identity;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Bulk;

/// <summary>Jobs go on after whatever happens to who works on them, and never twice at a time.</summary>
public sealed class BulkJobsTest(RecordHost host) : IClassFixture<RecordHost>
{
    private static readonly Requester Hospital = new(
        "hospital-a", "hospital-a", CallerRole.Hospital, "hospital-a", null, ["system/*.cruds"]);

    [Fact]
    public async Task Who_goes_on_after_another_adds_no_line_twice_though_the_other_still_writes()
    {
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Sato"));
        var expected = new HashSet<string>();
        for (var i = 0; i < 3; i++)
        {
            var bundle = Bundle("transaction", Enumerable.Range(0, 400).Select(n => Entry(Observation(patient, "8480-6", n))));
            foreach (var entry in (await a.Post("", bundle))["entry"]!.AsArray())
                expected.Add(entry!["response"]!["location"]!.GetValue<string>().Split("Observation/")[1].Split('/')[0]);
        }
        var parts = host.Services.GetRequiredService<ExportParts>();
        var job = await NewJob(parts);
        var first = new ExportRun(job with { Attempt = 1 }, parts);
        var committed = await first.Next(default);

        var late = job with { Attempt = 2, Progress = committed.Progress, Files = committed.Files };
        var second = new ExportRun(late, parts);
        var files = committed.Files.ToDictionary(file => file.Number);
        for (var step = await second.Next(default); ; step = await second.Next(default))
        {
            foreach (var file in step.Files)
                files[file.Number] = file;
            if (step.IsDone)
                break;
            await first.Next(default);
        }

        var lines = new List<string>();
        foreach (var file in files.Values)
            lines.AddRange(await Ids(parts.Folder, job.Id, file));
        Assert.Equal(lines.Count, lines.Distinct().Count());
        Assert.Equal(expected, lines.ToHashSet());
    }

    [Fact]
    public async Task An_export_is_of_its_moment_whatever_is_written_while_it_runs()
    {
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Ito"));
        var changed = await a.Create(Observation(patient, "8867-4", 60));
        var deleted = await a.Create(Observation(patient, "8867-4", 61));
        var parts = host.Services.GetRequiredService<ExportParts>();
        var job = await NewJob(parts, "Observation?code=8867-4");
        var update = Observation(patient, "8867-4", 99);
        update["id"] = changed;
        await a.Send(HttpMethod.Put, $"Observation/{changed}", update);
        await a.Send(HttpMethod.Delete, $"Observation/{deleted}");
        await a.Create(Observation(patient, "8867-4", 62));

        var run = new ExportRun(job with { Attempt = 1 }, parts);
        var page = await run.Next(default);
        Assert.True((await run.Next(default)).IsDone);

        var found = Assert.Single(page.Files);
        var text = await Text(parts.Folder, job.Id, found);
        Assert.Equal(2, found.Lines);
        Assert.Contains("\"value\":60", text, StringComparison.Ordinal);
        Assert.Contains(deleted, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_is_taken_up_by_one_worker_and_a_lost_lease_commits_nothing()
    {
        var jobs = host.Services.GetRequiredService<BulkJobs>();
        var id = Guid.NewGuid();
        await Insert(id, "nobody", leaseSeconds: 3600);
        Assert.Null(await jobs.Find(id, "somebody else", default));
        await Run("update record.bulk_job set lease_until = now() - interval '1 s' where id = $1", id);
        var workers = Enumerable.Range(0, 8).Select(_ => Guid.NewGuid()).ToList();

        var taken = await Task.WhenAll(workers.Select(worker => jobs.Next(worker, default)));

        var winner = workers[Array.FindIndex(taken, job => job?.Id == id)];
        Assert.Single(taken, job => job?.Id == id);
        var job = (await jobs.Find(id, "nobody", default))!;
        var step = new BulkStep("{}", [new BulkFile(1, "output", "Patient", 1, 1, 1)], IsDone: true);
        Assert.False(await jobs.Advance(job, workers.First(worker => worker != winner), step, default));
        Assert.True(await jobs.Cancel(id, "nobody", default));
        Assert.False(await jobs.Advance(job, winner, step, default));
    }

    [Fact]
    public async Task One_more_than_a_client_may_have_is_refused_until_one_has_ended()
    {
        using var a = host.Hospital("hospital-limits");
        var digest = Requester.DigestOf(
            Hospital.ToCaller() with { Subject = "hospital-limits", Client = "hospital-limits", Organisation = "hospital-limits" });
        await Insert(Guid.NewGuid(), digest, leaseSeconds: 3600);
        await a.Manifest(await a.KickOff("$export?_type=Patient"));
        var second = Guid.NewGuid();
        await Insert(second, digest, leaseSeconds: 3600);

        var (status, _, response) = await a.Send(HttpMethod.Get, "$export", null, ("Prefer", "respond-async"));

        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.Accepted, (await a.Send(HttpMethod.Delete, $"$bulk/{second}")).Status);
        await a.KickOff("$export?_type=Patient");
    }

    [Fact]
    public async Task What_has_expired_is_removed_with_its_files()
    {
        using var a = host.Hospital("hospital-a");
        await a.Create(Patient("Kato"));
        var status = await a.KickOff("$export?_type=Patient");
        await a.Manifest(status);
        var id = Guid.Parse(status.Split('/')[^1]);
        var folder = Path.Combine(host.Settings.DataFolder, "bulk", id.ToString("N"));
        Assert.True(Directory.Exists(folder));

        await Run("update record.bulk_job set expires = now() - interval '1 s' where id = $1", id);
        Assert.Equal(HttpStatusCode.NotFound, (await a.Send(HttpMethod.Get, status)).Status);
        for (var until = DateTime.UtcNow.AddSeconds(20); Directory.Exists(folder) && DateTime.UtcNow < until;)
            await Task.Delay(100);

        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task A_job_goes_on_after_a_restart()
    {
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Mori"));
        await a.Post("", Bundle("transaction", Enumerable.Range(0, 1_500).Select(n => Entry(Observation(patient, "8310-5", n)))));
        var status = await a.KickOff("$export?_typeFilter=Observation%3Fcode%3D8310-5&_type=Observation");

        await host.Restart();
        var lines = await a.Lines(await a.Manifest(status));

        Assert.Equal(1_500, BulkClient.Ids(lines).Distinct().Count());
        Assert.Equal(1_500, lines.Count);
    }

    [Fact]
    public async Task A_job_that_fails_three_times_in_a_row_has_failed_and_says_so()
    {
        using var a = host.Hospital("hospital-failing");
        await a.Create(Patient("Hara"));
        var status = await a.KickOff("$export?_type=Patient");
        var id = Guid.Parse(new Uri(status, UriKind.RelativeOrAbsolute).OriginalString.Split("$bulk/")[1]);
        // Whoever takes it up can make nothing of what it is to go on from.
        await Run("update record.bulk_job set progress = 'broken', state = 'waiting', owner = null, failures = 0 where id = $1", id);
        var (code, outcome) = (HttpStatusCode.Accepted, "");
        for (var i = 0; i < 200 && code == HttpStatusCode.Accepted; i++)
        {
            await Run("update record.bulk_job set lease_until = null where id = $1 and state = 'waiting'", id);
            host.Services.GetRequiredService<BulkSignal>().Send();
            await Task.Delay(50);
            using var answer = await a.GetAsync(status);
            (code, outcome) = (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, code);
        Assert.Contains("\"resourceType\":\"OperationOutcome\"", outcome, StringComparison.Ordinal);
    }

    private static async Task<BulkJob> NewJob(ExportParts parts, string filter = "Observation?code=8480-6")
    {
        var id = Guid.NewGuid();
        var request = new ExportRequest(
            "http://x", Hospital, ["Observation"], null, [new("Observation", filter.Split('?')[1])], [], false, null, []);
        var head = await parts.Log.Head(default);
        return new BulkJob(
            id, BulkJob.Export, parts.Folder.Seal(id, JsonSerializer.SerializeToUtf8Bytes(request)), head.Position, DateTimeOffset.UtcNow,
            "running", "{}", 0, null);
    }

    private static async Task<IEnumerable<string>> Ids(BulkFolder folder, Guid job, BulkFile file) =>
        (await Text(folder, job, file)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()!);

    private static async Task<string> Text(BulkFolder folder, Guid job, BulkFile file)
    {
        var text = new StringBuilder();
        await foreach (var (page, _) in folder.Read(job, file.Number, 0, file.Bytes, default))
            text.Append(Encoding.UTF8.GetString(page.Unpack()));
        return text.ToString();
    }

    private Task Insert(Guid id, string requester, int leaseSeconds) => Run(
        "insert into record.bulk_job values ($1, 'export', $2, '', 0, now(), 'running', '{}', 0, 0, null, "
        + "now() + make_interval(secs => $3), now() - interval '1 h')",
        id, requester, leaseSeconds);

    private async Task Run(string sql, params object[] values)
    {
        await using var command = host.Database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
    }
}
