using Microsoft.Extensions.Hosting;
using Phr.Model.People;

namespace Phr.Model.Publishing;

/// <summary>
/// Stores assessments in planets-server behind the answers. One that could not be stored is tried again.
/// </summary>
public sealed class PublicationLoop(PersonLanes lanes, AssessmentWriter writer, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var patient = await lanes.ToPublish.Take(stoppingToken);
            if (await lanes.Try(ct => Publish(patient, ct), stoppingToken))
                continue;
            await Task.Delay(Pause, clock, stoppingToken);
            lanes.ToPublish.Add(patient);
        }
    }

    private Task Publish(string patient, CancellationToken ct) => lanes.Use(patient, async (lane, token) =>
    {
        if (lane.Publication is { } publication)
        {
            await writer.Write(patient, publication, token);
            lane.Published(publication);
        }
        return true;
    }, ct);
}
