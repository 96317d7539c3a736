using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Phr.Planets.Bulk.Export;
using Phr.Planets.Bulk.Files;
using Phr.Planets.Bulk.Import;
using Phr.Planets.Record;
using Phr.Platform.Hosting;

namespace Phr.Planets.Bulk.Jobs;

/// <summary>One job under way: each step is a page or so, and can be done again by another worker.</summary>
public abstract class BulkRun : IAsyncDisposable
{
    public abstract Task<BulkStep> Next(CancellationToken ct);

    public abstract ValueTask DisposeAsync();
}

/// <summary>Wakes the workers of this process when there is a new job.</summary>
public sealed class BulkSignal : IDisposable
{
    private readonly SemaphoreSlim _news = new(0);

    public void Send() => _news.Release();

    public async Task Wait(TimeSpan longest, CancellationToken ct) => await _news.WaitAsync(longest, ct);

    public void Dispose() => _news.Dispose();
}

/// <summary>
/// Works on jobs, one step after the other, each committed by itself: after a stop or a crash whoever takes the job up goes on behind the
/// last step. A fault is tried again twice, then the job has failed.
/// </summary>
internal sealed class BulkRunner(
    BulkJobs jobs, BulkFolder folder, BulkSignal signal, BulkOptions options, ExportParts exports, ImportParts imports,
    ILogger<BulkRunner> log)
    : BackgroundService
{
    /// <summary>How often jobs of other nodes, and those that are over, are looked for.</summary>
    private static readonly TimeSpan Rhythm = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken) =>
        await Task.WhenAll([Sweep(stoppingToken), .. Enumerable.Range(0, options.WorkersMax).Select(_ => Work(stoppingToken))]);

    private async Task Work(CancellationToken ct)
    {
        var worker = Guid.Parse(ResourceIds.Fresh());
        while (!ct.IsCancellationRequested)
        {
            try
            {
                // Not cancelled half way: a job that was taken up has to be given back.
                if (await jobs.Next(worker, CancellationToken.None) is { } job)
                    await Run(job, worker, ct);
                else
                    await signal.Wait(Rhythm, ct);
            }
            catch (NpgsqlException fault)
            {
                log.LogWarning("The bulk jobs cannot be reached: {Fault}", FaultText.Of(fault));
                await Task.Delay(Rhythm, ct);
            }
        }
    }

    private async Task Run(BulkJob job, Guid worker, CancellationToken ct)
    {
        try
        {
            await using BulkRun run = job.Kind == BulkJob.Export ? new ExportRun(job, exports) : new ImportRun(job, imports);
            while (await run.Next(ct) is var step && await jobs.Advance(job, worker, step, ct) && !step.IsDone)
            {
            }
        }
        catch (Exception fault)
        {
            // While the service stops, whatever ends the work is the stop.
            if (!ct.IsCancellationRequested)
                log.LogError("A bulk job broke off: {Fault}", FaultText.Of(fault));
            await jobs.GiveBack(job.Id, worker, isFault: !ct.IsCancellationRequested, CancellationToken.None);
        }
    }

    private async Task Sweep(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                foreach (var job in (Guid[])[.. await jobs.Erased(ct), .. await jobs.Forget(ct)])
                    folder.Remove(job);
            }
            catch (Exception fault) when (fault is NpgsqlException or IOException)
            {
                log.LogWarning("Bulk files that expired, or may hold what was erased, could not be removed: {Fault}", FaultText.Of(fault));
            }
            await Task.Delay(Rhythm, ct);
        }
    }
}
