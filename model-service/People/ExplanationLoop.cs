using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Phr.Model.Risks;

namespace Phr.Model.People;

/// <summary>
/// Works out reasons behind the answers, one person at a time. Who has had no reasons yet is not kept waiting; a record that is being
/// written is left until it is quiet. What could not be worked out is tried again.
/// </summary>
public sealed class ExplanationLoop(PersonLanes lanes, IOptions<ModelOptions> options, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var patient = await lanes.ToExplain.Take(stoppingToken);
            if (await lanes.Try(ct => Explain(patient, ct), stoppingToken))
                continue;
            await Task.Delay(Pause, clock, stoppingToken);
            lanes.ToExplain.Add(patient);
        }
    }

    private async Task Explain(string patient, CancellationToken ct)
    {
        var quiet = TimeSpan.FromSeconds(options.Value.QuietSeconds);
        var wait = await lanes.Use(patient, (lane, _) => Task.FromResult(
            lane.Answer is { ExplainedPosition: null } ? TimeSpan.Zero : lane.ChangedAt + quiet - clock.GetUtcNow()), ct);
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait < quiet ? wait : quiet, clock, ct);
        await lanes.Explain(patient, ct);
    }
}
