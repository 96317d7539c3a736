using Microsoft.Extensions.Hosting;
using Phr.Planets.Http;

namespace Phr.Planets.Deferred;

/// <summary>Runs deferred requests, some at a time, until the service stops.</summary>
public sealed class DeferredRun(DeferredAnswers answers, InnerRequests requests) : BackgroundService
{
    private const int AtATime = 2;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Parallel.ForEachAsync(
        answers.Waiting.ReadAllAsync(stoppingToken),
        new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = stoppingToken },
        async (one, ct) => await Run(one, ct));

    private async Task Run(DeferredAnswer one, CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(one.Cancelled, ct);
        var answer = await requests.Run(one.Request.Source, new InnerRequest("GET", one.Request.Target), either.Token);
        if (!either.IsCancellationRequested)
            answers.Complete(one, answer);
    }
}
